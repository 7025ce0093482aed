"""The rungs of a ladder in, the geometry of a drawing out; the page's template makes SVG of it.

The drawing is 440 units wide, so its letters stay readable on a screen of 360 pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ssldiag.render.handshake_ladder import Rung
from ssldiag.render.layout import wrap

WIDTH = 440
CLIENT, SERVER = 84, 412
NOTE = 72
"""Where the life lines stand, and where frame numbers and times end."""

TOP, LINE, GAP = 24, 14, 14
LETTERS = 46
"""Letters of a label in one line: 12-unit letters take 6 to 7 units each."""

HEAD = 7
"""Length of an arrow's head."""


@dataclass(frozen=True, slots=True)
class Text:
    """A line of a label and its base line."""

    text: str
    y: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """One rung: its label, its shaft from ``start`` to ``stop`` at ``y``, its head as an SVG path."""

    kind: str
    lines: tuple[Text, ...]
    start: int
    stop: int
    y: int
    head: str
    frame: str
    after: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole ladder."""

    height: int
    rungs: tuple[Arrow, ...]
    width: int = WIDTH
    client: int = CLIENT
    server: int = SERVER
    middle: int = (CLIENT + SERVER) // 2
    note: int = NOTE


def drawing(rungs: Sequence[Rung]) -> Drawing:
    """The drawing of a ladder."""
    arrows = []
    y = TOP
    for rung in rungs:
        label = f"({rung.labels[0]})" if rung.kind == "cut" else ", ".join(rung.labels)
        lines = []
        for line in wrap(label, LETTERS):
            y += LINE
            lines.append(Text(line, y))
        arrows.append(_arrow(rung, tuple(lines), y + 5))
        y += GAP
    return Drawing(y + GAP, tuple(arrows))


def _arrow(rung: Rung, lines: tuple[Text, ...], y: int) -> Arrow:
    right = rung.side == "client"
    start, stop = (CLIENT, SERVER) if right else (SERVER, CLIENT)
    back = stop - HEAD if right else stop + HEAD
    head = f"M{stop} {y}L{back} {y - 4}L{back} {y + 4}Z"
    frame = "" if rung.frame is None else f"frame {rung.frame}"
    after = "" if rung.after is None else f"{rung.after * 1000:,.1f} ms"
    return Arrow(rung.kind, lines, start, back, y, head, frame, after)
