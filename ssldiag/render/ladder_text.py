"""The rungs of a ladder in, lines of text out: client on the left, server on the right, arrows between.

Plain ASCII, so that it survives a 3270 screen, a mail and a ticket.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ssldiag.render.handshake_ladder import Kind, Rung
from ssldiag.render.layout import Line, cells, wrap

SHAFTS: dict[Kind, str] = {"message": "-", "encrypted": ".", "alert": "=", "data": "-", "end": "-"}
STYLES: dict[Kind, str] = {
    "message": "",
    "encrypted": "dim",
    "alert": "error",
    "data": "dim",
    "end": "warning",
}

FRAME = 8
MILLISECONDS = 11
"""Columns for frame numbers and milliseconds: a capture of ten million packets, a handshake of two hours."""

NARROWEST = 30
WIDEST = 66
"""Columns between the two sides: less holds no message, in more the eye loses the line."""


def ladder(rungs: Sequence[Rung], columns: int, margin: int = 2) -> Iterator[Line]:
    """The lines of a ladder, at most ``columns`` wide unless that is less than any ladder needs."""
    room = min(max(columns - margin - FRAME - MILLISECONDS - 4, NARROWEST), WIDEST)
    head = " " * margin + "frame".rjust(FRAME) + "ms".rjust(MILLISECONDS)
    if rungs:
        yield ((f"{head}  client{' ' * (room - 10)}server", "dim"),)
    for rung in rungs:
        yield from _rung(rung, room, " " * margin)


def _rung(rung: Rung, room: int, margin: str) -> Iterator[Line]:
    frame = "" if rung.frame is None else f"{rung.frame}"
    after = "" if rung.after is None else f"{rung.after * 1000:.1f}"
    lead = f"{margin}{frame:>{FRAME}}{after:>{MILLISECONDS}}  "
    if rung.kind == "cut":
        yield (lead, "dim"), (f":{f'({rung.labels[0]})'.center(room)}:", "dim")
        return
    for label in wrap(", ".join(rung.labels), room - 8):
        yield (lead, "dim"), ("|", "dim"), (_arrow(rung, label, room), STYLES[rung.kind]), ("|", "dim")
        lead = " " * len(lead)


def _arrow(rung: Rung, label: str, room: int) -> str:
    shaft = SHAFTS[rung.kind]
    rest = shaft * max(room - cells(label) - 5, 0)
    if rung.side == "client":
        return f"{shaft * 2} {label} {rest}>"
    return f"<{rest} {label} {shaft * 2}"
