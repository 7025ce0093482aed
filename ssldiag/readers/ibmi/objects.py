"""Object listings that show QYPSVLDL: prints of DSPOBJD, QSYS2.OBJECT_STATISTICS and WRKOBJ in; one row an
object out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ssldiag.model import Located, Source, TextPlace
from ssldiag.readers.ibmi.document import Document, document, moment, never
from ssldiag.readers.ibmi.job_log import local_time
from ssldiag.readers.ibmi.keyed import keyed, value
from ssldiag.readers.ibmi.table import Row
from ssldiag.text import Line

WANTED = frozenset(("OBJNAME", "OBJECT_NAME"))
_LONGEST = 300
_ROW = re.compile(
    r" *(?P<name>[A-Z#@$][A-Z0-9#@$_.]{0,9}) +(?P<type>\*[A-Z]{2,8})(?: +(?P<library>Q[A-Z0-9]{1,9})(?= |$))?"
)
_MOMENT = re.compile(r"(?P<date>\d\d[/.-]\d\d[/.-]\d\d(?:\d\d)?) +(?P<time>\d\d:\d\d:\d\d)")
_CREATED = re.compile(r"(?i)\bCreat\w* date/time(?: *\.)+ *: *")
_CHANGED = re.compile(r"(?i)\bChang\w* date/time(?: *\.)+ *: *")
_NONE = re.compile(r"(?i)\bQYPSVLDL\b.{0,60}\b(?:not found|nicht gefunden)\b|\((?:No objects|Keine Objekte)")


@dataclass(frozen=True, slots=True)
class ObjectRow:
    """An object. ``present`` is False where the file says that it is not there."""

    library: Located[str]
    name: str
    type: str
    created: Located[datetime] | None
    changed: Located[datetime] | None
    present: bool
    place: TextPlace


def read(source: Source) -> Document[ObjectRow]:
    """Read an object listing."""
    return document(source, WANTED, of_row, of_print, never)


def of_row(row: Row) -> Iterator[ObjectRow]:
    """A row of OBJECT_STATISTICS."""
    name = row.get("OBJNAME", "OBJECT_NAME")
    library = row.get("OBJLIB", "OBJLONGSCHEMA", "OBJECT_LIBRARY", "LIBRARY")
    if name is None or library is None:
        return
    yield ObjectRow(
        Located(library.value.upper(), library.place),
        name.value.upper(),
        row.text("OBJTYPE", "OBJECT_TYPE").upper(),
        stamp(row.get("OBJCREATED")),
        stamp(row.get("CHANGE_TIMESTAMP", "OBJCHANGED")),
        True,
        row.place,
    )


def stamp(cell: Located[str] | None) -> Located[datetime] | None:
    """A timestamp with its place."""
    found = moment(cell.value) if cell else None
    return Located(found, cell.place) if cell and found else None


def of_print(lines: tuple[Line, ...]) -> Iterator[ObjectRow]:
    """Objects of a DSPOBJD print, basic (rows under a library) or full (keys with dot leaders)."""
    library: Located[str] | None = None
    for index, line in enumerate(lines):
        text = line.text[:_LONGEST]
        library = library_of(line) or library
        if library and _NONE.search(text):
            yield ObjectRow(library, "QYPSVLDL", "*VLDL", None, None, False, line.place())
            continue
        row = _ROW.match(text)
        full = value(text, "object")
        name = row["name"] if row else text[full.start : full.end].split()[0] if full else ""
        if not name or (full and "VLDL" not in name):
            continue
        around = lines[index : index + 20]
        where = library or (line.located(*row.span("library")) if row and row["library"] else None)
        where = where or next((hit for item in around if (hit := library_of(item))), None)
        if where:
            kind = row["type"] if row else "*VLDL"
            yield ObjectRow(
                where, name, kind, dated(around, _CREATED), dated(around, _CHANGED), True, line.place()
            )


def library_of(line: Line) -> Located[str] | None:
    """The library that a line names."""
    text = line.text[:_LONGEST]
    keys = keyed(text) if "ibrary" in text else ()
    found = next((item for item in keys if item.key.startswith("library") and item.end > item.start), None)
    if found is None:
        return None
    name = line.text[found.start : found.end].split()[0]
    return Located(name.upper(), line.place(found.start, found.start + len(name)))


def dated(lines: tuple[Line, ...], key: re.Pattern[str]) -> Located[datetime] | None:
    """The moment behind a key, within the lines of one object."""
    for line in lines:
        found = key.search(line.text[:_LONGEST])
        when = _MOMENT.match(line.text, found.end()) if found else None
        at = local_time(when["date"], when["time"]) if when else None
        if when and at:
            return Located(at, line.place(*when.span()))
    return None
