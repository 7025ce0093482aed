"""The places of a finding as lines: ``--> file:line:column``, the quoted source, carets and notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ssldiag.model import Evidence, FilePlace, FramePlace, Place, TextPlace
from ssldiag.render.escape import visible
from ssldiag.render.excerpt import Excerpt, excerpt
from ssldiag.render.layout import Line, cells, wrap

PLACES_SHOWN = 8
"""More places than this teach a reader nothing new; machine formats carry all of them."""

NOTE_LEAST = 24
"""A note stays beside its carets if at least this many columns are left there; otherwise it goes below."""


def prose(text: str) -> str:
    """``text`` on one line with single blanks, safe to print."""
    return visible(" ".join(text.split()))


def gutter_width(evidence: Sequence[Evidence]) -> int:
    """The digits of the largest line number that :func:`quoted` will print."""
    lines = [item.place.line for item in evidence[:PLACES_SHOWN] if isinstance(item.place, TextPlace)]
    return len(str(max(lines, default=1)))


def quoted(evidence: Sequence[Evidence], severity: str, columns: int) -> Iterator[Line]:
    """Every place once under the name of its file, the first one marked in the colour of ``severity``."""
    gutter = gutter_width(evidence)
    bar: Line = ((" " * gutter + " |", "gutter"),)
    previous: Place | None = None
    for index, item in enumerate(evidence[:PLACES_SHOWN]):
        place = item.place
        style = severity if index == 0 else "label"
        if previous is None or previous.file != place.file or not isinstance(place, TextPlace):
            arrow = "-->" if index == 0 else ":::"
            if index:
                yield bar
            yield (" " * gutter + arrow, "gutter"), (" " + spoken(place), "dim")
            if isinstance(place, TextPlace) and place.text:
                yield bar
        elif not _next_line(previous, place):
            yield ((" " * gutter + " :", "gutter"),)
        again = _same_line(previous, place, columns - gutter - 3)
        yield from _marked(item, gutter, style, columns, again=again)
        previous = place
    if len(evidence) > PLACES_SHOWN:
        yield bar
        yield (" " * gutter + " = ", "gutter"), (f"and {len(evidence) - PLACES_SHOWN:,} more places", "dim")


def spoken(place: Place) -> str:
    """A place as a person reads and an editor opens it."""
    file = visible(place.file)
    if isinstance(place, TextPlace):
        return f"{file}:{place.line}:{place.column}"
    if isinstance(place, FramePlace):
        return f"{file}, frame {place.frame}" + (f", byte {place.offset}" if place.offset else "")
    return file if place.offset is None else f"{file}, byte {place.offset}"


def _marked(item: Evidence, gutter: int, style: str, columns: int, *, again: bool) -> Iterator[Line]:
    place, note = item.place, prose(item.note)
    room = columns - gutter - 3
    if isinstance(place, FilePlace | FramePlace) or not place.text:
        for text in wrap(note, room):
            yield (" " * gutter + " | ", "gutter"), (text, "")
        return
    shown = excerpt(place, room)
    if not again:
        yield (f"{place.line:>{gutter}} | ", "gutter"), (shown.text, "")
    yield from _carets(shown, note, gutter, style, room)


def _carets(shown: Excerpt, note: str, gutter: int, style: str, room: int) -> Iterator[Line]:
    margin = (" " * gutter + " | ", "gutter")
    carets = " " * shown.start + "^" * shown.width
    left = room - shown.start - shown.width - 1
    if cells(note) <= left:
        yield margin, (f"{carets} {note}", style)
        return
    if left >= NOTE_LEAST:
        first, *rest = wrap(note, left)
        yield margin, (f"{carets} {first}", style)
        for text in rest:
            yield margin, (" " * (shown.start + shown.width + 1) + text, style)
        return
    yield margin, (carets, style)
    indent = max(shown.start + shown.width - cells(note), 0)
    for text in wrap(note, room - indent):
        yield margin, (" " * indent + text, style)


def _next_line(previous: Place, place: TextPlace) -> bool:
    return isinstance(previous, TextPlace) and place.line - previous.line in (0, 1)


def _same_line(previous: Place | None, place: Place, room: int) -> bool:
    """Whether ``place`` lies on the line quoted just before, so that a second row of carets fits under it."""
    return (
        isinstance(previous, TextPlace)
        and isinstance(place, TextPlace)
        and (previous.file, previous.line) == (place.file, place.line)
        and excerpt(previous, room).text == excerpt(place, room).text
    )
