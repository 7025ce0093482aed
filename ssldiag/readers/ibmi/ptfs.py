"""PTFs: QSYS2.PTF_INFO and prints of DSPPTF in; one row a PTF out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.model import Located, Source, TextPlace
from ssldiag.readers.ibmi.document import Document, document
from ssldiag.readers.ibmi.keyed import value
from ssldiag.readers.ibmi.printout import Printout
from ssldiag.readers.ibmi.table import Row, Table
from ssldiag.text import Line

WANTED = frozenset(("PTF_IDENTIFIER",))
MANY = 200
"""PTFs of a list that was not filtered: a system with a single cumulative package has more (our choice)."""

_LONGEST = 200
_ROW = re.compile(r" *(?P<id>(?:SI|MF|SF|SE|UZ|TR|RE|QL)\d{4,5})(?=\s) +(?P<status>[A-Z][a-z]+(?: [a-z]+)*)")
_APPLIED = frozenset(("APPLIED", "TEMPORARILY APPLIED", "PERMANENTLY APPLIED"))
_UNSURE = ("SUPERSEDED",)


@dataclass(frozen=True, slots=True)
class PtfRow:
    """A PTF as its file shows it. ``applied`` is None for a superseded one: another has its code."""

    id: Located[str]
    product: str
    applied: bool | None
    status: Located[str] | None
    place: TextPlace


def read(source: Source) -> Document[PtfRow]:
    """Read a list of PTFs."""
    return document(source, WANTED, of_row, of_print, complete)


def complete(found: Table | Printout, rows: tuple[PtfRow, ...]) -> bool:
    """Whether so many PTFs are listed that nothing was chosen from them."""
    return len(rows) >= MANY and not (isinstance(found, Printout) and found.more)


def applied(status: str) -> bool | None:
    """What a status says of the code being in use (PTF_INFO, DSPPTF)."""
    word = " ".join(status.upper().split())
    return None if word.startswith(_UNSURE) or not word else word in _APPLIED


def of_row(row: Row) -> Iterator[PtfRow]:
    """A row of PTF_INFO."""
    identifier = row.get("PTF_IDENTIFIER", "PTFID")
    if identifier is not None:
        status = row.get("PTF_LOADED_STATUS", "LOADSTAT")
        yield PtfRow(
            Located(identifier.value.upper(), identifier.place),
            row.text("PTF_PRODUCT_ID", "LICPGM").upper(),
            applied(status.value) if status else None,
            status,
            row.place,
        )


def of_print(lines: tuple[Line, ...]) -> Iterator[PtfRow]:
    """The rows of DSPPTF, under the product that stands above them."""
    product = ""
    for line in lines:
        text = line.text[:_LONGEST]
        named = value(text, "product id", "product")
        if named:
            product = text[named.start : named.end].split()[0].upper()
        match = _ROW.match(text)
        if match:
            status = line.located(*match.span("status"))
            yield PtfRow(
                line.located(*match.span("id")), product, applied(status.value), status, line.place()
            )
