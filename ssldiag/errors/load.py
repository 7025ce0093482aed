"""The folder ``errortables/`` in, rows out; a table is read when it is first asked for, and once.

Reading all tables takes some ten milliseconds, one of them less than one.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ssldiag.errors.model import Row

ENTRY_TABLES = (
    "ibmi_ssl",
    "ibmi_ssl_unverified",
    "gskit8",
    "ibmi_gsk",
    "sysssl",
    "sysssl_unverified",
    "cms",
    "cms_unverified",
    "zos_names",
    "zos_deprecated",
    "alerts",
    "openssl",
    "openssl_verify",
    "java",
    "python",
    "zvm_messages",
    "ibmi_messages",
    "ibmi_trace",
    "products",
    "replies",
    "pool_messages",
    "causes",
    "gskkm",
)
"""The tables of codes, in the order in which a name that stands in several is most likely meant."""


class Tables:
    """The tables of one folder. Looking up a value by column builds an index of that column on first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows: dict[str, list[Row]] = {}
        self._indices: dict[tuple[str, str], dict[str, list[Row]]] = {}
        self._records: dict[str, list[dict[str, str]]] = {}

    def rows(self, table: str) -> list[Row]:
        """The rows of a table of codes."""
        if table not in self._rows:
            with self._open(table) as lines:
                next(lines)
                self._rows[table] = list(map(Row._make, lines))
        return self._rows[table]

    def records(self, table: str) -> list[dict[str, str]]:
        """The rows of a table of pairs, by column name."""
        if table not in self._records:
            with self._open(table) as lines:
                head = next(lines)
                self._records[table] = [dict(zip(head, line, strict=True)) for line in lines]
        return self._records[table]

    def find(self, table: str, column: str, value: str, key: Callable[[str], str] = str) -> list[Row]:
        """The rows whose ``column`` has this value, both taken through ``key``."""
        name = (table, f"{column}/{key.__name__}")
        if name not in self._indices:
            position = Row._fields.index(column)
            index: dict[str, list[Row]] = {}
            for row in self.rows(table):
                index.setdefault(key(row[position]), []).append(row)
            index.pop("", None)
            self._indices[name] = index
        return self._indices[name].get(value, [])

    def every(self, tables: Iterable[str] = ENTRY_TABLES) -> Iterator[tuple[str, Row]]:
        """All rows with the names of their tables."""
        for table in tables:
            for row in self.rows(table):
                yield table, row

    def source(self, ident: str) -> str:
        """What an id of the column ``source`` stands for, in words, with its address."""
        for record in self.records("sources"):
            if record["id"] == ident:
                return f"{record['what']} <{record['where']}>" if record["where"] else record["what"]
        return ident

    def _open(self, table: str) -> _Lines:
        return _Lines(self._folder / f"{table}.csv")


class _Lines:
    """The lines of a CSV file, closed at the end of a ``with`` block."""

    def __init__(self, path: Path) -> None:
        self._stream = path.open(encoding="utf-8", newline="")

    def __enter__(self) -> Iterator[list[str]]:
        return csv.reader(self._stream)

    def __exit__(self, *_: object) -> None:
        self._stream.close()
