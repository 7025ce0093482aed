"""A report in, the top of the page out: what is wrong, in a few lines, causes before consequences."""

from __future__ import annotations

from collections.abc import Iterable

from ssldiag.bundle.model import PageInput
from ssldiag.model import Report, Result
from ssldiag.render.html.findings import MESSAGE, remedy
from ssldiag.render.html.links import Links
from ssldiag.render.html.markup import EMPTY, Html, folded, join, listed, prose, tag
from ssldiag.render.html.room import Room
from ssldiag.render.html.severity import badge
from ssldiag.render.tally import Tally, can_settle, count, tally, to_collect

CAUSES = 8
"""Root causes told before the rest folds: what fits two screens."""

MOST_CAUSES = 60
"""Root causes in the list at all; the findings have the rest."""

FOLLOWS = 4
"""Consequences named under a cause."""


def verdict(given: PageInput, links: Links, room: Room) -> Html:
    """The section."""
    report, numbers = given.report, tally(given.report)
    causes = room.keep(_cause(root, links) for root in report.results[:MOST_CAUSES])
    more = len(report.results) - len(causes)
    rest = _folded(causes[CAUSES:], more)
    return tag(
        "section",
        tag("h2", "Verdict", id="verdict-title"),
        tag("p", sentence(numbers, len(report.results), waiting(report)), cls="lead"),
        listed(causes[:CAUSES], "causes", ordered=True),
        rest,
        _next(given),
        id="verdict",
        aria_labelledby="verdict-title",
    )


def _folded(causes: list[Html], more: int) -> Html:
    if not causes:
        return EMPTY
    items = join(tag("li", each) for each in causes)
    tail = (
        tag("p", f"and {count(more, 'more root cause')}, among the findings", cls="soft") if more else EMPTY
    )
    summary = f"{count(len(causes) + more, 'more root cause')}"
    return folded(summary, tag("ol", items, cls="causes", start=CAUSES + 1), tail)


def waiting(report: Report) -> int:
    """Checks that could decide if something were collected."""
    return sum(1 for skip in report.skipped if can_settle(skip))


def sentence(numbers: Tally, roots: int, undecided: int) -> Html:
    """What was found, in one sentence or two."""
    kinds = (("error", numbers.error), ("warning", numbers.warning), ("info", numbers.info))
    found = [tag("strong", count(number, word), cls=word) for word, number in kinds if number]
    if not found:
        what = "No problem found"
        what += " in what could be read." if numbers.unreadable else "."
        return join((tag("strong", "✓ ", what, cls="good"), _checks(numbers, undecided)))
    causes = f" from {count(roots, 'root cause')}" if roots < numbers.findings else ""
    return join((*_and(found), causes, ". ", _checks(numbers, undecided)))


def _and(parts: list[Html]) -> Iterable[Html | str]:
    for index, part in enumerate(parts):
        if index:
            yield " and " if index == len(parts) - 1 else ", "
        yield part


def _checks(numbers: Tally, undecided: int) -> str:
    said = f" {count(numbers.passed, 'check')} passed"
    if undecided:
        said += f", {undecided:,} could not decide for want of files"
    if numbers.crashed:
        said += f", {numbers.crashed:,} failed by our fault"
    if numbers.unreadable:
        said += f"; {count(numbers.unreadable, 'place')} could not be read"
    return said + "."


def _cause(root: Result, links: Links) -> Html:
    follows = list(root.walk())[1:]
    return join(
        (
            badge(root.severity),
            " ",
            _linked(root, links),
            tag("p", tag("b", "Do: "), remedy(root.fix), cls="do") if root.fix else EMPTY,
            _consequences(follows, links),
        )
    )


def _linked(result: Result, links: Links) -> Html:
    said = prose(result.finding.message, MESSAGE)
    anchor = links.findings.get(result.fingerprint)
    return tag("a", said, href=f"#{anchor}", cls="what") if anchor else tag("span", said, cls="what")


def _consequences(follows: list[Result], links: Links) -> Html:
    if not follows:
        return EMPTY
    items = [join(("→ ", _linked(result, links))) for result in follows[:FOLLOWS]]
    if len(follows) > FOLLOWS:
        items.append(tag("span", f"→ and {len(follows) - FOLLOWS:,} more", cls="soft"))
    return tag("div", tag("span", "Then follows:", cls="soft"), listed(items), cls="follows")


def _next(given: PageInput) -> Html:
    """The one thing most worth collecting."""
    wanted = to_collect(given.report.skipped)
    if not wanted:
        return EMPTY
    what, checks = wanted[0]
    more = tag("a", f"all that would help ({len(wanted):,})", href="#collect")
    said = join(
        (tag("b", "Collect next: "), prose(what), f". It settles {count(checks, 'more check')}. ", more)
    )
    return tag("p", said, cls="next")
