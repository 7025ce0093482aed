"""The end of a text report: what was skipped, unreadable or went wrong, notes, what to collect, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ssldiag.kinds import KINDS
from ssldiag.model import Report, Snapshot, Source, Unreadable
from ssldiag.render.escape import visible
from ssldiag.render.layout import Line, cells, pad, wrap
from ssldiag.render.quoting import prose, spoken
from ssldiag.render.style import Style
from ssldiag.render.tally import Tally, count, not_applicable, tally, to_collect

LISTED = 10
"""Entries of a list unless ``-v`` asks for all: what fits a screen with the counts still in sight."""

IMPORTANT = 5
"""Checks that one thing to collect must settle to be named once more beside the counts: our choice."""

NAMED = 3
"""Files named that were not recognised: a folder of a host may have hundreds of others."""

UNKNOWN = "unknown"
"""The kind of a file that was not recognised (:mod:`ssldiag.kinds`)."""

CRASHED = "Checks that failed by a fault of ssldiag itself (please report it):"

WIDEST_PATH = 32
"""Room for a path beside its explanation: a z/VM file name with its mode and disk takes 25."""


def summary(report: Report, style: Style) -> Iterator[Line]:
    """All the parts that this report has, each ended by an empty line, then the counts."""
    numbers = tally(report)
    collect = to_collect(report.skipped)
    settled = count(sum(number for _, number in collect), "more check")
    parts = (
        _part("Set aside:", _numbered(_set_aside(report)), style),
        _part("Could not be read:", [("", _unread(item)) for item in report.unreadable], style),
        _part(CRASHED, [(visible(crash.rule.code), prose(crash.error)) for crash in report.crashed], style),
        _not_recognised(report.snapshot, style),
        _not_applicable(report, style),
        _part("Notes:", [("", prose(note)) for note in report.notes], style, everything=True),
        _part(f"To settle {settled}, collect:", _numbered(collect), style),
    )
    for part in parts:
        yield from part
    if collect and collect[0][1] >= IMPORTANT:
        yield from _next(*collect[0], style)
    yield counts(numbers, "")


def _next(what: str, checks: int, style: Style) -> Iterator[Line]:
    """The one thing most worth collecting, in lines of its own."""
    text = f"next, collect {_short(what)}: it settles {count(checks, 'check')}"
    for line in wrap(text, style.columns):
        yield ((line, "strong"),)
    yield ()


def counts(numbers: Tally, where: str) -> Line:
    """The last line: findings and checks."""
    tail = f"; {count(numbers.passed, 'check')} passed, {numbers.skipped:,} skipped"
    if numbers.crashed:
        tail += f", {numbers.crashed:,} failed by our fault"
    if numbers.unreadable and not numbers.findings:
        tail = f"; {count(numbers.unreadable, 'place')} could not be read{tail}"
    place = f" {where}" if where else ""
    found = list(_found(numbers)) or [_nothing_found(numbers)]
    spans = [span for each in found for span in ((", ", ""), each)][1:]
    return (*spans, (place + tail, ""))


def _nothing_found(numbers: Tally) -> tuple[str, str]:
    """That there is no finding; where something could not be read, only in the rest."""
    if numbers.unreadable:
        return "no problem found in what could be read", ""
    return "no problem found", "good"


def _short(what: str) -> str:
    """What to collect without where it usually is."""
    return prose(what).partition(" (")[0]


def files(snapshot: Snapshot, style: Style) -> Iterator[Line]:
    """What each source was taken for and why, and which were left alone."""
    taken = [source for source in snapshot.sources if not left_alone(source)]
    alone = [source for source in snapshot.sources if left_alone(source)]
    yield from _part("Taken for:", map(_described, taken), style, everything=True)
    yield from _part("Left alone:", map(_described, alone), style, everything=True)


def left_alone(source: Source) -> bool:
    """Whether no check looks into a source of this kind."""
    kind = KINDS.get(source.kind)
    return kind is None or kind.collect.startswith("nothing")


def _unread(item: Unreadable) -> str:
    return f"{spoken(item.place)}: {prose(item.reason)}"


def _described(source: Source) -> tuple[str, str]:
    kind = KINDS.get(source.kind)
    what = kind.what if kind else source.kind
    return visible(source.path), prose(f"{what} ({source.why})" if source.why else what)


def _found(numbers: Tally) -> Iterator[tuple[str, str]]:
    for severity, number in (("error", numbers.error), ("warning", numbers.warning), ("info", numbers.info)):
        if number:
            yield count(number, severity), severity


def _numbered(entries: Iterable[tuple[str, int]]) -> list[tuple[str, str]]:
    return [(f"{number:>3,}", prose(text)) for text, number in entries]


def _not_applicable(report: Report, style: Style) -> Iterator[Line]:
    """Nobody can do anything about these, so their reasons are for ``-v``."""
    reasons = not_applicable(report.skipped)
    if reasons and not style.verbose:
        number = sum(number for _, number in reasons)
        yield (
            (f"{count(number, 'check')} {'does' if number == 1 else 'do'} not apply here", ""),
            (" (-v says why)", "dim"),
        )
        yield ()
    else:
        yield from _part("Checks that do not apply here:", _numbered(reasons), style)


def _not_recognised(snapshot: Snapshot, style: Style) -> Iterator[Line]:
    """The files that nobody looked into, by name; ``-v`` lists them with reasons at the top of a report."""
    names = [visible(source.path) for source in snapshot.sources if source.kind == UNKNOWN]
    if not names or style.verbose:
        return
    shown = ", ".join(names[:NAMED]) + (", ..." if len(names) > NAMED else "")
    files = "1 file was" if len(names) == 1 else f"{len(names):,} files were"
    for line in wrap(f"{files} not recognised (-v says why): {shown}", style.columns):
        yield ((line, ""),)
    yield ()


def _set_aside(report: Report) -> list[tuple[str, int]]:
    said = Counter(
        f"{aside.result.finding.code}, until {aside.until}: {aside.reason}" if aside.until else aside.reason
        for aside in report.suppressed
    )
    return sorted(said.items())


def _part(
    heading: str, entries: Iterable[tuple[str, str]], style: Style, *, everything: bool = False
) -> Iterator[Line]:
    """A heading and its entries, each a key and a text that hangs beside it; nothing without entries."""
    listed = list(entries)
    if not listed:
        return
    shown = listed if everything or style.verbose else listed[:LISTED]
    column = min(max(cells(key) for key, _ in shown), WIDEST_PATH)
    yield ((heading, "strong"),)
    for key, text in shown:
        yield from _entry(key, text, column, style.columns)
    if len(shown) < len(listed):
        yield ((f"  and {len(listed) - len(shown):,} more (use -v to see all)", "dim"),)
    yield ()


def _entry(key: str, text: str, column: int, columns: int) -> Iterator[Line]:
    hanging = 2 + (column + 2 if column else 0)
    lines = wrap(text, max(columns - hanging, 20)) or [""]
    if cells(key) > column:
        yield (("  " + key, ""),)
        key = ""
    yield (("  " + (pad(key, column) + "  " if column else "") + lines[0], ""),)
    for line in lines[1:]:
        yield ((" " * hanging + line, ""),)
