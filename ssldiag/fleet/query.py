"""A dataset and SQL in, an answer out: DuckDB with a view for each table.

``findings`` and so on tell how things are now: of each host the last run, of captures all that was read.
``history.findings`` holds what every run found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ssldiag.fleet import manifest
from ssldiag.fleet.cluster import NEEDS
from ssldiag.fleet.model import FleetError
from ssldiag.fleet.records import utf8
from ssldiag.fleet.schema import IN_SQL, TABLES

KIND_OF = {"hosts": "doctor", "findings": "doctor", "handshakes": "pcap", "files": "pcap"}
"""Tables whose rows come from one kind of run alone; the others have rows of both."""

MEMORY = "1GB"
"""What DuckDB may use before it writes to disk."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns and rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def records(self) -> list[dict[str, Any]]:
        """The rows by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Questions:
    """Asks one dataset."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def ask(self, sql: str, given: Mapping[str, Any] | None = None) -> Answer:
        """The answer to a statement. Raises FleetError for one that is wrong."""
        import duckdb

        used = {name: value for name, value in (given or {}).items() if f"${name}" in sql}
        try:
            done = self._connection.execute(sql, used or None)
            if done is None:
                raise FleetError("the query is empty")
            columns = tuple(str(column[0]) for column in done.description or ())
            return Answer(columns, tuple(done.fetchall()) if columns else ())
        except duckdb.Error as error:
            raise FleetError(f"the query is wrong: {one_line(str(error))}") from error


def one_line(text: str) -> str:
    """What DuckDB says of a statement, without the drawing that points into it."""
    lines = (line.strip() for line in text.splitlines())
    return " ".join(line for line in lines if line.strip("^"))


@contextmanager
def opened(folder: Path) -> Iterator[Questions]:
    """A dataset to be asked. Raises FleetError."""
    try:
        import duckdb
        import pyarrow as pa
    except ImportError as error:
        raise FleetError(f"{NEEDS} ({error})") from error
    if not (folder / manifest.NAME).is_file():
        raise FleetError(f"{folder}: is no dataset of ssldiag fleet (it has no {manifest.NAME})")
    there = manifest.read(folder)
    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"})
    try:
        connection.execute(f"SET memory_limit = '{MEMORY}'; SET TimeZone = 'UTC'; CREATE SCHEMA history")
        current = there.current()
        columns = [[utf8(row[i]) for row in current] for i in range(3)]
        names = ("kind", "item", "run")
        pairs = pa.table([pa.array(column, pa.string()) for column in columns], names=list(names))
        connection.register("arrow_current", pairs)
        connection.execute("CREATE TABLE history.current AS FROM arrow_current")
        connection.unregister("arrow_current")
        for table in TABLES:
            connection.execute(_history(table, [str(folder / file) for file in there.files(table)]))
            connection.execute(_current(table))
        yield Questions(connection)
    except duckdb.Error as error:
        raise FleetError(f"{folder}: cannot be read: {str(error).strip()}") from error
    finally:
        connection.close()


def _history(table: str, files: Sequence[str]) -> str:
    """A view of all rows of a table; an empty one with the same columns where there is no file."""
    if files:
        quoted = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
        source = f"read_parquet([{quoted}], hive_partitioning = true, union_by_name = true)"
        rows = f"SELECT * REPLACE (day::DATE AS day) FROM {source}"
        wanted = KIND_OF.get(table, "pcap")
        if wanted == "pcap":  # rows of captures that were read anew do not count any more
            kept = "SELECT 1 FROM history.current AS c WHERE c.item = r.item AND c.run = r.run"
            spared = "" if table in KIND_OF else "r.origin IN ('host', 'log') OR "
            return f"CREATE VIEW history.{table} AS SELECT * FROM ({rows}) AS r WHERE {spared}EXISTS ({kept})"
        return f"CREATE VIEW history.{table} AS {rows}"
    columns = [f'NULL::{IN_SQL[column.type]} AS "{column.name}"' for column in TABLES[table].columns]
    return f"CREATE VIEW history.{table} AS SELECT {', '.join(columns)}, NULL::DATE AS day WHERE false"


def _current(table: str) -> str:
    kept = "SELECT 1 FROM history.current AS c WHERE c.item = r.item AND c.run = r.run"
    return f"CREATE VIEW {table} AS SELECT * FROM history.{table} AS r WHERE EXISTS ({kept})"


def parameters(now: datetime, days: int, since: datetime | None) -> dict[str, Any]:
    """What stands for ``$now``, ``$days`` and ``$since``."""
    return {
        "now": now.replace(tzinfo=None),
        "days": days,
        "since": (since or datetime.min).replace(tzinfo=None) if since else "1970-01-01",
    }
