"""What changed between two bundles in, a change note for a person out: what matters first, then all."""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.bundle.changes import PARTS, Change, Cited, Difference, Side, in_short
from ssldiag.render.escape import visible
from ssldiag.render.layout import Line, wrap
from ssldiag.render.paint import painted
from ssldiag.render.style import Style

MARKS = {"new": ("+", "strong"), "gone": ("-", "strong"), "changed": ("~", "strong")}

GOOD, BAD = "good", "error"

ALIKE, MOST = 10, 200
"""Changes of one rule, and of one part, that are told: a screen, and as much as anybody reads."""

LONGEST = 600
"""Characters of one sentence: eight lines of a terminal. JSON has all of it."""


def render(difference: Difference, style: Style) -> Iterator[str]:
    """The note."""
    yield from painted(note(difference, style.columns), style.colour)


def note(difference: Difference, columns: int) -> Iterator[Line]:
    """The lines, without any colour yet."""
    old, new = difference.old, difference.new
    if not difference.changes:
        yield (("nothing changed", ""),)
        return
    yield ((f"{_side(old)} -> {_side(new)}", "strong"),)
    yield ()
    for sentence in difference.lead:
        yield from (((line, ""),) for line in wrap(visible(sentence), columns))
    for remark in difference.notes:
        yield from (((line, "dim"),) for line in wrap(f"note: {visible(remark)}", columns))
    for part, heading in PARTS.items():
        changes = difference.of(part)
        if changes:
            yield ()
            yield ((f"{heading}", "label"),)
            kept, left = in_short(changes, ALIKE, MOST)
            for change in kept:
                yield from _change(change, columns)
            if left:
                yield ((f"    and {left:,} more like these; --format json has all", "dim"),)


def _side(side: Side) -> str:
    day = side.judged_at[:16].replace("T", " ")
    return f"{visible(side.name)}{f' ({day} UTC)' if day else ''}"


def _change(change: Change, columns: int) -> Iterator[Line]:
    mark, style = MARKS[change.kind]
    if change.part == "finding":
        style = GOOD if change.kind == "gone" else BAD if change.kind == "new" else style
    said = visible(change.what)
    said = said if len(said) <= LONGEST else f"{said[:LONGEST]}…"
    where = places(change)
    if where and (change.part != "file" or _line(change)):
        said = f"{said} [{where}]"
    first, *rest = wrap(said, columns - 4) or [""]
    yield ((f"  {mark} ", style), (first, ""))
    yield from (((f"    {line}", ""),) for line in rest)


def _line(change: Change) -> bool:
    """Whether a change is one of a line, which has to say where."""
    return any(place is not None and place.line is not None for place in (change.old, change.new))


def places(change: Change) -> str:
    """Where it stands: on both sides if on both; a side that shows the same is not repeated."""
    old, new = (visible(str(place)) if place else "" for place in (change.old, change.new))
    if old and new:
        return old if old == new else f"{old} -> {_short(change.old, change.new, new)}"
    return old or new


def _short(old: Cited | None, new: Cited | None, text: str) -> str:
    """The new place without the file, where that is the old one's."""
    if old and new and old.file == new.file and new.line is not None:
        return str(new.line)
    return text
