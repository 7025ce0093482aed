"""Rows of QSYS2.CERTIFICATE_USAGE_INFO, saved as CSV or JSON, in; applications and their certificates out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.model import Located, Source, TextPlace
from ssldiag.readers.ibmi.certificates import truth
from ssldiag.readers.ibmi.document import Document, document
from ssldiag.readers.ibmi.printout import Printout
from ssldiag.readers.ibmi.table import Row, Table, number
from ssldiag.text import Line

WANTED = frozenset(("APPLICATION_ID",))
SHIPPED = 8
"""Applications of the system itself that a whole list has at least: DCM registers some twenty (our bound)."""


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """An application. ``type``: ``SERVER``, ``CLIENT`` or ``OBJECT SIGNING``, empty where no column tells."""

    id: Located[str]
    labels: tuple[Located[str], ...]
    type: str
    description: str
    store: str
    protocols: tuple[Located[str], ...]
    client_authentication: Located[bool] | None
    place: TextPlace


def read(source: Source) -> Document[AssignmentRow]:
    """Read the rows of CERTIFICATE_USAGE_INFO."""
    return document(source, WANTED, of_row, of_print, complete)


def complete(found: Table | Printout, rows: tuple[AssignmentRow, ...]) -> bool:
    """Whether the list has what DCM itself registers."""
    return sum(row.id.value.upper().startswith("QIBM_") for row in rows) >= SHIPPED


def of_row(row: Row) -> Iterator[AssignmentRow]:
    """One application."""
    identifier = row.get("APPLICATION_ID", "APP_ID")
    if identifier is None:
        return
    demanded = row.get("CLIENT_AUTHENTICATION_REQUIRED", "CLIENT_AUTHENTICATION")
    asked = truth(demanded.value) if demanded else None
    yield AssignmentRow(
        Located(identifier.value.upper(), identifier.place),
        labels(row),
        row.text("APPLICATION_TYPE", "APP_TYPE").upper(),
        row.text("DESCRIPTION", "APP_DESCR"),
        row.text("CERTIFICATE_STORE", "CERT_STORE"),
        tuple(
            Located(word, cell.place)
            for cell in row.all("TLS_PROTOCOLS")
            for word in cell.value.replace(",", " ").split()
        ),
        Located(asked, demanded.place) if demanded and asked is not None else None,
        row.place,
    )


def labels(row: Row) -> tuple[Located[str], ...]:
    """The labels. The service gives a JSON text with a list CERT_LABELS; other tools write them one by
    one.
    """
    cells = row.all("CERTIFICATE_LABELS", "CERT_LABEL", "CERTIFICATE_LABEL")
    count = number(row.get("CERTIFICATE_LABEL_COUNT", "CERT_CNT"))
    if count == 0:
        return ()
    found = [Located(label, cell.place) for cell in cells for label in parts(cell.value, count)]
    return tuple(item for item in found if item.value)


def parts(text: str, count: int | None) -> list[str]:
    """The labels in a text; one with commas in it is taken apart only where the count says so."""
    if text.startswith(("{", "[")):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return [text]
        if isinstance(value, dict):
            value = next((item for item in value.values() if isinstance(item, list)), [])
        if isinstance(value, list):
            return [str(item).strip() for item in value]
    pieces = [piece.strip() for piece in text.split(",")]
    return pieces if count == len(pieces) else [text]


def of_print(lines: tuple[Line, ...]) -> Iterator[AssignmentRow]:
    """No command prints them."""
    return iter(())
