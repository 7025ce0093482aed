"""Archives made byte by byte where the libraries would refuse to, and by the libraries elsewhere."""

from __future__ import annotations

import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import BinaryIO

from ssldiag.archive import Budget, Entry, Item, Limits, format_of, members
from ssldiag.model import Unreadable


def zip_of(files: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive as Python makes it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 22, 12, 30, 2)), data, packing)
    return buffer.getvalue()


def raw_zip(
    name: bytes,
    data: bytes,
    *,
    flags: int = 0,
    method: int = 8,
    size: int | None = None,
    crc: int | None = None,
    attributes: int = 0,
    system: int = 3,
    extra: bytes = b"",
    offset: int = 0,
) -> bytes:
    """A zip archive of one member whose directory says what it is told to."""
    packed = zlib.compress(data, 9, -15) if method == 8 else data
    said_size = len(data) if size is None else size
    said_crc = zlib.crc32(data) if crc is None else crc
    fields = (20, flags, method, 0, 0x5B36, said_crc, len(packed), said_size, len(name))
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", *fields, 0) + name + packed
    record = struct.pack(
        "<4s6H3L5H2L",
        b"PK\x01\x02",
        system << 8,
        *fields,
        len(extra),
        0,
        0,
        0,
        attributes,
        offset,
    )
    directory = record + name + extra
    return (
        local + directory + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(directory), len(local), 0)
    )


def tar_of(files: Mapping[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar archive as Python makes it."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.mode = len(data), 1_000_000_000, 0o640
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def tar_block(
    name: bytes, size: int | bytes = 0, kind: bytes = b"0", link: bytes = b"", mtime: bytes = b"0"
) -> bytes:
    """A header block with the right check value and anything for the rest."""
    said = size if isinstance(size, bytes) else b"%011o" % size
    block = bytearray(512)
    block[: len(name)] = name
    block[100:107] = b"0000644"
    block[124 : 124 + len(said)] = said
    block[136 : 136 + len(mtime)] = mtime
    block[156:157] = kind
    block[157 : 157 + len(link)] = link
    block[257:265] = b"ustar\x0000"
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def tar_entry(name: bytes, data: bytes, kind: bytes = b"0") -> bytes:
    """A header block and the data after it, filled up to whole blocks."""
    return tar_block(name, len(data), kind) + data + bytes(-len(data) % 512)


def gzip_of(data: bytes) -> bytes:
    """Packed without a time, so that it is always the same."""
    engine = zlib.compressobj(9, zlib.DEFLATED, 31)
    return engine.compress(data) + engine.flush()


def xz_of(data: bytes) -> bytes:
    """Packed at the quickest level."""
    return lzma.compress(data, preset=0)


def opener_of(data: bytes) -> Callable[[], BinaryIO]:
    """What opens these bytes as a file."""
    return partial(io.BytesIO, data)


def items_of(data: bytes, limits: Limits | None = None) -> list[Item]:
    """What an archive gives."""
    form = format_of(data[:512])
    assert form
    return list(members(form, opener_of(data), len(data), Budget(limits or Limits())))


def contents(items: list[Item]) -> dict[str, bytes]:
    """The files by path; each is opened and read."""
    found = {}
    for item in items:
        if isinstance(item, Entry):
            with item.opener() as stream:
                found[item.path] = stream.read()
    return found


def reasons(items: list[Item]) -> dict[str, str]:
    """Why others are not taken."""
    return {str(item.place): item.reason for item in items if isinstance(item, Unreadable)}
