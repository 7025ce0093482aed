"""Rows of QSYS2.CERTIFICATE_INFO, saved as CSV or JSON, in; the certificates of a store out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from ssldiag.model import Located, Source, TextPlace, Unreadable
from ssldiag.readers.ibmi.document import MOST_NOTES, Document, document, moment
from ssldiag.readers.ibmi.printout import Printout
from ssldiag.readers.ibmi.table import Row, Table, number
from ssldiag.text import Line

WANTED = frozenset(("CERTIFICATE_LABEL",))
_NULLS = frozenset(("", "-", "null", "<null>"))
"""How clients of SQL write that there is no value."""
_YES = frozenset(("YES", "Y", "TRUE", "1", "ENABLED", "TRUSTED"))
_NO = frozenset(("NO", "N", "FALSE", "0", "DISABLED", "NOT TRUSTED"))


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate. ``store`` is empty where no column names it: *SYSTEM is then the service's default.

    ``has_key`` and ``enabled`` are None where no column tells; ``subject`` and ``issuer`` are common names.
    """

    label: Located[str]
    store: str
    subject: str | None
    issuer: str | None
    serial: str | None
    not_before: Located[datetime] | None
    not_after: Located[datetime] | None
    key_bits: int | None
    has_key: bool | None
    enabled: bool | None
    place: TextPlace


def read(source: Source) -> Document[CertificateRow]:
    """Read the rows of CERTIFICATE_INFO. Dates that cannot be read are said to be so: a certificate without
    its dates is not a valid one.
    """
    notes: list[Unreadable] = []

    def noting(row: Row) -> Iterator[CertificateRow]:
        notes.extend(undated(row) if len(notes) < MOST_NOTES else ())
        return of_row(row)

    found = document(source, WANTED, noting, of_print, complete)
    return replace(found, unreadable=(*found.unreadable, *notes))


def undated(row: Row) -> Iterator[Unreadable]:
    """The dates of a row that are there and have another form than those known."""
    for column in ("VALIDITY_START", "VALIDITY_END"):
        cell = row.get(column)
        if cell and cell.value.strip().lower() not in _NULLS and moment(cell.value) is None:
            yield Unreadable(
                cell.place, f"{column} is no date of a form that is read: take 2026-11-22 10:15:00"
            )


def complete(found: Table | Printout, rows: tuple[CertificateRow, ...]) -> bool:
    """Whether the rows look like a whole store: a CA's own certificate is among them, and one that another
    issued. A query for what expires soon shows neither as a rule.
    """
    own = [row.subject == row.issuer for row in rows if row.subject and row.issuer]
    return True in own and False in own


def of_row(row: Row) -> Iterator[CertificateRow]:
    """One certificate."""
    label = row.get("CERTIFICATE_LABEL", "LABEL")
    if label is None:
        return
    yield CertificateRow(
        label,
        row.text("CERTIFICATE_STORE"),
        row.text("SUBJECT_COMMON_NAME") or None,
        row.text("ISSUER_COMMON_NAME") or None,
        row.text("SERIAL_NUMBER") or None,
        at(row.get("VALIDITY_START")),
        at(row.get("VALIDITY_END")),
        number(row.get("KEY_SIZE")),
        has_key(row),
        truth(row.text("TRUSTED", "TRUST_STATUS", "CERTIFICATE_STATUS")),
        row.place,
    )


def has_key(row: Row) -> bool | None:
    """Whether there is a private key, by whichever column tells; these columns are not confirmed."""
    told = truth(row.text("PRIVATE_KEY", "HAS_PRIVATE_KEY"))
    if told is None and row.text("PRIVATE_KEY_STORAGE_LOCATION"):
        return True
    return told


def truth(word: str) -> bool | None:
    """Yes, no, or what is neither."""
    upper = word.upper()
    return True if upper in _YES else False if upper in _NO else None


def at(cell: Located[str] | None) -> Located[datetime] | None:
    """A timestamp with its place."""
    found = moment(cell.value) if cell else None
    return Located(found, cell.place) if cell and found else None


def of_print(lines: tuple[Line, ...]) -> Iterator[CertificateRow]:
    """No command prints them."""
    return iter(())
