"""Installed products: QSYS2.SOFTWARE_PRODUCT_INFO, prints of DSPSFWRSC and the screens of GO LICPGM 10 in;
one row a product or option out.

The prints' layouts are known from screens alone, so rows are known by their shape and missing columns are
taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.model import Located, Source, TextPlace
from ssldiag.readers.ibmi.document import Document, document
from ssldiag.readers.ibmi.printout import Printout
from ssldiag.readers.ibmi.table import Row, Table, number
from ssldiag.text import Line

BASE = "*BASE"
WANTED = frozenset(("PRODUCT_ID",))
FEWEST = 3
"""Different products that a whole list has at least, or else :data:`MANY` rows: a list that was cut down to
what someone looked for has fewer (our bounds)."""

MANY = 10

INSTALLED_STATE = 90
"""LOAD_STATE of what is installed (IBM's example for SOFTWARE_PRODUCT_INFO)."""

_LONGEST = 200
_ROW = re.compile(
    r" *(?P<id>57\d\d-?[A-Z0-9]{3}|5[67]\d\d-?[A-Z]{2}\d)(?: +(?P<option>\*BASE|\d{1,4}))?"
    r"(?: +(?P<feature>\d{4})(?= ))?(?: +(?P<release>V\dR\d(?:M\d)?))?(?: +(?P<status>\*[A-Z]+))?"
    r"(?: +(?P<text>\S.*))?"
)
_OPTIONS = (
    ("digital certificate manager", "34"),
    ("cca cryptographic service provider", "35"),
    ("cryptographic service provider", "35"),
    ("host servers", "12"),
)
"""Options of the operating system by the description that every release gives them; screens show no
number."""

_GOOD = frozenset(("*COMPATIBLE", "*INSTALLED"))
_BAD = frozenset(("*ERROR",))


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product as its file shows it. ``usable`` is None where the file does not tell."""

    id: Located[str]
    option: str
    release: Located[str] | None
    usable: bool | None
    status: Located[str] | None
    text: str
    place: TextPlace


def read(source: Source) -> Document[ProductRow]:
    """Read a file of installed products."""
    return document(source, WANTED, of_row, of_print, complete)


def complete(found: Table | Printout, rows: tuple[ProductRow, ...]) -> bool:
    """Whether a file shows all that is installed: the operating system itself and some products, to the
    end.
    """
    if isinstance(found, Printout) and found.more:
        return False
    base = any(row.id.value.endswith("SS1") and row.option == BASE for row in rows)
    return base and (len({row.id.value for row in rows}) >= FEWEST or len(rows) >= MANY)


def option_of(word: str) -> str:
    """``34`` of ``0034``, ``*BASE`` of ``0000`` and of nothing."""
    plain = word.strip().upper()
    return (plain.lstrip("0") or BASE) if plain.isdigit() or not plain else plain


def of_row(row: Row) -> Iterator[ProductRow]:
    """A row of SOFTWARE_PRODUCT_INFO, usable if installed, in state 90 and without error."""
    identifier = row.get("PRODUCT_ID", "LICPGM")
    if identifier is None:
        return
    facts = (
        (row.get("INSTALLED"), "YES"),
        (row.get("SYMBOLIC_LOAD_STATE"), "INSTALLED"),
        (row.get("LOAD_ERROR"), "NO"),
    )
    told = [(cell, cell.value.upper() == good) for cell, good in facts if cell]
    state = row.get("LOAD_STATE")
    if state:
        told.append((state, number(state) == INSTALLED_STATE))
    bad = next((cell for cell, fine in told if not fine), None)
    yield ProductRow(
        Located(identifier.value.upper().replace("-", ""), identifier.place),
        option_of(row.text("PRODUCT_OPTION")),
        row.get("RELEASE_LEVEL"),
        bad is None if told else None,
        bad or (told[0][0] if told else None),
        row.text("TEXT_DESCRIPTION", "DESCRIPTION"),
        row.place,
    )


def of_print(lines: tuple[Line, ...]) -> Iterator[ProductRow]:
    """The rows of a print or screen."""
    for line in lines:
        match = _ROW.match(line.text[:_LONGEST])
        if match is None or not any(match[name] for name in ("option", "status", "release", "text")):
            continue
        identifier, text = line.located(*match.span("id")), (match["text"] or "").rstrip()
        status = line.located(*match.span("status")) if match["status"] else None
        word = status.value if status else ""
        yield ProductRow(
            Located(identifier.value.upper().replace("-", ""), identifier.place),
            option_of(match["option"]) if match["option"] else by_text(identifier.value, text),
            line.located(*match.span("release")) if match["release"] else None,
            True if word in _GOOD else False if word in _BAD else None,
            status,
            text,
            line.place(),
        )


def by_text(identifier: str, text: str) -> str:
    """The option by its description; ``?`` for an option whose number the description does not tell."""
    lower = text.lower()
    if identifier.upper().endswith("SS1"):
        known = next((option for words, option in _OPTIONS if words in lower), None)
        return known or ("?" if " - " in text else BASE)
    return "?" if " - " in text else BASE
