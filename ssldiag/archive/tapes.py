"""Bytes that are read forwards: a file (where going on costs nothing) or what a packed file unpacks to."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO, Protocol

from ssldiag.archive.chunks import PIECE, Chunks, Opener
from ssldiag.archive.limits import ArchiveError


class Tape(Protocol):
    """A reading position that only goes forwards."""

    @property
    def position(self) -> int: ...
    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes; fewer only at the end."""
        ...

    def go_to(self, position: int) -> None:
        """Go forwards. Raises ArchiveError if the bytes end before."""
        ...


class FileTape:
    """A file, opened for each read."""

    def __init__(self, opener: Opener, size: int) -> None:
        self._opener = opener
        self._size = size
        self.position = 0

    def read(self, size: int) -> bytes:
        with self._opener() as stream:
            stream.seek(self.position)
            data = stream.read(size)
        self.position += len(data)
        return data

    def go_to(self, position: int) -> None:
        if position > self._size:
            raise ArchiveError("is cut short")
        self.position = position


class ChunkTape:
    """Chunks as they come."""

    def __init__(self, chunks: Chunks) -> None:
        self._chunks = chunks
        self._rest = b""
        self.position = 0

    def read(self, size: int) -> bytes:
        parts: list[bytes] = []
        while size and (self._rest or self._fill()):
            part, self._rest = self._rest[:size], self._rest[size:]
            parts.append(part)
            size -= len(part)
            self.position += len(part)
        return b"".join(parts)

    def go_to(self, position: int) -> None:
        while self.position < position:
            if not self.read(min(position - self.position, PIECE)):
                raise ArchiveError("is cut short")

    def _fill(self) -> bool:
        self._rest = next(self._chunks, b"")
        return bool(self._rest)


class Reel:
    """Opens stretches of what a packed file unpacks to, again and in any order.

    A stretch behind the one read last costs unpacking from there; one before it, unpacking from the start.
    Logs unpack at some 500 MB a second from gzip and 60 from xz: members of a large archive are best read in
    order.
    """

    def __init__(self, unpack: Callable[[], Chunks]) -> None:
        self._unpack = unpack
        self._parked: list[Tape] = []

    def tape(self) -> Tape:
        """All of it, from the start."""
        return ChunkTape(self._unpack())

    def open(self, start: int, size: int) -> BinaryIO:
        """A stream of ``size`` bytes from ``start``."""
        tape = self._parked.pop() if self._parked else None
        if tape is None or tape.position > start:
            tape = self.tape()
        tape.go_to(start)
        return io.BufferedReader(_Stretch(tape, size, self._park), PIECE)

    def _park(self, tape: Tape) -> None:
        self._parked[:] = [tape]


class _Stretch(io.RawIOBase):
    def __init__(self, tape: Tape, size: int, park: Callable[[Tape], None]) -> None:
        self._tape = tape
        self._left = size
        self._park = park

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._tape.read(min(len(buffer), self._left))
        if not data and self._left and len(buffer):
            raise ArchiveError("is cut short")
        buffer[: len(data)] = data
        self._left -= len(data)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._park(self._tape)
        super().close()
