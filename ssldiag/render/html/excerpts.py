"""The evidence of a finding and the sources in, figures out: the lines, their neighbours, the place marked.

Every place keeps its note in words beside the words marked, so nothing depends on colour or on alignment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from ssldiag.model import Evidence, TextPlace
from ssldiag.render.html.code_lines import Span, line
from ssldiag.render.html.links import Links
from ssldiag.render.html.markup import EMPTY, Html, esc, join, prose, tag

PLACES = 8
"""Places shown of one finding: more teach a reader nothing new, and report.json has all."""

NEIGHBOURS, FEWER = 2, 1
"""Lines shown before and after, and for what follows from something else, where they are near already."""

LINE = 240
"""Characters of an excerpt's line: three lines of a terminal."""

WORDS = 48
"""Characters of the marked words repeated before a note."""

Lines = Mapping[int, str]
"""The lines of one source that are at hand, by number."""


class Texts:
    """Lines and kinds of sources by path."""

    def __init__(self, lines: Mapping[str, Lines], kinds: Mapping[str, str]) -> None:
        self._lines = lines
        self._kinds = kinds

    def kind(self, path: str) -> str:
        """The kind of a file, ``transcript`` and the like; empty for one that is not known."""
        return self._kinds.get(path, "")

    def around(self, place: TextPlace, neighbours: int) -> dict[int, str]:
        """The cited line and its neighbours. What the place says of its own line wins."""
        known = self._lines.get(place.file, {})
        near = range(place.line - neighbours, place.line + neighbours + 1)
        found = {number: known[number] for number in near if number in known}
        if place.text:
            found[place.line] = place.text
        return found


def figures(evidence: Sequence[Evidence], texts: Texts, links: Links, neighbours: int = NEIGHBOURS) -> Html:
    """All places of a finding, those of one file together."""
    shown = evidence[:PLACES]
    parts = [
        _figure(file, list(items), texts, links, neighbours)
        for file, items in groupby(shown, key=lambda item: item.place.file)
    ]
    more = len(evidence) - len(shown)
    return join((*parts, tag("p", f"and {more:,} more places", cls="soft") if more else EMPTY))


def _figure(file: str, items: list[Evidence], texts: Texts, links: Links, neighbours: int) -> Html:
    quoted: dict[int, str] = {}
    places = [(item.place, item.note) for item in items if isinstance(item.place, TextPlace)]
    for place, _ in places:
        quoted |= texts.around(place, neighbours)
    marks: dict[int, list[tuple[Span, str]]] = {}
    for place, note in places:
        span = (place.column - 1, place.column - 1 + max(place.width, 1))
        marks.setdefault(place.line, []).append((span, note))
    whole = [item for item in items if not isinstance(item.place, TextPlace)]
    captions = [join((links.place(item.place), _said(item.note))) for item in whole]
    if places:
        captions.insert(0, _caption([place for place, _ in places], links))
    rows = join(_rows(file, quoted, marks, texts.kind(file), links)) if quoted else EMPTY
    notes = [tag("p", links.place(place), _said(note)) for place, note in places if place.line not in quoted]
    return tag(
        "figure",
        tag("figcaption", *(tag("span", caption) for caption in captions)),
        tag("div", rows, cls="src") if rows else EMPTY,
        *notes,
        cls="excerpt",
    )


def _caption(places: list[TextPlace], links: Links) -> Html:
    numbers = sorted({place.line for place in places})
    first = links.line(places[0].file, numbers[0])
    rest = [links.line(places[0].file, number, f"{number}") for number in numbers[1:]]
    return join((first, *rest), ", ")


def _said(note: str) -> Html:
    return join((": ", prose(note))) if note else EMPTY


def _rows(
    file: str, quoted: Lines, marks: Mapping[int, list[tuple[Span, str]]], kind: str, links: Links
) -> Iterator[Html]:
    previous = 0
    for number in sorted(quoted):
        if previous and number != previous + 1:
            yield tag("i", "⋮", cls="gap")
        previous = number
        here = marks.get(number, [])
        shown = line(quoted[number], kind, LINE, [span for span, _ in here])
        yield links.line(file, number, tag("b", f"▸{number}") if here else f"{number}")
        yield tag("code", shown, cls="hit" if here else None)
        for span, note in here:
            if note:
                yield tag("small", tag("q", _words(quoted[number], span)), " ", prose(note))


def _words(text: str, span: Span) -> Html:
    """The marked words, or ``this line`` where nearly all of it is marked."""
    words = text[span[0] : span[1]].strip()
    if not words or len(words) >= max(len(text.strip()) * 3 // 4, 24):
        return esc("this line")
    return esc(words if len(words) <= WORDS else words[:WORDS] + "…")
