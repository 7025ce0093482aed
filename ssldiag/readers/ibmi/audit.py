"""SK entries of the audit journal in, as rows of an SQL result or as records of the outfile QASYSKJ5; one
event a row out.

The outfile's offsets are those of the SK layout in the security reference (7.3): type 610, addresses, secure
version 1570 and secure properties behind it. Whether a tool counts from 0 or 1 is found out by the record
itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ssldiag.model import Located, Source, TextPlace
from ssldiag.readers.ibmi.document import Document, document, moment, never
from ssldiag.readers.ibmi.table import Row, number
from ssldiag.text import Line

WANTED = frozenset(("SECURE_VERSION", "SECURE_PROPERTIES"))
TYPES = frozenset("ACDFIOPRSUX")
_AT = {
    "type": (610, 1),
    "local": (611, 15),
    "local_port": (626, 5),
    "remote": (631, 15),
    "remote_port": (646, 5),
}
_VERSION = (1570, 10)
_PROPERTIES = (1580, 100)
_SHORTEST = 1_580
_ADDRESS = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*| *")


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An SK entry: its type, both ends, the version and the properties as text."""

    type: Located[str]
    at: datetime | None
    local_address: str
    local_port: int | None
    remote_address: str
    remote_port: int | None
    version: str
    properties: str
    job: str
    user: str
    place: TextPlace


def read(source: Source) -> Document[AuditRow]:
    """Read SK entries."""
    return document(source, WANTED, of_row, of_print, never)


def of_row(row: Row) -> Iterator[AuditRow]:
    """A row with the columns that the collecting statement names (docs/ibmi/collect.md)."""
    kind = row.get("ENTRY_TYPE", "SK_TYPE")
    if kind is None:
        return
    yield AuditRow(
        Located(kind.value.upper()[:1], kind.place),
        moment(row.text("ENTRY_TIMESTAMP", "TIMESTAMP")),
        row.text("LOCAL_ADDRESS", "LOCAL_IP_ADDRESS"),
        number(row.get("LOCAL_PORT")),
        row.text("REMOTE_ADDRESS", "REMOTE_IP_ADDRESS"),
        number(row.get("REMOTE_PORT")),
        row.text("SECURE_VERSION"),
        row.text("SECURE_PROPERTIES"),
        row.text("QUALIFIED_JOB_NAME", "JOB_NAME"),
        row.text("USER_NAME", "USER_PROFILE"),
        row.place,
    )


def of_print(lines: tuple[Line, ...]) -> Iterator[AuditRow]:
    """Records of the outfile, a line each."""
    for line in lines:
        for shift in (0, -1):
            event = record(line, shift) if len(line.text) >= _SHORTEST + shift - 10 else None
            if event:
                yield event
                break


def record(line: Line, shift: int) -> AuditRow | None:
    """One record, read with its offsets shifted; None if that gives no type and no addresses."""

    def cut(start: int, width: int) -> str:
        return line.text[start + shift : start + shift + width].strip()

    fields = {name: cut(*where) for name, where in _AT.items()}
    if fields["type"] not in TYPES or not fields["type"]:
        return None
    if not all(_ADDRESS.fullmatch(fields[name]) for name in ("local", "remote")):
        return None
    ports = [int(fields[name]) if fields[name].isdigit() else None for name in ("local_port", "remote_port")]
    start = _AT["type"][0] + shift
    return AuditRow(
        line.located(start, start + 1),
        None,
        fields["local"],
        ports[0],
        fields["remote"],
        ports[1],
        cut(*_VERSION),
        cut(*_PROPERTIES),
        "",
        "",
        line.place(start, start + 1),
    )
