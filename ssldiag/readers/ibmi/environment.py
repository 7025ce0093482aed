"""Environment variables: QSYS2.ENVIRONMENT_VARIABLE_INFO and prints of WRKENVVAR in; one row a variable
out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.model import Located, Source, TextPlace
from ssldiag.readers.ibmi.document import Document, document, never
from ssldiag.readers.ibmi.table import Row
from ssldiag.text import Line

WANTED = frozenset(("ENVIRONMENT_VARIABLE_NAME",))
_LONGEST = 400
_ROW = re.compile(r" *(?:\d{1,2} +)?(?P<name>[A-Za-z_][A-Za-z0-9_]{2,80}) +'(?P<value>[^']*)'")
_LEVEL = re.compile(r"(?i)\(\*(?P<level>SYS|JOB)\)|level(?: *\.)* *: *\*?(?P<other>SYS|JOB)")


@dataclass(frozen=True, slots=True)
class VariableRow:
    """A variable. ``scope``: ``SYSTEM`` or ``JOB``, empty where the file does not tell."""

    name: str
    value: Located[str]
    scope: str
    place: TextPlace


def read(source: Source) -> Document[VariableRow]:
    """Read environment variables."""
    return document(source, WANTED, of_row, of_print, never)


def of_row(row: Row) -> Iterator[VariableRow]:
    """A row of ENVIRONMENT_VARIABLE_INFO."""
    name = row.get("ENVIRONMENT_VARIABLE_NAME")
    if name is not None:
        value = row.get("ENVIRONMENT_VARIABLE_VALUE") or Located("", name.place)
        yield VariableRow(name.value, value, row.text("ENVIRONMENT_VARIABLE_TYPE").upper(), row.place)


def of_print(lines: tuple[Line, ...]) -> Iterator[VariableRow]:
    """The rows of WRKENVVAR, values in apostrophes."""
    scope = ""
    for line in lines:
        text = line.text[:_LONGEST]
        level = _LEVEL.search(text)
        if level:
            scope = "SYSTEM" if (level["level"] or level["other"]).upper() == "SYS" else "JOB"
        row = _ROW.match(text)
        if row:
            yield VariableRow(row["name"], line.located(*row.span("value")), scope, line.place())
