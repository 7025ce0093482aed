"""The plain values of a fleet run: what there is to do, how a capture file lies, and what came of a task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any, Generic, TypeVar, overload

from ssldiag.capture.packets import Framer
from ssldiag.capture.part import Hopped, Ran, Stretch

T = TypeVar("T")


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
class Order:
    """One stretch of one file to read. ``number`` is the file's place among the ``count`` of its capture;
    ``frames`` and ``clock`` are what came before in the file. ``token`` names it among those of its capture.
    """

    look: Look
    number: int
    count: int
    stretch: Stretch
    frames: int = 0
    clock: float = -inf
    token: int = 0


OBJECT = 1000
"""Bytes of what is small, about."""

OPEN_BYTES = 4000
"""Bytes of a connection that is open, about, as it is handed over."""


@dataclass(slots=True)
class Scan:
    """What a worker found in a stretch. ``rows`` are those of its handshakes, as a record batch. Where
    ``extract`` is there, the places of orphans are in it.
    """

    token: int
    hopped: Hopped
    ran: Ran | None
    rows: Any
    certificates: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    extract: bytes | None = None
    damage: str = ""
    seconds: float = 0.0

    def __sizeof__(self) -> int:
        """About what it takes to send it: Dask weighs by it whether a task had better go elsewhere."""
        size: int = OBJECT + self.rows.nbytes + len(self.extract or b"")
        if self.ran is not None:
            size += sum(int(column.nbytes) for column in (*self.ran.orphans, *self.ran.doubles))
            size += OPEN_BYTES * len(self.ran.open)
        return size


@dataclass(frozen=True, slots=True)
class Failure:
    """A task that did not end well, however often it was tried. ``killed``: its worker died each time."""

    reason: str
    killed: bool = False


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """A task's argument and what came of it."""

    asked: Any
    value: T | Failure


class OneName(Sequence[str]):
    """The names of all files of a capture, of which a worker needs that of its own."""

    def __init__(self, number: int, name: str, count: int) -> None:
        self._number, self._name, self._count = number, name, count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if place != self._number:
            raise IndexError(place)
        return self._name
