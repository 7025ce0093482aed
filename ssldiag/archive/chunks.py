"""Streams made of chunks: unpacked, counted and checked as they are read, without a handle left open.

A packed file is opened anew for each piece, so that a stream half read and forgotten holds no file.
"""

from __future__ import annotations

import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from ssldiag.archive.limits import ArchiveError, Budget
from ssldiag.unpacking import Engine

PIECE = 64 * 1024
"""Bytes read or unpacked at once: takes longer than opening the file anew, and is small in memory."""

_PACKED_FILES = 100_000  # bgzip makes one of each 64 KiB: enough for all that is taken in

Opener = Callable[[], BinaryIO]
Chunks = Iterator[bytes]


def file_chunks(opener: Opener, start: int = 0, size: int | None = None) -> Chunks:
    """The bytes of a file from ``start``: ``size`` of them, or ArchiveError; without ``size``, all."""
    position, end = start, None if size is None else start + size
    while end is None or position < end:
        with opener() as stream:
            stream.seek(position)
            chunk = stream.read(PIECE if end is None else min(PIECE, end - position))
        if not chunk:
            if end is not None:
                raise ArchiveError("is cut short")
            return
        position += len(chunk)
        yield chunk


class _Unpacker:
    """Packed data in pieces; several gzip or xz files one after the other are one (RFC 1952 2.2)."""

    def __init__(self, new_engine: Callable[[], Engine]) -> None:
        self._new_engine = new_engine
        self._engine = new_engine()
        self._files = 1

    @property
    def is_complete(self) -> bool:
        return self._engine.eof

    def feed(self, data: bytes) -> Chunks:
        while data:
            if self._engine.eof:
                data = data.lstrip(b"\0")  # padding between files
                if not data:
                    return
                self._next_file()
            yield from self._drain(data)
            data = self._engine.unused_data if self._engine.eof else b""

    def _next_file(self) -> None:
        self._files += 1
        if self._files > _PACKED_FILES:
            raise ArchiveError(f"is made of more than {_PACKED_FILES:,} packed files")
        self._engine = self._new_engine()

    def _drain(self, data: bytes) -> Chunks:
        more = True
        while more:
            out = self._step(data)
            if out:
                yield out
            data = b""
            more = not self._engine.eof and (len(out) == PIECE or not self._engine.needs_input)

    def _step(self, data: bytes) -> bytes:
        try:
            return self._engine.decompress(data, PIECE)
        except (zlib.error, lzma.LZMAError) as error:
            raise ArchiveError(f"is damaged ({error})") from error


def unpacked(packed: Chunks, new_engine: Callable[[], Engine], budget: Budget) -> Chunks:
    """What the chunks unpack to. Raises ArchiveError for damage and, once it shows, for a bomb."""
    taken = given = 0
    unpacker = _Unpacker(new_engine)
    for chunk in packed:
        taken += len(chunk)
        for out in unpacker.feed(chunk):
            given += len(out)
            if budget.is_bomb(given, taken) or given > budget.limits.total:
                raise ArchiveError(budget.bomb if given <= budget.limits.total else budget.too_large)
            yield out
    if not unpacker.is_complete:
        raise ArchiveError("is cut short")


def checked(chunks: Chunks, size: int, crc: int) -> Chunks:
    """The same chunks. Raises ArchiveError where they are not what the archive's directory promises."""
    left, value = size, 0
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise ArchiveError("is damaged (larger than its archive says)")
        value = zlib.crc32(chunk, value)
        yield chunk
    if left or value != crc:
        raise ArchiveError("is damaged (its check value is wrong)")


class _ChunkStream(io.RawIOBase):
    def __init__(self, chunks: Chunks) -> None:
        self._chunks = chunks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = memoryview(next(self._chunks, b""))
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def stream_of(chunks: Chunks) -> BinaryIO:
    """A binary stream over chunks."""
    return io.BufferedReader(_ChunkStream(chunks), PIECE)
