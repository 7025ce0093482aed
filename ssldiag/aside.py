"""Findings that somebody has decided about, moved from a report's stories to ``suppressed``; none is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ssldiag.model import Finding, Report, Result, Suppressed, sort_key
from ssldiag.story import worst

Excuse = Callable[[Result], tuple[str, str] | None]
"""A result to the reason for setting it aside and the last day of that ("" for no end); None keeps it."""


def set_aside(report: Report, excuse: Excuse) -> Report:
    """The report without the excused results; what follows from one stands beneath its cause or by itself."""
    aside: list[Suppressed] = []

    def kept(result: Result) -> tuple[Result, ...]:
        below = tuple(left for consequence in result.consequences for left in kept(consequence))
        said = excuse(result)
        if said is None:
            return (replace(result, consequences=below),)
        aside.append(Suppressed(replace(result, consequences=()), *said))
        return below

    roots = [left for root in report.results for left in kept(root)]
    if not aside:
        return report
    roots.sort(key=lambda root: (worst(root), *sort_key(root)))
    aside.sort(key=lambda item: sort_key(item.result))
    return replace(report, results=tuple(roots), suppressed=(*report.suppressed, *aside))


def by_finding(excuse: Callable[[Finding], tuple[str, str] | None]) -> Excuse:
    """An excuse that looks at the finding alone."""
    return lambda result: excuse(result.finding)
