"""Sources and the lines that findings cite in, the lines that the page shows of each source out.

Bounded before anything is drawn: a page for sources of any size stays small, and links know what is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ssldiag.bundle.model import PageInput, SourceText
from ssldiag.model import Report, TextPlace
from ssldiag.render.html.code_lines import line
from ssldiag.render.html.links import short_path
from ssldiag.render.html.markup import esc

LINE = 400
"""Characters of a line in a source: five lines of a terminal, and more than any file of CMS has in one."""

AROUND = 12
"""Lines shown before and after a cited one where a source is too long to be shown whole: half a screen."""

HEAD = 40
"""Lines shown from the start of a long source: comments that say what it is, and the first settings."""

PER_LINE, BESIDE = 90, 300
"""Bytes of markup around each line, and beside a cited one, where findings are named."""

HEADING = 480
"""Bytes of markup around all lines of a source, without its path."""

LEAST = 2_000
"""Bytes below which a source is named and not shown."""

CITED = 8
"""A cited source gets this many times the share of one that no finding speaks of."""

FILES = 2_000
"""Sources that have a place of their own on the page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A source and the numbers of its lines that the page shows, in order."""

    source: SourceText
    numbers: tuple[int, ...]

    @property
    def left_out(self) -> int:
        return self.source.lines - len(self.numbers)


def cited_lines(report: Report, given: PageInput) -> dict[str, set[int]]:
    """Lines that findings, codes and the console name, by file."""
    found: dict[str, set[int]] = defaultdict(set)
    for root in report.results:
        for result in root.walk():
            for item in result.finding.evidence:
                if isinstance(item.place, TextPlace):
                    found[item.place.file].add(item.place.line)
    for explained in given.explained:
        for file, number in explained.places[:8]:
            found[file].add(number)
    for row in given.console:
        if row.kind != "info" and len(found[row.file]) < HEAD * 5:
            found[row.file].add(row.line)
    return found


def choose(sources: Iterable[SourceText], cited: Mapping[str, set[int]], share: int) -> tuple[Shown, ...]:
    """What to show of each source: cited ones first in the share, what one leaves over is for the next."""
    listed = list(sources)[:FILES]
    weights = {source.path: CITED if source.path in cited else 1 for source in listed}
    left, weight = share, sum(weights.values())
    found = []
    for source in listed:
        mine = left * weights[source.path] // max(weight, 1)
        shown, spent = _one(source, cited.get(source.path, set()), mine)
        left -= spent
        weight -= weights[source.path]
        found.append(shown)
    return tuple(found)


def _one(source: SourceText, cited: set[int], room: int) -> tuple[Shown, int]:
    heading = HEADING + len(esc(short_path(source.path)).encode())
    if room < LEAST:
        return Shown(source, ()), heading
    texts = {
        stretch.first + index: text
        for stretch in source.stretches
        for index, text in enumerate(stretch.lines)
    }
    head = (number for number in texts if number <= HEAD)
    kept, spent = [], heading
    for number in dict.fromkeys((*_near(cited, texts), *head, *texts)):
        cost = len(line(texts[number], source.kind, LINE).encode()) + PER_LINE
        cost += BESIDE if number in cited else 0
        if spent + cost > room:
            break
        spent += cost
        kept.append(number)
    return Shown(source, tuple(sorted(kept))), spent


def _near(cited: set[int], texts: Mapping[int, str]) -> Iterable[int]:
    """Cited lines, then the lines around them, the nearest first."""
    lines = sorted(cited)
    for distance in range(AROUND + 1):
        for cited_line in lines:
            for number in {cited_line - distance, cited_line + distance}:
                if number in texts:
                    yield number
