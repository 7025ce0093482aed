"""Rows in, a Parquet dataset out: ``TABLE/day=YYYY-MM-DD/RUN-N.parquet``, and a manifest of what is in it.

Rows are written beside the dataset (:mod:`ssldiag.fleet.sheets`), and put in their places when all rows of
some items are there: readers see whole items or nothing of them.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from ssldiag.fleet import manifest
from ssldiag.fleet.manifest import Commit, Identity, Manifest
from ssldiag.fleet.model import FleetError
from ssldiag.fleet.records import Row
from ssldiag.fleet.schema import TABLES
from ssldiag.fleet.sheets import Sheets, writing

PACE = 30.0
"""Seconds between commits: what a run that breaks off has to do again."""

LOCK = ".lock"
"""The file by which a run keeps others away. It stays: nothing is in it."""


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
    found = set(os.listdir(folder)) - {LOCK} if folder.exists() else set()
    if not there.commits and found and ".part" not in found:
        raise FleetError(f"{folder}: is not empty, and no dataset of ssldiag")
    return there


def taken(folder: Path) -> ExitStack:
    """Have a dataset for this process alone, until what is given is closed. Raises FleetError."""
    import locket

    lock: Any = locket.lock_file(str(folder / LOCK), timeout=0)
    try:
        lock.acquire()
    except locket.LockError:
        raise FleetError(f"{folder}: another run writes into it") from None
    stack = ExitStack()
    stack.callback(lock.release)
    return stack


class Writer:
    """Takes the rows of one run. Use as a context: what was not committed is gone afterwards.

    Rows of an item that is not done yet may have to be taken back, so they are kept apart until it is.
    """

    def __init__(self, dataset: Dataset, clock: Callable[[], float] = time.monotonic) -> None:
        self._dataset = dataset
        self._number = count()
        self._room = dataset.folder / ".part"
        self._sure, self._loose = (Sheets(self._room, self._name, dataset.run) for _ in range(2))
        self._inputs: list[Identity] = []
        self._done: list[str] = []
        self._replaced: list[str] = []
        self._clock = clock
        self._committed = clock()

    def __enter__(self) -> Writer:
        """Raises FleetError if another run has the dataset, or has done what this one was to do."""
        dataset = self._dataset
        dataset.folder.mkdir(parents=True, exist_ok=True)
        with taken(dataset.folder) as lock:
            planned, dataset.manifest = dataset.known(), manifest.read(dataset.folder)
            if dataset.known() != planned:
                raise FleetError(
                    f"{dataset.folder}: another run has just written into it; start this one anew"
                )
            self._begin()
            self._lock = lock.pop_all()
        return self

    def _begin(self) -> None:
        dataset = self._dataset
        shutil.rmtree(self._room, ignore_errors=True)
        self._room.mkdir()
        for path in manifest.unlisted(dataset.folder, dataset.manifest, TABLES):
            path.unlink()

    def __exit__(self, kind: object, *_: object) -> None:
        with self._lock:
            self._close(kind)

    def _close(self, kind: object) -> None:
        try:
            if kind is None:
                self.commit()
        finally:
            for sheets in (self._sure, self._loose):
                with suppress(OSError, FleetError):  # of what nobody wants any more
                    sheets.end_open()
            shutil.rmtree(self._room, ignore_errors=True)

    def _name(self, table: str, day: str) -> str:
        return f"{table}/day={day}/{self._dataset.run}-{next(self._number):05}.parquet"

    def add(self, table: str, item: str, row: Row) -> None:
        """One row."""
        self._loose.add(table, item, row)

    def add_batch(self, table: str, item: str, batch: Any) -> None:
        """Rows that are columns already, of one item."""
        self._loose.add_batch(table, item, batch)

    def back(self) -> None:
        """Take back all rows since an item was done."""
        self._loose.drop()

    def done(self, item: str, inputs: Iterable[Identity], replaced: bool = False) -> None:
        """All rows of an item are there."""
        self._sure.take(self._loose)
        self._done.append(item)
        self._inputs += inputs
        if replaced:
            self._replaced.append(item)
        if self._clock() - self._committed >= PACE:
            self.commit()

    def commit(self) -> None:
        """Put what was written into its place, and say so in the manifest."""
        if not self._done:
            return
        names = self._sure.end()
        folder = self._dataset.folder
        with writing(folder):
            for name in names:
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                (self._room / name).replace(target)
        commit = Commit(
            self._dataset.run,
            self._dataset.kind,
            tuple(self._inputs),
            tuple(self._done),
            tuple(self._replaced),
            tuple(names),
        )
        with writing(folder):
            manifest.append(folder, commit)
        self._dataset.manifest.commits.append(commit)
        self._inputs, self._done, self._replaced = [], [], []
        self._committed = self._clock()
