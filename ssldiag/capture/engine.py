"""The steps of reading a capture that there are two ways to do: :mod:`ssldiag.capture.bulk` with numpy, and
:mod:`ssldiag.capture.plain` without. Both give the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from ssldiag.capture.batch import Batch, Column
from ssldiag.capture.flows import Groups
from ssldiag.capture.fragments import Fragments
from ssldiag.capture.packets import Framer
from ssldiag.capture.segments import Found, Live, Segments
from ssldiag.capture.survey import Counts


class Segmenter(Protocol):
    """Batches of one file in, segments out. ``clock`` is the latest time so far."""

    counts: Counts
    fragments: Fragments
    clock: float

    def segments(self, batch: Batch) -> Found: ...


class Sieve(Live, Protocol):
    """Connections of which not every segment matters, by number."""

    def group(self, segments: Segments, start: int, stop: int) -> Groups:
        """The segments from ``start`` to ``stop`` that matter, sorted by connection."""
        ...

    def mark(self, keys: Iterable[int], state: int) -> None:
        """Say what is to be done with the segments of connections from now on."""
        ...

    def trim(self) -> None:
        """Keep within bounds: forget all if there are too many."""
        ...


class Engine(Protocol):
    """A way of reading. ``many``: several processes may share a file."""

    many: bool

    def framer(self, framer: Framer) -> Framer:
        """The framer to use in place of a plain one."""
        ...

    def segmenter(self, file: int, clock: float) -> Segmenter:
        """For the file of this number, where the latest time before it was ``clock``."""
        ...

    def sieve(self) -> Sieve:
        """One that lets everything through."""
        ...

    def ticks(self, segments: Segments, last: dict[int, int]) -> list[int]:
        """The segments before which the capture ticks. ``last``: each file's last epoch, kept so."""
        ...

    def merge(self, parts: list[Segments]) -> Segments:
        """Segments of several files as one, in order of time."""
        ...

    def upto(self, clocks: Column, start: int, clock: float) -> int:
        """The first place from ``start`` on where a sorted column is beyond ``clock``."""
        ...

    def cut(self, segments: Segments, start: int, stop: int) -> Segments:
        """Some of the segments."""
        ...
