"""Rows and record batches in, Parquet files out that grow by a group of rows at a time: one of each table and
day.

Rows of what may be taken back are in files of their own.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ssldiag.fleet.bounds import OPEN_SHEETS, ROWS_IN_FILE, ROWS_IN_GROUP
from ssldiag.fleet.model import FleetError
from ssldiag.fleet.records import Row, utf8
from ssldiag.fleet.schema import DAY_OF, TABLES

if TYPE_CHECKING:
    import pyarrow

LEVEL = 3
"""Of zstd, the default: documents of handshakes become some eight times smaller."""

Place = tuple[str, str]
"""A table and a day."""


class Sheets:
    """Files of rows: those held, those being written, and the ``names`` of those that are whole. ``name``
    gives that of the next one of a table and day.
    """

    def __init__(self, room: Path, name: Callable[[str, str], str], run: str) -> None:
        self.names: list[str] = []
        self._room, self._name, self._run = room, name, run
        self._held: dict[str, list[Row]] = defaultdict(list)
        self._batches: dict[str, list[pyarrow.Table]] = defaultdict(list)
        self._count = 0
        self._open: dict[Place, tuple[str, Any, int]] = {}

    def add(self, table: str, item: str, row: Row) -> None:
        """One row."""
        told = {"run": self._run, "item": item, **row}
        self._held[table].append(
            {name: utf8(value) if isinstance(value, str) else value for name, value in told.items()}
        )
        self._grown(1)

    def add_batch(self, table: str, item: str, batch: pyarrow.RecordBatch) -> None:
        """Rows that are columns already, of one item."""
        import pyarrow as pa

        schema = TABLES[table].arrow()
        same = {"run": self._run, "item": utf8(item)}
        columns = [
            pa.repeat(pa.scalar(same[field.name], field.type), len(batch))
            if field.name in same
            else batch.column(field.name)
            for field in schema
        ]
        self._batches[table].append(pa.table(columns, schema=schema))
        self._grown(len(batch))

    def take(self, other: Sheets) -> None:
        """All that another has."""
        other.end_open()
        self.names += other.names
        for table, rows in other._held.items():
            self._held[table] += rows
        for table, batches in other._batches.items():
            self._batches[table] += batches
        count = other._count
        other._forget()
        self._grown(count)

    def drop(self) -> None:
        """Leave nothing."""
        self.end_open()
        for name in self.names:
            (self._room / name).unlink()
        self._forget()

    def end(self) -> list[str]:
        """Write all; the names of the files."""
        self._write()
        self.end_open()
        names, self.names = self.names, []
        return names

    def end_open(self) -> None:
        """Write no more into the files that there are."""
        for place in list(self._open):
            self._end(place)

    def _forget(self) -> None:
        self.names, self._count = [], 0
        self._held.clear()
        self._batches.clear()

    def _grown(self, rows: int) -> None:
        self._count += rows
        if self._count >= ROWS_IN_GROUP:
            self._write()

    def _write(self) -> None:
        """A group of rows of each table and day that there are rows of."""
        import pyarrow as pa

        for table, rows in self._held.items():
            schema = TABLES[table].arrow()
            columns: list[Any] = [
                pa.array([row.get(field.name) for row in rows], field.type) for field in schema
            ]
            self._batches[table].append(pa.table(columns, schema=schema))
        for table, batches in self._batches.items():
            for day, some in by_days(table, pa.concat_tables(batches)):
                self._write_group((table, day), some)
        self._held.clear()
        self._batches.clear()
        self._count = 0

    def _write_group(self, place: Place, rows: pyarrow.Table) -> None:
        name, writer, count = self._open.pop(place) if place in self._open else self._begun(place)
        self._open[place] = name, writer, count + len(rows)
        with writing(self._room.parent):
            writer.write_table(rows)
        if count + len(rows) >= ROWS_IN_FILE:
            self._end(place)
        elif len(self._open) > OPEN_SHEETS:
            self._end(next(iter(self._open)))

    def _begun(self, place: Place) -> tuple[str, Any, int]:
        import pyarrow.parquet as pq

        table, day = place
        name = self._name(table, day)
        path = self._room / name
        writer: Any = pq.ParquetWriter
        schema = TABLES[table].arrow()
        with writing(self._room.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
            return name, writer(path, schema, compression="zstd", compression_level=LEVEL), 0

    def _end(self, place: Place) -> None:
        name, writer, _ = self._open.pop(place)
        with writing(self._room.parent):
            writer.close()
        self.names.append(name)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Say of which dataset it is that there is no room for, say. Raises FleetError."""
    try:
        yield
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        raise FleetError(
            f"{folder}: cannot be written: {why}; --resume does what is not in it yet"
        ) from error


def by_days(table: str, rows: pyarrow.Table) -> Iterator[tuple[str, pyarrow.Table]]:
    """The rows of each day, in their order; what has no time is of the first day of 1970."""
    import pyarrow as pa
    import pyarrow.compute as pc

    days = pc.fill_null(pc.cast(rows.column(DAY_OF[table]), pa.date32()), pa.scalar(0, pa.date32()))
    for day in sorted(pc.unique(days).to_pylist()):
        yield f"{day:%Y-%m-%d}", rows.filter(pc.equal(days, pa.scalar(day, pa.date32())))
