"""Reports as text for a person: root causes with what follows from them, the source quoted, then the rest.

Everything that came from a file goes through ``visible``; nothing is printed here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC

from ssldiag.model import Report, Result
from ssldiag.render.escape import visible
from ssldiag.render.layout import Line, cells, indented, wrap
from ssldiag.render.pages import message_name, why
from ssldiag.render.paint import painted
from ssldiag.render.quoting import gutter_width, prose, quoted, spoken
from ssldiag.render.style import Style
from ssldiag.render.summary import counts, files, summary
from ssldiag.render.tally import Tally, count, tally

STEP = 4
"""Columns by which a consequence moves to the right of its cause."""

DEEPEST = 4
"""Consequences deeper than this stay at the same margin: quoted source keeps at least 60 of 80 columns."""

PLATFORMS = {"zvm": "z/VM", "ibmi": "IBM i", "zos": "z/OS", "linux": "Linux"}
"""How people write the words that machine formats use."""

CERTAINTY = {
    "inferred": "inferred: the documents imply this rule, none states it",
    "unconfirmed": "unconfirmed: no document at hand settles this rule",
}


@dataclass(slots=True)
class _Told:
    """What the reader has been told already in this report: findings by rule, and remarks, to repeat none."""

    findings: Counter[str] = field(default_factory=Counter)
    held_back: Counter[str] = field(default_factory=Counter)
    remarks: set[tuple[str, str, str]] = field(default_factory=set)


def render(reports: Iterable[Report], style: Style) -> Iterator[str]:
    """Each report in turn; with several, a total at the end."""
    total, hosts = Tally(), 0
    for report in reports:
        hosts += 1
        total += tally(report)
        lines = quiet_lines(report, style) if style.quiet else report_lines(report, style)
        yield from painted(lines, style.colour)
    if style.several and not style.quiet:
        yield from painted((_ruler(style), counts(total, f"in {count(hosts, 'host')}")), style.colour)


def report_lines(report: Report, style: Style) -> Iterator[Line]:
    """One report, without any colour yet."""
    yield from _heading(report, style)
    if style.verbose:
        yield from files(report.snapshot, style)
    yield from findings(report, style)
    yield from summary(report, style)
    if style.several:
        yield ()


def _heading(report: Report, style: Style) -> Iterator[Line]:
    if style.several:
        yield _ruler(style)
    about = [count(len(report.snapshot.sources), "file")]
    about += [PLATFORMS.get(word, visible(word)) for word in report.platforms]
    about.append(f"judged at {report.judged_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC")
    yield (visible(report.snapshot.name), "strong"), (": " + ", ".join(about), "dim")
    yield ()


def _ruler(style: Style) -> Line:
    return (("=" * style.columns, "dim"),)


def quiet_lines(report: Report, style: Style) -> Iterator[Line]:
    """One line a finding, as compilers print them."""
    host = visible(report.snapshot.name) + ": " if style.several else ""
    for result in report.all_results():
        finding = result.finding
        place = host + spoken(finding.evidence[0].place)
        severity = result.severity.value
        message = f": {prose(finding.message)} [{visible(finding.code)}]"
        yield (f"{place}: ", "strong"), (severity, severity), (message, "")


def findings(report: Report, style: Style) -> Iterator[Line]:
    """The stories of a report, at most ``style.per_rule`` findings of each rule."""
    told = _Told()
    for root in report.results:
        yield from _story(root, 0, told, style)
    for code, number in sorted(told.held_back.items()):
        more = f"and {number:,} more of {visible(code)}"
        yield (more, "strong"), (" (use --format json to see all)", "dim")
    if told.held_back:
        yield ()


def _story(result: Result, depth: int, told: _Told, style: Style) -> Iterator[Line]:
    """A result and its consequences. Recursion ends: a story has no rings and no more levels than rules."""
    code = result.finding.code
    if told.findings[code] >= style.per_rule:
        told.held_back.update(each.finding.code for each in result.walk())
        return
    told.findings[code] += 1
    margin = STEP * min(depth, DEEPEST)
    yield from indented(_finding(result, depth, told, style.columns - margin), margin)
    yield ()
    follows = False
    for consequence in result.consequences:
        if not follows and told.findings[consequence.finding.code] < style.per_rule:
            follows = True
            yield from indented([((("then follows:", "strong"),))], margin + 2)
            yield ()
        yield from _story(consequence, depth + 1, told, style)


def _finding(result: Result, depth: int, told: _Told, columns: int) -> Iterator[Line]:
    finding, severity = result.finding, result.severity.value
    yield (f"{severity}[{visible(finding.code)}]", severity), (f" {visible(result.rule.name)}", "strong")
    for text in wrap(prose(finding.message), columns - 2):
        yield (("  " + text, ""),)
    yield from quoted(finding.evidence, severity, columns)
    gutter = gutter_width(finding.evidence)
    fresh = [remark for remark in _remarks(result, depth) if (finding.code, *remark) not in told.remarks]
    told.remarks.update((finding.code, *remark) for remark in fresh)
    if fresh:
        yield ((" " * gutter + " |", "gutter"),)
    for label, text in fresh:
        yield from _remark(gutter, label, text, columns)


def _remarks(result: Result, depth: int) -> Iterator[tuple[str, str]]:
    """What to say beneath the source. A consequence needs no remedy: it should go with its cause."""
    rule = result.rule
    if rule.certainty in CERTAINTY:
        yield "certainty", CERTAINTY[rule.certainty]
    if not depth:
        yield "why", why(rule)
        yield "fix", result.fix
    yield "look for", ", ".join(map(message_name, rule.vendor_messages))
    yield "more", f"ssldiag rules {rule.code}"


def _remark(gutter: int, label: str, text: str, columns: int) -> Iterator[Line]:
    """``= label: text``; lines that the text breaks itself (things to type) stay lines."""
    lead = f" {label}: "
    hanging = gutter + 2 + cells(lead)
    broken = [piece for part in text.split("\n") for piece in wrap(prose(part), columns - hanging)]
    if broken:
        yield (" " * gutter + " =", "gutter"), (lead, "label"), (broken[0], "")
    for piece in broken[1:]:
        yield ((" " * hanging + piece, ""),)
