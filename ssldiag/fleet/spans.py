"""Files that follow one another in, those that a worker reads as one out. What is open between two of these
has to be handed over, so they are as few as keep all workers busy to the end.

Pure: decides by sizes alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from ssldiag.fleet.bounds import CUT_ABOVE, PACKED, SPAN, TURNS
from ssldiag.fleet.resolve import cut

T = TypeVar("T")


def most(size: int, workers: int) -> int:
    """Bytes that a worker is given at a time, of so many in all."""
    return min(SPAN, size // (workers * TURNS))


def weight(size: int, packed: bool) -> int:
    """Bytes of a file, unpacked; of one that is read in stretches by itself, more than any span has."""
    if packed:
        return size * PACKED
    return size if len(cut(0, size)) == 1 else CUT_ABOVE


def spans(found: Iterable[T], weigh: Callable[[T], int], limit: int) -> Iterator[list[T]]:
    """The files, several together if they are small, in their order."""
    span: list[T] = []
    room = 0
    for each in found:
        size = weigh(each)
        if span and size > room:
            yield span
            span = []
        room = (room if span else limit) - size
        span.append(each)
    if span:
        yield span
