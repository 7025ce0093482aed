"""Records of varying size found in a buffer, in many lanes at once.

Where a record begins only the one before it tells, so that a loop over them would cost more than all that
follows. Here a buffer is cut into lanes, a likely beginning is guessed in each, and all lanes hop from
record to record together. A lane must end where the next one began; where it does not, the guess was wrong,
and from there on nothing of it is used.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ssldiag.capture.arrays import Ints

LANE = 32 * 1024
"""Bytes of a lane: some hundred records, so that a guess costs little for each."""

LEAST = 24
"""With fewer lanes a plain loop is faster."""

MOST = 2048
"""Records of one lane: so many have 8 bytes on average, so that the guesses must have failed."""

Guess = Callable[[int, int], int]
"""A likely beginning of a record between two places; negative if there is none."""

After = Callable[[Ints], Ints]
"""Where the records at these places end."""


def marks(at: int, end: int, guess: Guess, after: After) -> tuple[Ints, int]:
    """Where whole records between ``at`` and ``end`` begin, and where the next one does; maybe not all."""
    starts = [at]
    for place in range(at + LANE, end - LANE // 2, LANE):
        found = guess(place, min(place + LANE, end))
        if found > starts[-1]:
            starts.append(found)
    if len(starts) < LEAST:
        return np.zeros(0, dtype=np.int64), at
    return _hop(np.array(starts, dtype=np.int64), end, after)


def _hop(starts: Ints, end: int, after: After) -> tuple[Ints, int]:
    stops = np.append(starts[1:], end)
    lanes = np.arange(len(starts))
    ends, places = starts.copy(), starts
    rows: list[tuple[Ints, Ints]] = []
    while len(lanes):
        if len(rows) == MOST:
            return starts[:0], int(starts[0])
        rows.append((lanes, places))
        places = after(places)
        on = places < stops
        if np.count_nonzero(on) < len(on):  # faster than all() for so few
            off = ~on
            ends[lanes[off]] = places[off]
            lanes, places, stops = lanes[on], places[on], stops[on]
    wrong = np.flatnonzero(ends[:-1] != starts[1:])
    good = int(wrong[0]) + 1 if len(wrong) else len(starts)
    table = np.full((len(rows), len(starts)), -1, dtype=np.int64)
    for row, (lanes, places) in zip(table, rows, strict=True):
        row[lanes] = places
    columns = table.T[:good]
    mark, upto = columns[columns >= 0], int(ends[good - 1])
    if upto > end:  # the last one is not whole
        return mark[:-1], int(mark[-1])
    return mark, upto
