"""A stream of bytes in, blocks of whole lines in an encoding that contains ASCII out; compressed streams
expanded.

Memory is bounded whatever the stream: one block, and a line that is longer than a block is cut at its end.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from itertools import chain, islice
from typing import BinaryIO, cast

from ssldiag import text
from ssldiag.model import Source

BLOCK = 1 << 20
"""Bytes of a block: large enough that the searches run at full speed, small enough for the cache of a
processor."""

HEAD = 65_536
"""Bytes by which the encoding is told."""

XZ_MEMORY = 128 << 20
"""Bytes that unpacking xz may take: ``xz -9`` needs 65 MiB, a header may ask for 4 GiB."""

LINES = 10_000
"""Lines that make a block where the encoding has to be changed line by line."""


class Unreadable(ValueError):
    """A log that cannot be read, and why, in a sentence."""


def _zstandard(stream: BinaryIO) -> BinaryIO:
    """Python has Zstandard since 3.14; before that the package of that name may be there."""
    try:
        return cast(BinaryIO, import_module("compression.zstd").ZstdFile(stream))
    except ImportError:
        pass
    try:
        return cast(BinaryIO, import_module("zstandard").ZstdDecompressor().stream_reader(stream))
    except ImportError as error:
        raise Unreadable(
            "Zstandard needs Python 3.14 or the package zstandard; or use zstd -dc FILE | ..."
        ) from error


PACKED: dict[bytes, Callable[[BinaryIO], BinaryIO]] = {
    b"\x1f\x8b": lambda stream: cast(BinaryIO, gzip.GzipFile(fileobj=stream)),
    b"BZh": lambda stream: cast(BinaryIO, bz2.BZ2File(stream)),
    b"\xfd7zXZ\0": lambda stream: cast(BinaryIO, io.BufferedReader(_Xz(stream), BLOCK)),
    b"\x28\xb5\x2f\xfd": _zstandard,
}
"""What a compressed file begins with (RFC 1952 2.3.1, RFC 8878 3.1.1) -> how to read it."""


def blocks(stream: BinaryIO, size: int = 0) -> Iterator[bytes]:
    """The blocks of a log of ``size`` bytes (0: not known). Raises Unreadable for what is damaged."""
    try:
        head = stream.read(HEAD)
        opened = next((opened for magic, opened in PACKED.items() if head.startswith(magic)), None)
        if opened:
            stream, size = opened(_joined(head, stream)), 0
            head = stream.read(HEAD)
        yield from _of_encoding(head, stream, size)
    except (EOFError, gzip.BadGzipFile, lzma.LZMAError, zlib.error) as error:
        raise Unreadable(f"the compressed data are damaged: {error}") from error
    except OSError as error:
        if error.errno is None:  # what bz2 raises for damaged data
            raise Unreadable(f"the compressed data are damaged: {error}") from error
        raise


def _of_encoding(head: bytes, stream: BinaryIO, size: int) -> Iterator[bytes]:
    encoding = text.detect(head, size or len(head) + 1)
    old_mac = b"\r" in head and b"\n" not in head
    if encoding in ("utf-8", "utf-8-sig", "latin-1", None) and not old_mac:
        return _ascii(head, stream)
    return _recoded(_joined(head, stream), encoding or "latin-1", size)


def _joined(head: bytes, stream: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(_Chained(head, stream), BLOCK))


def _ascii(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """Blocks that end with a line; what is after the last line end waits for the rest of its line."""
    held = b""
    for piece in chain((head,), iter(partial(stream.read, BLOCK), b"")):
        end = piece.rfind(b"\n") + 1
        if end:
            yield held + piece[:end]
            held = piece[end:]
        elif len(held) < BLOCK:
            held += piece
        else:  # a line without end: its beginning is enough
            continue
    if held:
        yield held


def _recoded(stream: BinaryIO, encoding: str, size: int) -> Iterator[bytes]:
    lines = text.raw_lines(Source("", "", "", size, lambda: stream, encoding))
    while batch := list(islice(lines, LINES)):
        yield "\n".join(line for _, line in batch).encode("utf-8", "replace") + b"\n"


class _Xz(io.RawIOBase):
    """Xz files, one after the other, in bounded memory: ``lzma.LZMAFile`` takes what a header asks for."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._engine = self._new_engine()

    @staticmethod
    def _new_engine() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        piece = b""
        while not piece:
            packed = b""
            if self._engine.eof:
                packed = self._following()
                if not packed:
                    return 0
                self._engine = self._new_engine()
            elif self._engine.needs_input:
                packed = self._stream.read(BLOCK)
                if not packed:
                    raise EOFError("they end too early")
            piece = self._unpacked(packed, len(view))
        view[: len(piece)] = piece
        return len(piece)

    def _unpacked(self, packed: bytes, most: int) -> bytes:
        try:
            return self._engine.decompress(packed, most)
        except lzma.LZMAError as error:
            if "emory" in str(error):
                raise Unreadable(f"unpacking takes more than {XZ_MEMORY >> 20} MiB of memory") from error
            raise

    def _following(self) -> bytes:
        """The beginning of the next file, behind the zeros that may stand between two."""
        rest = self._engine.unused_data.lstrip(b"\0")
        while not rest and (more := self._stream.read(BLOCK)):
            rest = more.lstrip(b"\0")
        return rest


class _Chained(io.RawIOBase):
    """Bytes that were read already, then the rest of their stream."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = memoryview(head)
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        piece = bytes(self._head[: len(view)]) or self._stream.read(len(view)) or b""
        self._head = self._head[len(piece) :]
        view[: len(piece)] = piece
        return len(piece)
