"""Reports as Markdown for an issue, a ticket or a job summary: GitHub's dialect, without raw HTML.

Text from files cannot become markup, mention anybody or link anywhere: a word that could do so is a code
span. Source is quoted in fences that it cannot end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ssldiag.model import Report, Result
from ssldiag.render.escape import visible
from ssldiag.render.pages import message_name, why
from ssldiag.render.quoting import prose, quoted, spoken
from ssldiag.render.style import Style
from ssldiag.render.summary import counts
from ssldiag.render.tally import not_applicable, tally, to_collect

QUOTE_COLUMNS = 100
"""The width of quoted source: GitHub shows about this much of a fence without scrolling."""

_OPENING = "(\"'"
_CLOSING = ")\"'.,;:!?"

_PLAIN = re.compile(r"\w([\w.,:;/'()%+-]*\w)?", re.ASCII)
"""Words without any character that means something to Markdown or GitHub; all others become code."""

_LINKED = re.compile(r"(www\.|[a-z]+://|GH-\d)|^[0-9a-f]{7,64}$|_", re.IGNORECASE)
"""Plain words that GitHub makes links of (addresses, issues, commits), and ``_``, which begins emphasis."""

_TAG = re.compile(r":\w+\.", re.ASCII)
"""A tag of a names file, whose full stop is part of it."""

_NUMBERED = re.compile(r"\d{1,9}[.)]")
"""What makes a list item of a line that begins with it (CommonMark 5.2)."""


def text(value: str) -> str:
    """``value`` as Markdown that shows exactly its characters.

    Neither a backslash nor a character reference keeps GitHub from linking ``@name``; a code span does.
    """
    first, *rest = prose(value).split() or [""]
    return " ".join([code(first) if _NUMBERED.fullmatch(first) else _word(first), *map(_word, rest)])


def _word(word: str) -> str:
    if word.isalpha():
        return word
    inner = word.lstrip(_OPENING)
    before = word[: len(word) - len(inner)]
    if _TAG.fullmatch(inner):
        return before + code(inner)
    inner = inner.rstrip(_CLOSING)
    after = word[len(before) + len(inner) :]
    if not inner:
        return code(word)
    plain = inner.isalpha() or (_PLAIN.fullmatch(inner) and not _LINKED.search(inner))
    return f"{before}{inner if plain else code(inner)}{after}"


def code(value: str) -> str:
    """``value`` as a code span, delimited by more backticks than it holds (CommonMark 6.1)."""
    shown = visible(value)
    ticks = "`" * (1 + max(map(len, re.findall("`+", shown)), default=0))
    blank = " " if shown[:1] in ("`", " ") or shown[-1:] in ("`", " ") else ""
    return f"{ticks}{blank}{shown}{blank}{ticks}" if shown else ""


def fence(lines: Iterable[str]) -> Iterator[str]:
    """A fenced block, its fence longer than any run of backticks inside (CommonMark 4.5)."""
    block = list(lines)
    longest = max((len(run) for line in block for run in re.findall("`+", line)), default=0)
    ticks = "`" * max(3, longest + 1)
    yield from (f"{ticks}text", *block, ticks)


def render(reports: Iterable[Report], style: Style) -> Iterator[str]:
    """One section a report."""
    for report in reports:
        yield "\n".join(_report(report, style)) + "\n"


def _report(report: Report, style: Style) -> Iterator[str]:
    yield f"## ssldiag: {text(report.snapshot.name)}"
    yield ""
    yield "".join(part for part, _ in counts(tally(report), "")) + "."
    yield ""
    shown: Counter[str] = Counter()
    for root in report.results:
        yield from _story(root, 0, shown, style)
    for rule, number in sorted(shown.items()):
        if number > style.per_rule:
            yield f"And {number - style.per_rule:,} more of {code(rule)}."
            yield ""
    yield from _lists(report)


def _story(result: Result, depth: int, shown: Counter[str], style: Style) -> Iterator[str]:
    finding = result.finding
    shown[finding.code] += 1
    if shown[finding.code] <= style.per_rule:
        after = "follows: " if depth else ""
        heading = f"{after}{result.severity} {code(finding.code)} {text(result.rule.name)}"
        yield f"{'#' * min(3 + depth, 6)} {heading}"
        yield ""
        yield text(finding.message)
        yield ""
        quote = quoted(finding.evidence, result.severity.value, QUOTE_COLUMNS)
        yield from fence("".join(part for part, _ in line).rstrip() for line in quote)
        yield ""
        yield from _remarks(result, depth)
    for consequence in result.consequences:
        yield from _story(consequence, depth + 1, shown, style)


def _remarks(result: Result, depth: int) -> Iterator[str]:
    remarks = {
        "Why": "" if depth else text(why(result.rule)),
        "Fix": "" if depth else "; ".join(text(line) for line in result.fix.split("\n") if line.strip()),
        "Look for": ", ".join(map(code, map(message_name, result.rule.vendor_messages))),
        "More": code(f"ssldiag rules {result.rule.code}"),
    }
    yield from (f"- **{label}:** {remark}" for label, remark in remarks.items() if remark)
    yield ""


def _lists(report: Report) -> Iterator[str]:
    sections = {
        "To settle more checks, collect": _numbered(to_collect(report.skipped)),
        "Checks that do not apply": _numbered(not_applicable(report.skipped)),
        "Set aside": [f"{code(item.result.finding.code)}: {text(item.reason)}" for item in report.suppressed],
        "Could not be read": [
            f"{code(spoken(item.place))}: {text(item.reason)}" for item in report.unreadable
        ],
        "Checks that failed by a fault of ssldiag": [
            f"{code(item.rule.code)}: {text(item.error)}" for item in report.crashed
        ],
        "Notes": [text(note) for note in report.notes],
    }
    for heading, entries in sections.items():
        if entries:
            yield from (f"### {heading}", "", *(f"- {entry}" for entry in entries), "")


def _numbered(entries: Iterable[tuple[str, int]]) -> list[str]:
    return [f"{text(what)} ({number})" for what, number in entries]
