"""Plans in, reports out: opens and examines hosts one by one, and knows how it went in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path

from ssldiag.aside import by_finding, set_aside
from ssldiag.baseline import Baseline
from ssldiag.bundle.opened import unwrapped
from ssldiag.cli.exits import FAILED, FINDINGS
from ssldiag.cli.plan import Order, Plan, config_for, plan
from ssldiag.cli.progress import Progress
from ssldiag.config import read_config
from ssldiag.doctor import examine
from ssldiag.model import Report, Rule, Snapshot
from ssldiag.render.summary import left_alone
from ssldiag.render.tally import count, reaches
from ssldiag.snapshot import SnapshotError, open_snapshot


@dataclass
class Survey:
    """Examines the hosts of an order one by one and remembers how it went.

    ``say`` tells the user a sentence, ``show`` what the files are of a host that holds nothing known;
    ``opened`` gives the snapshot of a path that is no file of one.
    """

    order: Order
    rules: Mapping[str, Rule]
    say: Callable[[str], None]
    progress: Progress
    show: Callable[[Snapshot], None]
    here: Path = field(default_factory=Path)
    opened: Callable[[Path], Snapshot] | None = None
    failed: bool = field(default=False, init=False)
    found: bool = field(default=False, init=False)
    crashed: bool = field(default=False, init=False)
    _plans: dict[Path | None, Plan] = field(default_factory=dict, init=False)

    def plan(self, path: Path) -> Plan:
        """The plan for a host, one for each configuration. Raises ConfigError and SelectionError."""
        where = config_for(path, self.order, self.here)
        if where not in self._plans:
            config = None if where is None else replace(read_config(where), name=where.name)
            self._plans[where] = plan(self.order, config, self.rules)
        return self._plans[where]

    def reports(self) -> Iterator[Report]:
        """A report for each host that can be examined; the others get a sentence."""
        with self.progress:
            for number, path in enumerate(self.order.paths, 1):
                self.progress.step(number, path.name or str(path))
                report = self._report(path)
                self.progress.clear()
                if report is None:
                    self.failed = True
                else:
                    yield report

    def _report(self, path: Path) -> Report | None:
        plan = self.plan(path)
        try:
            snapshot = unwrapped((self.opened or open_snapshot)(path))
        except SnapshotError as error:
            self._tell(str(error))
            return None
        if all(map(left_alone, snapshot.sources)):
            self._tell(nothing_known(path, snapshot))
            self.show(snapshot)
            return None
        report = finish(
            examine(snapshot, plan.rules, self.order.now, plan.settings), plan, self.order.baseline
        )
        self.found |= reaches(report, plan.fail_on)
        self.crashed |= bool(report.crashed)
        return report

    def _tell(self, sentence: str) -> None:
        self.progress.clear()
        self.say(sentence)

    @property
    def exit_code(self) -> int:
        """3 if a host was not examined, 1 for findings, 3 if a check failed: silence means little then."""
        if self.failed:
            return FAILED
        if self.found:
            return FINDINGS
        return FAILED if self.crashed else 0


def finish(report: Report, plan: Plan, baseline: Baseline | None) -> Report:
    """The report with what the owner accepts and what was known before set aside, and notes that say so."""
    notes: list[str] = []
    if plan.config is not None:
        config, today = plan.config, report.judged_at.astimezone(UTC).date()
        notes += [f"settings are from {config.name}", *config.expired(today)]
        report = set_aside(report, by_finding(lambda finding: config.excuse(finding, today)))
    if baseline is not None:
        known, host = baseline, report.snapshot.name
        notes += known.notes(report)
        report = set_aside(report, lambda result: known.excuse(result, host))
    return replace(report, notes=(*report.notes, *notes)) if notes else report


def nothing_known(path: Path, snapshot: Snapshot) -> str:
    """Why there is nothing to examine."""
    unread = snapshot.unreadable
    lost = f"{unread[0].place} {unread[0].reason}" if unread else ""
    if len(unread) > 1:
        lost += f" (and {len(unread) - 1:,} more)"
    if not snapshot.sources:
        why = f"nothing in it could be taken in: {lost}" if lost else "there is no file in it"
        return f"{path}: {why}"
    files = count(len(snapshot.sources), "file")
    kinds = (
        "DTCPARMS, PROFILE TCPIP, TCPIP DATA, directory entries, console logs or key databases; of an IBM i "
        "results of SQL services with column names, prints or settings forms"
    )
    said = f"{path}: {files}, and none that ssldiag knows ({kinds})"
    return f"{said}; not taken in: {lost}" if lost else said
