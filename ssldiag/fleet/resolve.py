"""A large file cut at guesses, what workers found there in, and stretches whose place is certain out.

A worker guesses where a record begins in the middle of a file. Only what came before tells whether that is
right, how many frames there were, and how late it was; so such a file is gone through twice, first to find
its records and then to read them. The theory is that of :class:`ssldiag.capture.crew.Crew`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from math import inf

from ssldiag.capture.part import Hopped, Stretch
from ssldiag.fleet.bounds import CUT_ABOVE
from ssldiag.fleet.model import Failure

ALL = 1 << 62
"""Where a file ends, if that was not asked, or is not known before it is unpacked: behind any."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A stretch with what came before it. ``here``: a worker's result would be of no use, from there on.

    ``failure`` says why it cannot be read, though its place is known.
    """

    stretch: Stretch
    frames: int
    clock: float
    hopped: Hopped
    here: bool = False
    failure: Failure | None = None


def cut(first: int, size: int, above: int = CUT_ABOVE) -> list[Stretch]:
    """The stretches of a file: one if it is small, else as few as can be, of the same size."""
    count = 1 if size <= above else -(-(size - first) // (above // 2))
    step = max(1, -(-(size - first) // count))
    starts = range(first, max(size, first + 1), step)
    return [
        Stretch(number, start, min(start + step, max(size, first + 1)), first if number == 0 else None)
        for number, start in enumerate(starts)
    ]


def resolved(
    found: Iterable[tuple[Stretch, Hopped | Failure]], again: Callable[[Stretch], Hopped | Failure]
) -> Iterator[Placed]:
    """The stretches in order, up to where the file ends or breaks. ``again`` looks anew where a guess was
    wrong, and through all the rest, for how late it is, where what follows cannot be read in stretches.
    """
    expected: int | None = None
    frames, latest = 0, -inf
    for stretch, hopped in found:
        if stretch.number == 0:
            expected = stretch.first
        if expected is None:
            return
        if expected >= stretch.end:  # one record reaches beyond all of it
            continue
        sure = replace(stretch, first=expected)
        if isinstance(hopped, Hopped) and hopped.first != expected:
            hopped = again(sure)
        if isinstance(hopped, Hopped) and hopped.odd:
            hopped = again(replace(sure, end=ALL))
        if isinstance(hopped, Failure):
            yield Placed(sure, frames, latest, Hopped(stretch.number, expected, None, 0, -inf), False, hopped)
            return
        yield Placed(sure, frames, latest, hopped, hopped.odd)
        if hopped.odd:
            return
        frames += hopped.packets
        latest = max(latest, hopped.latest)
        expected = hopped.behind
