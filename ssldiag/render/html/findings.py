"""Results of a report in, articles out: each root cause with what follows from it beneath.

Findings alike fold after a few; those beyond the share of the page are counted, and ``report.json`` has them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ssldiag.model import Report, Result
from ssldiag.render.html.excerpts import FEWER, NEIGHBOURS, Texts, figures
from ssldiag.render.html.links import Links
from ssldiag.render.html.markup import EMPTY, Html, folded, join, listed, prose, tag, told
from ssldiag.render.html.room import Room
from ssldiag.render.html.severity import badge
from ssldiag.render.pages import why
from ssldiag.render.tally import count

PER_RULE = 25
"""Findings of one rule told in full: the next ones differ only in their places."""

BRIEF = 2_000
"""Findings told in a line each, after those: enough to see which machines and files they are about."""

MESSAGE = 600
"""Characters of a message: the longest of ours has 240."""

DEEPEST = 6
"""Levels of headings that HTML has."""

SURE = {
    "inferred": "inferred: the documents imply this rule, none states it",
    "unconfirmed": "unconfirmed: no document at hand settles this rule",
}


@dataclass(slots=True)
class _Told:
    """What this page has told already, and where."""

    findings: Counter[str] = field(default_factory=Counter)
    why: set[str] = field(default_factory=set)
    held_back: list[Result] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Findings:
    """The articles of the page, one for each root, and the short list of what was held back."""

    articles: tuple[Html, ...]
    brief: Html


def anchors(report: Report) -> tuple[dict[str, str], dict[str, str]]:
    """Fingerprint and code to anchor, for the findings that are told in full if there is room."""
    numbers, first = dict[str, str](), dict[str, str]()
    for root in report.results:
        for result in root.walk():
            anchor = f"f{len(numbers) + 1}"
            numbers[result.fingerprint] = anchor
            first.setdefault(result.finding.code, anchor)
    return numbers, first


def findings(report: Report, texts: Texts, links: Links, room: Room) -> Findings:
    """The findings of a report, as far as there is room."""
    done = _Told()
    articles: list[Html] = []
    for root in report.results:
        if room.refused:
            done.held_back += root.walk()
            continue
        before = Counter(done.findings)
        held = len(done.held_back)
        article = _article(root, 3, done, texts, links)
        if article and not room.takes(article):
            done.findings = before
            del done.held_back[held:]
            done.held_back += root.walk()
        elif article:
            articles.append(article)
    return Findings(tuple(articles), _brief(done.held_back, links, room))


def _brief(results: list[Result], links: Links, room: Room) -> Html:
    """Findings in a line each, by rule."""
    if not results:
        return EMPTY
    line = Room(min(room.left, 400_000))
    by_code: dict[str, list[Result]] = {}
    for result in results[:BRIEF]:
        by_code.setdefault(result.finding.code, []).append(result)
    totals = Counter(result.finding.code for result in results)
    groups = []
    for code, some in by_code.items():
        items = line.keep(_line(result, links) for result in some)
        more = totals[code] - len(items)
        groups.append(
            folded(
                join((links.rule(code), f" {some[0].rule.name}: {count(totals[code], 'more finding')}")),
                listed(items),
                tag("p", f"and {more:,} more, in report.json", cls="soft") if more else EMPTY,
            )
        )
    unnamed = len(totals) - len(by_code)
    rest = tag("p", f"and {count(unnamed, 'more rule')}, in report.json", cls="soft") if unnamed else EMPTY
    intro = tag("p", f"{count(len(results), 'finding')} in short: like those above, or beyond the page.")
    return tag("div", tag("h3", "More of the same"), intro, *groups, rest, cls="brief")


def _line(result: Result, links: Links) -> Html:
    place = links.place(result.finding.evidence[0].place)
    return join((badge(result.severity), " ", place, ": ", prose(result.finding.message, 200)))


def _article(result: Result, level: int, done: _Told, texts: Texts, links: Links) -> Html:
    """A finding and its consequences. Recursion ends: a story has no more levels than there are rules."""
    code = result.finding.code
    if done.findings[code] >= PER_RULE:
        done.held_back += result.walk()
        return EMPTY
    done.findings[code] += 1
    body = join(_body(result, level, done, texts, links))
    below = [_article(each, min(level + 1, DEEPEST), done, texts, links) for each in result.consequences]
    return tag(
        "article",
        body,
        _follows([each for each in below if each]),
        cls=f"finding {result.severity.value}",
        id=links.findings[result.fingerprint],
        data_severity=result.severity.value,
    )


def _body(result: Result, level: int, done: _Told, texts: Texts, links: Links) -> Iterator[Html]:
    finding, rule = result.finding, result.rule
    heading = f"h{min(level, DEEPEST)}"
    yield tag(heading, badge(result.severity), " ", tag("span", prose(finding.message, MESSAGE)))
    sure = tag("em", SURE[rule.certainty]) if rule.certainty in SURE else EMPTY
    yield tag("p", links.rule(rule.code), " ", rule.name, " · " if sure else EMPTY, sure, cls="soft")
    first, root = rule.code not in done.why, level == 3
    yield figures(finding.evidence, texts, links, NEIGHBOURS if root else FEWER)
    done.why.add(rule.code)
    yield told(
        (
            ("Why", prose(why(rule)) if first and root else EMPTY),
            ("Do", remedy(result.fix) if first or result.finding.fix else EMPTY),
            ("Look for", join((links.message(each) for each in rule.vendor_messages), ", ")),
        )
    )


def remedy(fix: str) -> Html:
    """What to do; lines that the text breaks itself (things to type) stay lines."""
    return join((prose(line) for line in fix.split("\n") if line.strip()), Html("<br>"))


def _follows(below: list[Html]) -> Html:
    if not below:
        return EMPTY
    return tag("div", tag("p", "Then follows:", cls="then"), *below, cls="below")


def tools(results: Iterable[Result]) -> Html:
    """Switches for severities, shown where scripts run."""
    numbers = Counter(result.severity for root in results for result in root.walk())
    boxes = [
        tag(
            "label",
            tag("input", type="checkbox", checked=True, data_severity=severity.value),
            " ",
            badge(severity),
            f" {numbers[severity]:,}",
        )
        for severity in sorted(numbers, key=lambda each: each.rank)
    ]
    if len(boxes) < 2:
        return EMPTY
    return tag("fieldset", tag("legend", "Show"), *boxes, cls="tools", id="severities", hidden=True)
