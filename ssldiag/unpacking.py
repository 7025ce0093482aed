"""Decompressors of one shape, with bounded output for each step: those of ``zlib`` and ``lzma``."""

from __future__ import annotations

import lzma
import zlib
from typing import Protocol

_SMALL_STEP = 512
"""Bytes unpacked at once near damage, so that little before it is lost: a block of a tar archive."""

_XZ_MEMORY = 128 * 1024 * 1024
"""``xz -9`` needs 65 MiB to unpack; a header may ask for 4 GiB."""


class Engine(Protocol):
    """What the decompressors of ``bz2``, ``lzma`` and ``compression.zstd`` have in common; zlib gets it."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def needs_input(self) -> bool: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Deflate:
    """A zlib decompressor that keeps its own rest, as the one of lzma does, and what came before damage."""

    def __init__(self, window: int) -> None:
        self._engine = zlib.decompressobj(window)
        self._damage: zlib.error | None = None
        self._full = False

    @property
    def eof(self) -> bool:
        return self._engine.eof

    @property
    def unused_data(self) -> bytes:
        return self._engine.unused_data

    @property
    def needs_input(self) -> bool:
        """Not while zlib may hold back what found no room: it does so without a rest of its input."""
        return not self._engine.unconsumed_tail and not self._full and self._damage is None

    def decompress(self, data: bytes, max_length: int) -> bytes:
        if self._damage:
            raise self._damage
        data = self._engine.unconsumed_tail + data
        before = self._engine.copy()
        try:
            found = self._engine.decompress(data, max_length)
            self._full = len(found) == max_length
            return found
        except zlib.error as error:
            self._damage = error
            return _up_to_damage(before, data)


def _up_to_damage(engine: zlib._Decompress, data: bytes) -> bytes:
    """What unpacks without error, in small steps; a step that meets the error gives nothing."""
    parts: list[bytes] = []
    try:
        while not parts or parts[-1]:
            parts.append(engine.decompress(data, _SMALL_STEP))
            data = engine.unconsumed_tail
    except zlib.error:
        pass
    return b"".join(parts)


def raw_deflate() -> Engine:
    """For members of zip files (RFC 1951)."""
    return _Deflate(-zlib.MAX_WBITS)


def gzip_engine() -> Engine:
    """For gzip files (RFC 1952), their check value included."""
    return _Deflate(16 + zlib.MAX_WBITS)


def xz_engine() -> Engine:
    """For xz files, of bounded memory."""
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)
