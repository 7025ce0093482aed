"""A stretch of a file, read by a process of its own: what it is told, and what it gives. Whole files that
follow one another are read as one stretch.

A connection that begins with a SYN in the stretch is followed as usual. Segments before that (orphans) are
kept for who knows what came before, and so is every connection still open at the end. Where anything else
depends on what came before, the stretch is odd, and its result of no use.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ssldiag.capture.arrays import Array
from ssldiag.capture.filters import Filters
from ssldiag.capture.flows import Begin, Wanted
from ssldiag.capture.keys_given import conversations
from ssldiag.capture.packets import Framer
from ssldiag.capture.pipeline import Given, Giver
from ssldiag.capture.segments import Detached
from ssldiag.capture.streams import Connection
from ssldiag.capture.survey import Counts
from ssldiag.wire.keylog import KeyLog
from ssldiag.wire.model import Handshake


@dataclass(frozen=True, slots=True)
class Job:
    """What all processes are told. ``sign`` is what a record's header has in common with the first one's.

    Where the file is one of several of a capture, ``number`` is its place among their ``names``; ``path`` is
    where to read it.
    """

    path: str
    framer: Framer
    sign: bytes
    keylog: KeyLog
    filters: Filters | None
    each: Callable[[Handshake], Any]
    number: int = 0
    names: Sequence[str] = ()

    @property
    def files(self) -> Sequence[str]:
        """The names of all files of the capture."""
        return self.names or (self.path,)

    def begin(self) -> Begin:
        """What makes the listener of a new connection."""
        return conversations(self.keylog, self.filters.asked if self.filters is not None else frozenset())

    def wanted(self) -> Wanted | None:
        """Which connections are of interest."""
        return self.filters.connection if self.filters is not None else None

    def giver(self) -> Giver:
        """What makes of a connection what is given for it."""
        return Giver(self.files, self.filters, self.each)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The records that begin in ``[start, end)`` of a file; ``first`` is where the first one is, if known."""

    number: int
    start: int
    end: int
    first: int | None = None


@dataclass(frozen=True, slots=True)
class Hopped:
    """Where the records of a stretch lie. ``first`` is None if no beginning could be guessed; ``behind`` is
    the first record after the stretch, None if the file ends before. ``latest`` is the latest time.
    """

    number: int
    first: int | None
    behind: int | None
    packets: int
    latest: float
    problem: str = ""
    broken_at: int | None = None
    odd: bool = False


@dataclass(slots=True)
class Opening:
    """The first SYN of a connection in a stretch, in which its frame is the ``serial`` one."""

    key: int
    serial: int
    clock: float
    side: int
    seq: int


@dataclass(slots=True)
class Leg:
    """What a stretch has of one file. The file's frame ``n`` is frame ``before + n`` of the stretch, its
    serial number there. ``epoch`` counts the ticks of the file.
    """

    counts: Counts
    clock: float
    epoch: int | None
    before: int = 0


@dataclass(slots=True)
class Ran:
    """What a stretch held: ``legs`` by the numbers of its files. ``most`` connections were open at once;
    ``odd``: of no use. ``orphans`` and ``doubles`` are columns of segments; those of orphans are followed by
    one of whether they are notable. ``over_at`` has serial numbers of frames.
    """

    odd: bool
    legs: dict[int, Leg]
    most: int = 0
    given: list[Given] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    states: dict[int, list[int]] = field(default_factory=dict)
    open: dict[int, Connection] = field(default_factory=dict)
    orphans: list[Array] = field(default_factory=list)
    doubles: list[Array] = field(default_factory=list)
    detached: list[Detached] = field(default_factory=list)
    over_at: dict[int, int] = field(default_factory=dict)
