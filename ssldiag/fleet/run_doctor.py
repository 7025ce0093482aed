"""Hosts in, their rows into a dataset: handed out some at a time, those alone that a worker broke on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from ssldiag.fleet.bounds import BATCH
from ssldiag.fleet.dataset import Writer
from ssldiag.fleet.engine import Engine
from ssldiag.fleet.hosts import Examine, Rows, examined, failed
from ssldiag.fleet.model import Failure, Item
from ssldiag.fleet.run_pcap import Told

Batch = tuple[Item, ...]


@dataclass
class Examined:
    """What came of a run."""

    hosts: int = 0
    unreadable: int = 0
    unknown: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    crashed: int = 0

    def add(self, rows: Rows) -> None:
        """One host more."""
        for table, row in rows:
            if table == "hosts":
                self.hosts += 1
                self.unreadable += row["status"] == "unreadable"
                self.unknown += row["status"] == "nothing known"
                self.errors += row.get("errors") or 0
                self.warnings += row.get("warnings") or 0
                self.infos += row.get("infos") or 0
                self.crashed += bool(row.get("crashed"))


def run(
    items: Sequence[Item], engine: Engine, writer: Writer, examine: Examine, now: datetime, told: Told
) -> Examined:
    """Examine hosts into a dataset."""
    total = Examined()
    for item, rows in results(items, engine, examine, now):
        for table, row in rows:
            writer.add(table, item.name, row)
        total.add(rows)
        writer.done(item.name, [item.identity])
        told.step(1, item.size)
    return total


def results(
    items: Sequence[Item], engine: Engine, examine: Examine, now: datetime
) -> Iterator[tuple[Item, Rows]]:
    """The rows of each host."""
    work = partial(examined, examine, now)
    asked = ((batch, batch) for batch in batches(items))
    for batch, value in engine.ordered(work, asked):
        if not isinstance(value, Failure):
            yield from value or ()
            continue
        for item, alone in engine.ordered(work, [(item, (item,)) for item in batch]):
            if isinstance(alone, Failure):
                yield item, failed(item, now, alone.reason)
            else:
                yield from alone or ()


def batches(items: Sequence[Item], size: int = BATCH) -> Iterator[Batch]:
    """So many at a time."""
    for start in range(0, len(items), size):
        yield tuple(items[start : start + size])
