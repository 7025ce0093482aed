"""A path in, the bytes of a capture out: unpacked where it is packed, known by content and not by name.

``-`` is standard input. Damage of a packed file ends the bytes; what was unpacked before it counts, and
the reason is kept.
"""

from __future__ import annotations

import bz2
import importlib
import lzma
import os
import stat
import sys
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, cast

from ssldiag.capture.limits import KIB, MIB, NotACapture
from ssldiag.unpacking import Engine, gzip_engine, xz_engine

STDIN = "-"
_PIECE = 64 * KIB  # packed bytes unpacked at once
_WINDOW = 128 * MIB  # `zstd --ultra -22` needs that to unpack; a header may ask for more
_NESTED = 3  # packings inside one another: a .gz inside a .gz is already a mistake


def _zstd() -> Engine:
    """Python 3.14 has it (PEP 784); the package ``backports.zstd`` is the same for older ones."""
    for name in ("compression.zstd", "backports.zstd"):
        try:
            return cast(Engine, importlib.import_module(name).ZstdDecompressor())
        except ImportError:
            continue
    try:
        return _Zstandard(importlib.import_module("zstandard"))
    except ImportError:
        reason = "it is packed with zstd, which needs Python 3.14 or the package zstandard: unpack it first"
        raise NotACapture(reason) from None


class _Zstandard:
    """The package ``zstandard`` made like the others. It does not bound what a piece of input gives."""

    def __init__(self, module: Any) -> None:
        self._engine: Any = module.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()

    @property
    def eof(self) -> bool:
        return bool(self._engine.eof)

    @property
    def unused_data(self) -> bytes:
        return bytes(self._engine.unused_data)

    @property
    def needs_input(self) -> bool:
        return True

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return bytes(self._engine.decompress(data))


_PACKED: tuple[tuple[bytes, Callable[[], Engine]], ...] = (
    (b"\x1f\x8b", gzip_engine),
    (b"\xfd7zXZ\x00", xz_engine),
    (b"BZh", bz2.BZ2Decompressor),
    (b"\x28\xb5\x2f\xfd", _zstd),
)
"""Magic bytes and decompressor: RFC 1952, the .xz format 2.1.1.1, bzip2, RFC 8878 3.1.1."""


class Bytes:
    """The bytes of a capture from its start. ``damage`` says why they ended early, once they have, and
    ``damage_at`` where, if that is not just behind the last byte.
    """

    damage: str = ""
    damage_at: int | None = None

    def __init__(self, raw: BinaryIO, close: bool = True) -> None:
        self._raw = raw
        self._close = close
        self._read = 0
        self._ahead = b""

    def readinto(self, view: memoryview) -> int:
        """Fill the view with what comes next; less than its size only at the end."""
        done = min(len(self._ahead), len(view))
        view[:done] = self._ahead[:done]
        self._ahead = self._ahead[done:]
        while done < len(view):
            got = self._more(view[done:])
            if not got:
                break
            done += got
        return done

    def _more(self, view: memoryview) -> int:
        try:  # every binary file has it, though the type of them all does not say so
            got = cast(int, self._raw.readinto(view))  # type: ignore[attr-defined]
        except OSError as error:
            self.damage = error.strerror or str(error)
            return 0
        self._read += got
        return got

    def peek(self, size: int) -> bytes:
        """The next bytes, without taking them."""
        if len(self._ahead) < size:
            room = bytearray(size)
            got = self.readinto(memoryview(room))
            self._ahead = bytes(room[:got])
        return self._ahead[:size]

    @property
    def taken(self) -> int:
        """Bytes read from the file itself: what progress is measured by."""
        return self._read

    def close(self) -> None:
        if self._close:
            self._raw.close()


class _Unpacked(Bytes):
    """Packed bytes in, unpacked ones out; several packed files one after the other are one."""

    def __init__(self, packed: Bytes, new_engine: Callable[[], Engine]) -> None:
        self._packed = packed
        self._new = new_engine
        self._engine = new_engine()
        self._magic = packed.peek(2)
        self._ahead = b""
        self._rest = b""
        self._room = bytearray(_PIECE)

    @property
    def taken(self) -> int:
        return self._packed.taken

    def close(self) -> None:
        self._packed.close()

    def _more(self, view: memoryview) -> int:
        try:
            data = self._next(len(view))
        except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as error:
            self.damage = f"the packed data is damaged ({error})"
            return 0
        except Exception as error:
            if type(error).__name__ != "ZstdError":
                raise
            self.damage = f"the packed data is damaged ({error})"
            return 0
        if len(data) > len(view):
            self._ahead = data[len(view) :]
            data = data[: len(view)]
        view[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        while not self.damage:
            if self._engine.eof and not self._another():
                return b""
            piece = b""
            if self._engine.needs_input:
                piece, self._rest = self._rest or self._fresh(), b""
                if not piece:
                    self.damage = self._packed.damage or "the packed data ends early"
                    return b""
            data = self._engine.decompress(piece, size)
            if data:
                return data
        return b""

    def _fresh(self) -> bytes:
        got = self._packed.readinto(memoryview(self._room))
        return bytes(self._room[:got])

    def _another(self) -> bool:
        """Whether another packed file follows: some tools write one for each block. Padding is none."""
        rest = (self._engine.unused_data or self._rest).lstrip(b"\0")
        self._rest = rest if len(rest) >= 2 else rest + self._fresh().lstrip(b"\0" if not rest else b"")
        if not self._rest.startswith(self._magic):
            if self._rest:
                self.damage = "something that is not packed follows the packed data"
            return False
        self._engine = self._new()
        return True


class Member(str):
    """The name of a capture that is no file by itself, such as a member of an archive, and its ``opener``."""

    opener: Callable[[], BinaryIO]
    size: int

    def __new__(cls, name: str, opener: Callable[[], BinaryIO], size: int) -> Member:
        self = super().__new__(cls, name)
        self.opener, self.size = opener, size
        return self


def open_bytes(path: str, stdin: BinaryIO | None = None) -> Bytes:
    """Open a file, or standard input for ``-``. Raises NotACapture if that cannot be done."""
    if path == STDIN:
        return unpacked(Bytes(stdin or sys.stdin.buffer, close=False))
    try:
        if isinstance(path, Member):
            return unpacked(Bytes(path.opener()))
        raw = open(path, "rb", buffering=0)  # noqa: SIM115  (closed by Bytes)
    except (OSError, ValueError) as error:
        raise NotACapture(getattr(error, "strerror", None) or str(error)) from None
    return unpacked(Bytes(cast(BinaryIO, raw)))


def bytes_from(path: str, offset: int) -> Bytes:
    """The bytes of a regular file, not unpacked, from an offset on."""
    raw = open(path, "rb", buffering=0)  # noqa: SIM115  (closed by Bytes)
    raw.seek(offset)
    return Bytes(cast(BinaryIO, raw))


def unpacked(source: Bytes) -> Bytes:
    """The same bytes, unpacked as often as they are packed."""
    for _ in range(_NESTED):
        head = source.peek(6)
        engine = next((engine for magic, engine in _PACKED if head.startswith(magic)), None)
        if engine is None:
            break
        source = _Unpacked(source, engine)
    return source


def size_of(path: str) -> int | None:
    """The size of a regular file; None for a pipe, standard input, or what cannot be asked."""
    if isinstance(path, Member):
        return path.size
    try:
        status = os.stat(path) if path != STDIN else os.fstat(0)
    except (OSError, ValueError):
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None
