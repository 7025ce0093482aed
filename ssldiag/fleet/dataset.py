"""Rows in, a Parquet dataset out: ``TABLE/day=YYYY-MM-DD/RUN-N.parquet``, and a manifest of what is in it.

Rows are held until there are enough, written beside the dataset, and put in their places when all rows of
some items are there: readers see whole items or nothing of them.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from ssldiag.fleet import manifest
from ssldiag.fleet.bounds import ROWS_KEPT
from ssldiag.fleet.manifest import Commit, Identity, Manifest
from ssldiag.fleet.model import FleetError
from ssldiag.fleet.records import Row
from ssldiag.fleet.schema import DAY_OF, TABLES

PACE = 30.0
"""Seconds between commits: what a run that breaks off has to do again."""

LEVEL = 3
"""Of zstd, the default: documents of handshakes become some eight times smaller."""


class Dataset:
    """A dataset that a run adds to. One run at a time."""

    def __init__(self, folder: Path, kind: str, now: datetime, resume: bool) -> None:
        self.folder = folder
        self.kind = kind
        self.run = f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        self.manifest = opened(folder, kind, resume)

    def known(self) -> dict[str, tuple[int, str]]:
        """The inputs that earlier runs worked through."""
        return self.manifest.known(self.kind)


def opened(folder: Path, kind: str, resume: bool) -> Manifest:
    """The manifest of a dataset that may be added to. Raises FleetError."""
    if folder.exists() and not folder.is_dir():
        raise FleetError(f"{folder}: is not a folder")
    there = manifest.read(folder)
    if any(commit.kind == kind for commit in there.commits) and not resume:
        raise FleetError(
            f"{folder}: holds results of fleet {kind} already; --resume adds what is new to them"
        )
    if not there.commits and folder.exists() and os.listdir(folder) and not (folder / ".part").exists():
        raise FleetError(f"{folder}: is not empty, and no dataset of ssldiag")
    return there


class Writer:
    """Takes the rows of one run. Use as a context: what was not committed is gone afterwards."""

    def __init__(self, dataset: Dataset, clock: Callable[[], float] = time.monotonic) -> None:
        self._dataset = dataset
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._batches: list[tuple[str, str, Any]] = []
        self._held = 0
        self._number = 0
        self._marked = 0
        self._beside: list[str] = []
        self._inputs: list[Identity] = []
        self._done: list[str] = []
        self._replaced: list[str] = []
        self._clock = clock
        self._committed = clock()
        self._room = dataset.folder / ".part"

    def __enter__(self) -> Writer:
        shutil.rmtree(self._room, ignore_errors=True)
        self._room.mkdir(parents=True)
        for path in manifest.unlisted(self._dataset.folder, self._dataset.manifest, TABLES):
            path.unlink()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self.commit()
        finally:
            shutil.rmtree(self._room, ignore_errors=True)

    def add(self, table: str, item: str, row: Row) -> None:
        """One row."""
        self._rows[table].append({"run": self._dataset.run, "item": item, **row})
        self._held += 1
        if self._held >= ROWS_KEPT:
            self.flush()

    def add_batch(self, table: str, item: str, batch: Any) -> None:
        """Rows that are columns already, of one item. Small batches wait for more."""
        self._batches.append((table, item, batch))
        self._held += len(batch)
        if self._held >= ROWS_KEPT:
            self.flush()

    def mark(self) -> None:
        """What comes now may have to be taken back."""
        self.flush()
        self._marked = len(self._beside)

    def back(self) -> None:
        """Take back all rows since the mark."""
        self._rows.clear()
        self._batches.clear()
        self._held = 0
        for name in self._beside[self._marked :]:
            (self._room / name).unlink()
        del self._beside[self._marked :]

    def done(self, item: str, inputs: Iterable[Identity], replaced: bool = False) -> None:
        """All rows of an item are there."""
        self._done.append(item)
        self._inputs += inputs
        if replaced:
            self._replaced.append(item)
        if self._clock() - self._committed >= PACE:
            self.commit()

    def flush(self) -> None:
        """Write what is held, beside the dataset."""
        import pyarrow as pa

        by_table: dict[str, list[Any]] = defaultdict(list)
        for table, item, batch in self._batches:
            by_table[table].append(self._whole(table, item, batch))
        for table, batches in by_table.items():
            for day, some in by_days(table, pa.concat_tables(batches)):
                self._save(table, day, some)
        self._batches.clear()
        for table, rows in self._rows.items():
            by_day: dict[str, list[Row]] = defaultdict(list)
            for row in rows:
                when = row.get(DAY_OF[table])
                by_day[f"{when:%Y-%m-%d}" if when is not None else "1970-01-01"].append(row)
            for day, some in by_day.items():
                self._write(table, day, some)
        self._rows.clear()
        self._held = 0

    def _whole(self, table: str, item: str, batch: Any) -> Any:
        """A batch as a table with all of its columns."""
        import pyarrow as pa

        schema = TABLES[table].arrow()
        same = {"run": self._dataset.run, "item": item}
        columns = [
            pa.repeat(pa.scalar(same[field.name], field.type), len(batch))
            if field.name in same
            else batch.column(field.name)
            for field in schema
        ]
        return pa.table(columns, schema=schema)

    def _write(self, table: str, day: str, rows: list[Row]) -> None:
        import pyarrow as pa

        schema = TABLES[table].arrow()
        columns: list[Any] = [pa.array([row.get(field.name) for row in rows], field.type) for field in schema]
        self._save(table, day, pa.table(columns, schema=schema))

    def _save(self, table: str, day: str, rows: Any) -> None:
        import pyarrow.parquet as pq

        name = f"{table}/day={day}/{self._dataset.run}-{self._number:05}.parquet"
        self._number += 1
        path = self._room / name
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(rows, path, compression="zstd", compression_level=LEVEL)
        self._beside.append(name)

    def commit(self) -> None:
        """Put what was written into its place, and say so in the manifest."""
        self.flush()
        if not self._done:
            return
        folder = self._dataset.folder
        for name in self._beside:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (self._room / name).replace(target)
        commit = Commit(
            self._dataset.run,
            self._dataset.kind,
            tuple(self._inputs),
            tuple(self._done),
            tuple(self._replaced),
            tuple(self._beside),
        )
        manifest.append(folder, commit)
        self._dataset.manifest.commits.append(commit)
        self._beside, self._inputs, self._done, self._replaced = [], [], [], []
        self._committed = self._clock()


def by_days(table: str, rows: Any) -> Iterator[tuple[str, Any]]:
    """The rows of each day, in their order."""
    import pyarrow as pa
    import pyarrow.compute as pc

    days = pc.cast(rows.column(DAY_OF[table]), pa.date32())
    for day in sorted(pc.unique(days).to_pylist()):
        yield f"{day:%Y-%m-%d}", rows.filter(pc.equal(days, pa.scalar(day, pa.date32())))
