"""Lanes in, their drawing out: a row for each machine, shapes for what happened, a bar where it ran."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ssldiag.bundle.model import ConsoleRow
from ssldiag.render.html.lanes import Lane, Lanes, Mark, lanes
from ssldiag.render.html.links import Links
from ssldiag.render.html.markup import EMPTY, Html, join, tag

LOOKS: Final = {"for-wide": (860, 128, 40), "for-narrow": (340, 88, 14)}
"""Class -> units of the drawing, units of a machine's name, columns at most: marks stay a finger apart."""

TOP, ROW, END = 30, 46, 12
"""Units above the first lane, of a lane, and beside the last column."""

NAMED = 84
"""Units of a column in which a message id fits below its mark."""

COUNTED = 36
"""Units of a column in which a number fits."""

APART = 62
"""Units between two times on the axis."""

WORDS: Final = {"start": "start", "stop": "stop", "error": "error"}


def drawings(rows: Sequence[ConsoleRow], links: Links) -> Html:
    """The drawing for a desk and for a hand; nothing where nothing starts, stops or fails."""
    if not any(row.kind != "info" for row in rows):
        return EMPTY
    made = [(cls, look, lanes(rows, look[2])) for cls, look in LOOKS.items()]
    order = (
        "by the times that the logs print" if made[0][2].by_time else "in the order of files and their lines"
    )
    more = made[0][2].left_out
    said = f"From left to right {order}: ▶ start, ■ stop, ✕ error;"
    said += " a bar goes from a start to the stop that the log shows."
    said += f" {more:,} more machines are in the list alone." if more else ""
    svgs = (tag("div", _svg(drawn, look, links), cls=cls) for cls, look, drawn in made)
    return join((*svgs, tag("p", said, cls="soft")))


def _svg(drawn: Lanes, look: tuple[int, int, int], links: Links) -> Html:
    width, names, _ = look
    step = (width - names - END) / max(drawn.columns, 1)
    height = TOP + ROW * len(drawn.lanes)
    return tag(
        "svg",
        *_axis(drawn, names, step, height),
        *(_lane(lane, row, names, step, width, links) for row, lane in enumerate(drawn.lanes)),
        cls="lanes",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        font_size=13,
        role="group",
        aria_label="Starts, stops and errors of each machine; the list below has each line",
    )


def _x(column: float, names: int, step: float) -> int:
    return round(names + (column + 0.5) * step)


def _axis(drawn: Lanes, names: int, step: float, height: int) -> Iterator[Html]:
    last = -APART
    before = ""
    for column, clock in drawn.times:
        x = _x(column, names, step)
        if clock != before and x - last >= APART:
            yield tag("line", x1=x, x2=x, y1=20, y2=height, cls="year")
            yield tag("text", clock, x=x, y=14, text_anchor="middle", font_size=11, cls="soft")
            last, before = x, clock


def _lane(lane: Lane, row: int, names: int, step: float, width: int, links: Links) -> Html:
    y = TOP + row * ROW + 14
    most = names // 9
    name = lane.machine if len(lane.machine) <= most else lane.machine[: most - 1] + "…"
    bars = [
        tag("rect", x=_x(start, names, step), y=y - 3, rx=3, height=6, cls="ran",
            width=max((width - 4 if end is None else _x(end, names, step)) - _x(start, names, step), 6))
        for start, end in lane.ran
    ]  # fmt: skip
    return tag(
        "g",
        tag("line", x1=names, x2=width - 4, y1=y, y2=y, cls="life"),
        tag("text", name, x=2, y=y + 4, font_weight=600),
        *bars,
        *(_mark(mark, _x(mark.column, names, step), y, step, links) for mark in lane.marks),
    )


def _mark(mark: Mark, x: int, y: int, step: float, links: Links) -> Html:
    row = mark.row
    shape = {
        "start": f"M{x - 6} {y - 8}L{x + 9} {y}L{x - 6} {y + 8}Z",
        "stop": f"M{x - 7} {y - 7}h14v14h-14Z",
    }.get(row.kind, f"M{x - 6} {y - 6}l12 12m0 -12l-12 12")
    ident = row.message_id if row.message_id in row.text else ""
    name = ident if step >= NAMED else ""
    words = f"{name} ×{mark.number:,}".strip() if mark.number > 1 and step >= COUNTED else name
    parts = (
        tag("circle", cx=x, cy=y, r=11, cls="back"),
        tag("path", d=shape, cls=f"mark {row.kind}"),
        tag("text", words, x=x, y=y + 23, text_anchor="middle", font_size=11, cls="soft") if words else EMPTY,
    )
    told = f"{row.machine}: {WORDS.get(row.kind, row.kind)} {ident or row.text[:80]}, {row.file}:{row.line}"
    target = links.target(row.file, row.line)
    if target:
        return tag("a", *parts, href=target, aria_label=told)
    return tag("g", *parts, role="img", aria_label=told)
