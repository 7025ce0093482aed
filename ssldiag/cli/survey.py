"""What the command line asks of ``doctor`` in, reports out: finds configurations, examines hosts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from ssldiag.aside import by_finding, set_aside
from ssldiag.baseline import Baseline
from ssldiag.cli.exits import FAILED, FINDINGS
from ssldiag.cli.progress import Progress
from ssldiag.config import FILE_NAME, NEVER, Config, read_config
from ssldiag.doctor import examine
from ssldiag.model import Report, Rule, Severity, Snapshot
from ssldiag.render.summary import left_alone
from ssldiag.render.tally import count, reaches
from ssldiag.selection import known_code, selected
from ssldiag.settings import Settings
from ssldiag.snapshot import SnapshotError, open_snapshot


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line says; None where it says nothing, so that a configuration may."""

    paths: tuple[Path, ...]
    now: datetime
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    fail_on: Severity | None = None
    never: bool = False
    release: str | None = None
    expiry_days: int | None = None
    passwords: tuple[bytes, ...] = ()
    config: Path | None = None
    baseline: Baseline | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How to examine one host: the command line over its configuration over the defaults."""

    rules: tuple[Rule, ...]
    settings: Settings
    fail_on: Severity | None
    config: Config | None = None


def plan(order: Order, config: Config | None, rules: Mapping[str, Rule]) -> Plan:
    """Raises SelectionError for a code that no rule has."""
    said = config or Config("")
    for entry in said.suppress:
        known_code(entry.code, rules)
    fail_on = NEVER if order.never else order.fail_on or said.fail_on or Severity.ERROR
    defaults = Settings()
    return Plan(
        selected(
            rules,
            said.select if order.select is None else order.select,
            said.ignore if order.ignore is None else order.ignore,
        ),
        Settings(
            order.release or said.release,
            next(
                days
                for days in (order.expiry_days, said.expiry_days, defaults.expiry_days)
                if days is not None
            ),
            order.passwords,
        ),
        None if fail_on == NEVER else Severity(fail_on),
        config,
    )


def config_for(path: Path, order: Order, here: Path) -> Path | None:
    """The configuration for a host: the one asked for, one in its folder, or one in the current folder."""
    if order.config is not None:
        return order.config
    return next((place / FILE_NAME for place in (path, here) if (place / FILE_NAME).is_file()), None)


@dataclass
class Survey:
    """Examines the hosts of an order one by one and remembers how it went; ``say`` tells the user."""

    order: Order
    rules: Mapping[str, Rule]
    say: Callable[[str], None]
    progress: Progress
    here: Path = field(default_factory=Path)
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
        for number, path in enumerate(self.order.paths, 1):
            self.progress.step(number, path.name)
            report = self._report(path)
            self.progress.clear()
            if report is None:
                self.failed = True
            else:
                yield report

    def _report(self, path: Path) -> Report | None:
        plan = self.plan(path)
        try:
            snapshot = open_snapshot(path)
        except SnapshotError as error:
            self.say(str(error))
            return None
        if all(map(left_alone, snapshot.sources)):
            self.say(nothing_known(path, snapshot))
            return None
        report = finish(
            examine(snapshot, plan.rules, self.order.now, plan.settings), plan, self.order.baseline
        )
        self.found |= reaches(report, plan.fail_on)
        self.crashed |= bool(report.crashed)
        return report

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
    files = count(len(snapshot.sources), "file")
    kinds = "DTCPARMS, PROFILE TCPIP, TCPIP DATA, directory entries, console logs or key databases"
    return f"{path}: {files}, and none that ssldiag knows ({kinds})"
