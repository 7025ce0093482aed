"""Console lines in, a time line out: all logs after each other, what starts, stops and fails marked in words.

Rows stay in the order in which they come; long runs in which nothing fails fold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from ssldiag.bundle.model import ConsoleRow
from ssldiag.render.html.lanes_svg import drawings
from ssldiag.render.html.links import Links
from ssldiag.render.html.markup import EMPTY, Html, esc, folded, join, tag
from ssldiag.render.html.room import Room

KINDS: Final = {
    "start": ("▶", "start"),
    "stop": ("■", "stop"),
    "error": ("✕", "error"),
    "info": ("·", "info"),
}

LINE = 240
"""Characters of a line: three of a terminal; the sources have more."""

MACHINES = 40
"""Machines counted at the top: the servers of a large pool, and those that they serve."""

RUN = 5
"""Lines in a row without event that stay open; longer runs fold."""

EVENTS = 40
"""Lines in a row with events that stay open: a screen of a desk."""

MOST = 3_000
"""Lines listed: as many as a browser filters without a pause."""


def console(rows: Sequence[ConsoleRow], links: Links, room: Room) -> Html:
    """The section's content."""
    events = [row for row in rows if row.kind != "info"]
    listed = list(rows) if len(rows) <= MOST else events[:MOST]
    kept = _kept(listed, links, room)
    more = len(rows) - kept[1]
    tail = tag("p", f"{more:,} more lines are left out; those that matter come first.", cls="soft")
    return join((drawings(rows, links), _counts(rows), *kept[0], tail if more else EMPTY))


def _counts(rows: Sequence[ConsoleRow]) -> Html:
    """Events by machine: which one never came up shows at a glance."""
    numbers = Counter((row.machine, row.kind) for row in rows)
    machines = list(dict.fromkeys(row.machine for row in rows if row.kind != "info"))[:MACHINES]
    cells = [(tag("b", esc(machine, 40), " "), join(_marks(machine, numbers), " ")) for machine in machines]
    return tag("ul", *(tag("li", *cell) for cell in cells), cls="machines") if len(cells) > 1 else EMPTY


def _marks(machine: str, numbers: Counter[tuple[str, str]]) -> Iterator[Html]:
    for kind in ("start", "stop", "error"):
        if number := numbers[machine, kind]:
            shape, word = KINDS[kind]
            yield tag("span", f"{shape} {number:,} {word}" + ("" if number == 1 else "s"), cls=f"ev {kind}")


def _kept(rows: Sequence[ConsoleRow], links: Links, room: Room) -> tuple[list[Html], int]:
    """Files in order, each with its rows as far as there is room, and how many rows that were."""
    parts, count = list[Html](), 0
    for file, group in groupby(rows, key=lambda row: row.file):
        some = list(group)
        kept = room.keep(_row(row, links) for row in some)
        if not kept:
            break
        count += len(kept)
        heading = tag("h3", links.file(file))
        parts += [heading, join(_runs(some[: len(kept)], kept))]
    return parts, count


def _runs(rows: Sequence[ConsoleRow], drawn: Sequence[Html]) -> Iterator[Html]:
    pairs = zip(rows, drawn, strict=True)
    for quiet, group in groupby(pairs, key=lambda pair: pair[0].kind == "info"):
        items = [item for _, item in group]
        if quiet and len(items) > RUN:
            yield folded(f"{len(items):,} lines of information", tag("ol", *items, cls="console"))
            continue
        yield tag("ol", *items[:EVENTS], cls="console")
        if rest := items[EVENTS:]:
            yield folded(f"{len(rest):,} more lines with events", tag("ol", *rest, cls="console"))


def _row(row: ConsoleRow, links: Links) -> Html:
    shape, word = KINDS.get(row.kind, KINDS["info"])
    message = (
        tag("b", links.message(row.message_id), " ")
        if row.message_id in row.text and row.message_id
        else EMPTY
    )
    text = row.text.removeprefix(row.time).lstrip() if row.time else row.text
    text = text.removeprefix(row.message_id).lstrip() if row.message_id else text
    mark = tag("span", tag("span", shape, aria_hidden="true"), " ", word, cls=f"ev {row.kind}")
    return tag(
        "li",
        links.line(row.file, row.line, f"{row.line}"),
        tag("time", esc(row.time, 30)) if row.time else EMPTY,
        mark,
        tag("code", message, esc(" ".join(text[: LINE * 2].split()) + text[LINE * 2 :], LINE)),
        cls=f"{row.kind} item",
    )
