"""Numbers of a report: findings by severity, the other outcomes, skipped checks by what would settle them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from ssldiag.model import Report, Severity, Skipped


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of each outcome: findings one by one, unreadable places, and checks for the rest."""

    error: int = 0
    warning: int = 0
    info: int = 0
    passed: int = 0
    skipped: int = 0
    crashed: int = 0
    unreadable: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def findings(self) -> int:
        """All findings together."""
        return self.error + self.warning + self.info


def tally(report: Report) -> Tally:
    """The numbers of one report."""
    found = Counter(result.severity.value for root in report.results for result in root.walk())
    return Tally(
        found["error"],
        found["warning"],
        found["info"],
        len(report.passed),
        len(report.skipped),
        len(report.crashed),
        len(report.unreadable),
    )


def reaches(report: Report, threshold: Severity | None) -> bool:
    """Whether a finding is at or above ``threshold``; never when that is None."""
    if threshold is None:
        return False
    return any(result.severity.rank <= threshold.rank for root in report.results for result in root.walk())


def to_collect(skipped: Iterable[Skipped]) -> list[tuple[str, int]]:
    """What to collect and how many checks it would settle, the most useful first; each thing once."""
    wanted = Counter(skip.settle_with for skip in skipped if can_settle(skip))
    return sorted(wanted.items(), key=lambda item: (-item[1], item[0]))


def can_settle(skip: Skipped) -> bool:
    """Whether collecting something would let this check decide; ``nothing: ...`` says that nothing would."""
    return bool(skip.settle_with) and not skip.settle_with.startswith("nothing")


def not_applicable(skipped: Iterable[Skipped]) -> list[tuple[str, int]]:
    """The reasons of skipped checks that nothing could settle, and how many checks each holds back."""
    reasons = Counter(skip.reason for skip in skipped if not can_settle(skip))
    return sorted(reasons.items(), key=lambda item: (-item[1], item[0]))


def count(number: int, noun: str) -> str:
    """``1 check``, ``2 checks``, ``1,234 checks``; ``info`` has no plural."""
    return f"{number:,} {noun}" + ("" if number == 1 or noun == "info" else "s")
