"""``ssldiag fleet pcap``: list, plan, connect, run, and say what came of it; and what all fleets share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ssldiag.cli.exits import FAILED, FINDINGS, Stop, say
from ssldiag.fleet import places
from ssldiag.fleet import plan as plans
from ssldiag.fleet import run_pcap as captures
from ssldiag.fleet.bounds import MIB
from ssldiag.fleet.cluster import LOCAL, engine
from ssldiag.fleet.dataset import Dataset, Writer
from ssldiag.fleet.model import FleetError, Item
from ssldiag.fleet.progress import Progress, spell


@dataclass(frozen=True, slots=True)
class Job:
    """What the command line says."""

    patterns: tuple[str, ...]
    to: Path
    cluster: str
    workers: int | None
    memory: int
    resume: bool
    since: float | None
    dry_run: bool
    quiet: bool
    now: datetime

    @property
    def processes(self) -> int:
        """How many local workers."""
        return self.workers or os.cpu_count() or 1

    def listed(self, find: Callable[[str], list[Item]]) -> list[Item]:
        """What the patterns name besides the dataset, changed since the moment asked for."""
        found = (item for pattern in self.patterns for item in find(pattern))
        return plans.since(places.apart(found, str(self.to)), self.since)

    def progress(self, word: str, amount: plans.Amount) -> Progress:
        """Where the run stands."""
        return Progress(word, amount.items, amount.bytes, None if self.quiet else sys.stderr)


def run_pcap(job: Job, group: str, fail_on: str) -> int:
    """Decode captures; the exit code. Raises Stop."""
    try:
        items = job.listed(places.captures)
        dataset = Dataset(job.to, "pcap", job.now, job.resume or job.dry_run)
        todo = plans.due(plans.captures(items, group), dataset.known() if job.resume else {})
        amount = plans.of_captures(todo, job.processes)
        seconds = plans.seconds_of_captures(amount, job.processes, plans.Rates())
        if nothing_more(job, amount, len(items), f"files of {len(todo):,} captures", seconds):
            return 0
        progress = job.progress("files", amount)
        with (
            engine(job.cluster, job.processes, job.memory * MIB) as workers,
            Writer(dataset) as writer,
        ):
            found = captures.run(todo, workers, writer, job.now, progress)
        progress.close()
    except FleetError as error:
        raise Stop(str(error)) from error
    say(
        f"{job.to}: {found.files:,} files, {found.handshakes:,} handshakes, {found.failed:,} failed; "
        f"{found.unreadable:,} files unreadable, {found.damaged:,} damaged"
    )
    for reason in found.broken:
        say(f"a capture could not be put together: {reason}")
    incomplete = found.handshakes - found.completed
    reached = {"error": found.failed, "warning": incomplete, "info": incomplete}
    if reached.get(fail_on):
        return FINDINGS
    return FAILED if found.unreadable else 0


def nothing_more(job: Job, amount: plans.Amount, listed: int, word: str, seconds: float) -> bool:
    """Say what there is to do; whether that is all, for now."""
    if not amount.items:
        say(f"nothing new among {listed:,}")
        return True
    workers = (
        f"{job.processes:,} workers" if job.cluster == LOCAL else f"as many workers as {job.processes:,}"
    )
    if job.dry_run:
        say(
            f"{amount.items:,} {word} of {listed:,} listed, {amount.bytes / 1e6:,.0f} MB "
            f"({amount.bytes_read / 1e6:,.0f} MB to read), {amount.tasks:,} tasks; "
            f"some {spell(seconds)} with {workers}, by the rates in docs/fleet/estimate.md"
        )
    return job.dry_run
