"""Files that follow one another in, those that a worker reads as one out. What is open between two of these
has to be handed over, so they are as few as keep all workers busy to the end: the less is left, the smaller.

Pure: decides by sizes alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from ssldiag.fleet.bounds import CUT_ABOVE, PACKED, SPAN, TURNS

T = TypeVar("T")


class Left:
    """Bytes that were not handed out yet."""

    def __init__(self, size: int, workers: int) -> None:
        self._size, self._workers = size, workers

    def take(self, sizes: Iterable[int]) -> None:
        """Some files were handed out."""
        self._size -= sum(sizes)

    def limit(self) -> int:
        """How many a worker is given at a time."""
        return min(SPAN, self._size // (self._workers * TURNS))


def weight(size: int, stretches: int = 1, packed: bool = False) -> int:
    """Bytes of a file, unpacked; of one that is read in several stretches, more than any span has."""
    if stretches > 1:
        return CUT_ABOVE
    return size * PACKED if packed else size


def spans(found: Iterable[T], weigh: Callable[[T], int], limit: Callable[[], int]) -> Iterator[list[T]]:
    """The files, several together if they are small, in their order. ``limit`` is asked for each span, after
    the one before it was taken.
    """
    span: list[T] = []
    room = 0
    for each in found:
        size = weigh(each)
        if span and size > room:
            yield span
            span = []
        room = (room if span else limit()) - size
        span.append(each)
    if span:
        yield span
