"""The plain values of a fleet run: what there is to do, how a capture file lies, and what came of a task."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any, overload

from ssldiag.capture.packets import Framer
from ssldiag.capture.part import Hopped, Ran, Stretch


class FleetError(Exception):
    """Why a run cannot be done at all, in a sentence without a full stop."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file or a folder as it was when listed. ``name`` is a path or an fsspec URL; ``stamp`` changes when
    its content does: the time of its last change, or what the store calls an ETag.
    """

    name: str
    size: int
    stamp: str
    modified: float | None = None
    folder: bool = False

    @property
    def identity(self) -> tuple[str, int, str]:
        """What tells this state of it from any other."""
        return self.name, self.size, self.stamp


@dataclass(frozen=True, slots=True)
class Capture:
    """Files that are one capture: connections may go on from one to the next."""

    name: str
    files: tuple[Item, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(item.size for item in self.files)


@dataclass(frozen=True, slots=True)
class Look:
    """How a capture file lies. ``how`` is one of:

    ``ranges``: not packed, records at known places, so stretches of it can be read; ``whole``: packed, read
    from its start to its end by one worker; ``here``: of another kind, or with keys in it, read by the
    process that joins; ``unreadable``: no capture, ``problem`` says why.
    """

    item: Item
    how: str
    form: str = ""
    framer: Framer | None = field(default=None, repr=False)
    sign: bytes = b""
    first: int = 0
    begins: float = inf
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of one file. ``number`` is the file's place among those of its capture; ``frames`` and
    ``clock`` are what came before in the file.
    """

    look: Look
    number: int
    stretch: Stretch
    frames: int = 0
    clock: float = -inf


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is to read: a stretch of one file, or whole files that follow one another, as one. There
    are ``count`` files in the capture. ``token`` names the order among those of its capture. ``following`` is
    when the next file begins, and its number.
    """

    parts: tuple[Part, ...]
    count: int
    token: int = 0
    following: tuple[float, int] | None = None


OBJECT = 1000
"""Bytes of what is small, about."""

OPEN_BYTES = 4000
"""Bytes of a connection that is open, about, as it is handed over."""


@dataclass(slots=True)
class Run:
    """What a worker found in so many parts of its order, read as one. None where it is of no use. Where
    ``extract`` is there, the places of orphans are in it.
    """

    parts: int
    ran: Ran | None
    extract: bytes | None = None

    def __sizeof__(self) -> int:
        """About what it takes to send it."""
        size = OBJECT + len(self.extract or b"")
        if self.ran is not None:
            size += sum(int(column.nbytes) for column in (*self.ran.orphans, *self.ran.doubles))
            size += OPEN_BYTES * len(self.ran.open)
        return size


@dataclass(slots=True)
class Scan:
    """What a worker found: where the records of each part lie, then what they held. ``rows`` are those of
    their handshakes, as a record batch.
    """

    token: int
    hopped: tuple[Hopped, ...]
    runs: tuple[Run, ...]
    rows: Any
    certificates: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    seconds: float = 0.0

    def __sizeof__(self) -> int:
        """About what it takes to send it: Dask weighs by it whether a task had better go elsewhere."""
        size: int = self.rows.nbytes
        return size + sum(map(sys.getsizeof, self.runs))


@dataclass(frozen=True, slots=True)
class Failure:
    """A task that did not end well, however often it was tried. ``killed``: its worker died each time."""

    reason: str
    killed: bool = False


class SomeNames(Sequence[str]):
    """The names of all files of a capture, of which a worker needs those of its own."""

    def __init__(self, names: dict[int, str], count: int) -> None:
        self._names, self._count = names, count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice) or place not in self._names:
            raise IndexError(place)
        return self._names[place]
