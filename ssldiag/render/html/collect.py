"""Skipped, crashed and unreadable in, the section on what could not be decided out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ssldiag.bundle.model import PageInput
from ssldiag.model import Report, Skipped
from ssldiag.render.html.links import Links
from ssldiag.render.html.markup import EMPTY, Html, folded, join, listed, prose, tag
from ssldiag.render.html.room import Room
from ssldiag.render.tally import can_settle, count, not_applicable, to_collect

MOST = 200
"""Entries of one list: a report has some 220 rules, and of unreadable places only the first ones teach."""


def collect(given: PageInput, links: Links, room: Room) -> Html:
    """The section's content."""
    report = given.report
    parts = (
        _wanted(report.skipped, links, room),
        _part(room, "Does not apply here", [_numbered(*each) for each in not_applicable(report.skipped)]),
        _part(room, "Could not be read", [_bad(links.place(x.place), x.reason) for x in report.unreadable]),
        _part(
            room, "Failed by a fault of ssldiag itself", [_bad(x.rule.code, x.error) for x in report.crashed]
        ),
        _part(room, "Set aside", list(_aside(report))),
        _part(room, "Notes", [prose(note) for note in report.notes], is_open=True),
        _part(room, "Passed", [_passed(report)] if report.passed else [], f"{len(report.passed):,}"),
    )
    return join(parts)


def _wanted(skipped: Sequence[Skipped], links: Links, room: Room) -> Html:
    rules: dict[str, list[Skipped]] = defaultdict(list)
    for skip in skipped:
        if can_settle(skip):
            rules[skip.settle_with].append(skip)
    if not rules:
        return tag("p", "Nothing more is needed: no check waits for a file.")
    wanted = to_collect(skipped)
    items = (
        folded(
            join((tag("b", prose(what)), f" settles {count(number, 'check')}")),
            listed(join((links.rule(x.rule.code), ": ", prose(x.reason))) for x in rules[what]),
        )
        for what, number in wanted[:MOST]
    )
    kept = room.keep(items)
    more = len(wanted) - len(kept)
    tail = tag("p", f"and {more:,} more, in report.json", cls="soft") if more else EMPTY
    return join((tag("h3", "Collect next"), listed(kept, "wanted", ordered=True), tail))


def _part(room: Room, heading: str, items: Sequence[Html], number: str = "", is_open: bool = False) -> Html:
    if not items:
        return EMPTY
    kept = room.keep(items[:MOST])
    more = len(items) - len(kept)
    tail = tag("p", f"and {more:,} more, in report.json", cls="soft") if more > 0 else EMPTY
    summary = tag("h3", heading, " ", tag("span", f"({number or f'{len(items):,}'})", cls="soft"))
    return folded(summary, listed(kept), tail, is_open=is_open, cls="card")


def _numbered(reason: str, number: int) -> Html:
    return join((prose(reason, 400), " ", tag("span", f"({count(number, 'check')})", cls="soft")))


def _bad(what: str, why: str) -> Html:
    return join((what, ": ", prose(why, 400)))


def _aside(report: Report) -> Iterable[Html]:
    for aside in report.suppressed:
        until = f" (until {aside.until})" if aside.until else ""
        yield join((tag("b", aside.result.finding.code), ": ", prose(aside.reason, 400), until))


def _passed(report: Report) -> Html:
    return join((tag("span", rule.code, title=rule.title) for rule in report.passed), " ")
