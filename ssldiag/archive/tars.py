"""A tar archive in, its members out (POSIX.1-2017 pax, ustar, the older forms and GNU's long names).

Members of a packed archive are met in passing: small ones are kept in memory, the others found again when
opened. Sparse files are refused, and so is a header larger than any name needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from typing import BinaryIO

from ssldiag.archive.chunks import Opener, file_chunks, stream_of
from ssldiag.archive.entry import (
    Entry,
    Item,
    is_passed_over,
    leads_out,
    member_path,
    moment,
    shown,
    unreadable,
)
from ssldiag.archive.limits import MIB, ArchiveError, Budget
from ssldiag.archive.tapes import FileTape, Reel, Tape

BLOCK = 512
_EXTENSION_LIMIT = MIB  # a pax header holds two names and some numbers; a name has at most 4 KiB
_EXTENSIONS = 8  # extension headers in a row: one for a name, one for a link, pax headers of two kinds
_RECORDS = 200  # in one pax header: a dozen, and one for each extended attribute of the file
_HEAD = 64 * 1024  # bytes kept of a member that takes long to find again: what recognising it takes

_FILES = b"0\x007"  # regular, regular in old archives, contiguous
_HARD_LINK, _SYMBOLIC_LINK, _FOLDER = b"1", b"2", b"5"
_DEVICES = b"346"
_WITHOUT_DATA = b"123456"
_LONG_NAME, _LONG_LINK, _PAX, _PAX_GLOBAL, _SPARSE = b"L", b"K", b"x", b"g", b"S"


@dataclass(frozen=True, slots=True)
class Header:
    """What a header block says, with what extension headers before it say instead."""

    name: bytes
    size: int
    kind: bytes
    link: bytes
    mode: int
    time: float | None
    sparse: bool = False


@dataclass(frozen=True, slots=True)
class Extension:
    """What extension headers say of the next member."""

    name: bytes | None = None
    link: bytes | None = None
    size: int | None = None
    time: float | None = None
    sparse: bool = False


def is_header(block: bytes) -> bool:
    """Whether a block has the check value of a tar header."""
    if len(block) < BLOCK or not block[0]:
        return False
    try:
        return _number(block[148:156]) == sum(block[:148]) + 8 * 0x20 + sum(block[156:BLOCK])
    except ArchiveError:
        return False


def plain_members(opener: Opener, size: int, budget: Budget) -> Iterator[Item]:
    """The members of a tar archive that is not packed. Raises ArchiveError where it is damaged or cut."""
    for header, start in _headers(FileTape(opener, size)):
        if start + header.size > size:
            raise ArchiveError("is cut short")
        found = partial(_chunk_stream, opener, start, header.size)
        yield from _member(header, size, budget, found)


def packed_members(reel: Reel, tape: Tape, packed: int, budget: Budget) -> Iterator[Item]:
    """The members of a packed archive that ``tape`` reads and ``reel`` opens again. Raises as above."""
    for header, start in _headers(tape):
        for item in _member(header, packed, budget, partial(reel.open, start, header.size)):
            if isinstance(item, Entry) and budget.hold(item.size):
                yield replace(item, opener=partial(BytesIO, _exactly(tape, item.size)))
            elif isinstance(item, Entry):
                head = _exactly(tape, min(item.size, _HEAD))
                tape.go_to(start + item.size)
                yield replace(item, head=head)
            else:
                yield item
    while tape.read(MIB):  # to the end, where the check value of the whole stands
        pass


def _exactly(tape: Tape, size: int) -> bytes:
    data = tape.read(size)
    if len(data) < size:
        raise ArchiveError("is cut short")
    return data


def _chunk_stream(opener: Opener, start: int, size: int) -> BinaryIO:
    return stream_of(file_chunks(opener, start, size))


def _member(header: Header, archive: int, budget: Budget, opener: Opener) -> Iterator[Item]:
    if not budget.has_room():
        raise ArchiveError(budget.too_many)
    name = shown(header.name)
    try:
        path = member_path(name)
    except ValueError as error:
        yield unreadable(name, str(error))
        return
    if is_passed_over(path) or header.kind == _FOLDER or (header.kind == b"\0" and name.endswith("/")):
        return
    reason = _refused(header, path) or (budget.refuse(path, header.size) if header.kind in _FILES else "")
    if reason:
        yield unreadable(path, reason)
    elif header.kind in _FILES:
        taken = None if header.time is None else moment(header.time)
        yield Entry(path, header.size, opener, taken, header.mode & 0o7777)


def _refused(header: Header, path: str) -> str:
    """Why a member is not taken; nothing for a file, nor for a link to another member."""
    if header.sparse or header.kind == _SPARSE:
        return "is a sparse file, which is not read from a tar archive"
    if header.kind in _FILES:
        return ""
    if header.kind in _DEVICES:
        return "is a device or a pipe, which are not read"
    link = shown(header.link)
    if header.kind == _SYMBOLIC_LINK:
        return "is a link that leads out of the archive" if leads_out(path, link) else ""
    if header.kind == _HARD_LINK:
        return "is a link that leads out of the archive" if leads_out("", link) else ""
    return f"has a type that is not known ({shown(header.kind)!r})"


def _headers(tape: Tape) -> Iterator[tuple[Header, int]]:
    """Each member's header and where its data start; extension headers are taken in and not given out."""
    extension, extensions = Extension(), 0
    while True:
        position = tape.position
        block = tape.read(BLOCK)
        if not block or block == bytes(BLOCK):
            return
        if not is_header(block):
            raise ArchiveError("is cut short" if len(block) < BLOCK else f"is damaged at byte {position:,}")
        header = _parse(block)
        if header.kind in (_LONG_NAME, _LONG_LINK, _PAX, _PAX_GLOBAL):
            extensions += 1
            if extensions > _EXTENSIONS:
                raise ArchiveError(f"is damaged at byte {position:,}")
            extension = _extended(extension, header.kind, _extension_data(tape, header.size))
        else:
            if header.kind == _SPARSE:
                _skip_sparse_map(tape, block)
            header = _apply(header, extension)
            extension, extensions = Extension(), 0
            start = tape.position
            yield header, start
            tape.go_to(start + _padded(header.size))


def _apply(header: Header, extension: Extension) -> Header:
    has_data = header.kind not in _WITHOUT_DATA
    return replace(
        header,
        name=header.name if extension.name is None else extension.name,
        link=header.link if extension.link is None else extension.link,
        size=extension.size if extension.size is not None and has_data else header.size,
        time=header.time if extension.time is None else extension.time,
        sparse=extension.sparse,
    )


def _padded(size: int) -> int:
    return size + -size % BLOCK


def _parse(block: bytes) -> Header:
    name, prefix = _text(block[:100]), _text(block[345:500])
    if prefix and block[257:263] == b"ustar\0":
        name = prefix + b"/" + name
    kind = block[156:157]
    size = 0 if kind in _WITHOUT_DATA else _number(block[124:136])
    mode, time = _number_if_any(block[100:108]), _number_if_any(block[136:148])
    return Header(name, size, kind, _text(block[157:257]), mode or 0, time)


def _text(field: bytes) -> bytes:
    return field.split(b"\0", 1)[0]


def _number(field: bytes) -> int:
    """Octal digits, or GNU's form for large numbers: the high bit set, the rest binary."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:])
    digits = field.strip(b" \0")
    if digits.translate(None, b"01234567"):
        raise ArchiveError("is damaged (a number in a header is none)")
    return int(digits, 8) if digits else 0


def _number_if_any(field: bytes) -> int | None:
    """A number that may be missing, or of a form that only says something was before 1970."""
    try:
        return _number(field)
    except ArchiveError:
        return None


def _extension_data(tape: Tape, size: int) -> bytes:
    if size > _EXTENSION_LIMIT:
        raise ArchiveError(f"is damaged (an extension header of {size:,} bytes)")
    data = _exactly(tape, size)
    tape.go_to(tape.position + _padded(size) - size)
    return data


def _extended(known: Extension, kind: bytes, data: bytes) -> Extension:
    if kind == _LONG_NAME:
        return replace(known, name=_text(data))
    if kind == _LONG_LINK:
        return replace(known, link=_text(data))
    return _pax(known, data) if kind == _PAX else known


def _pax(known: Extension, data: bytes) -> Extension:
    """Records of the form ``length key=value`` (POSIX.1-2017, pax Extended Header)."""
    position = records = 0
    while position < len(data):
        records += 1
        digits, blank, _ = data[position : position + 12].partition(b" ")
        end = position + int(digits) if blank and digits.isdigit() else 0
        key, equals, value = data[position + len(digits) + 1 : max(end - 1, 0)].partition(b"=")
        if (
            not position < end <= len(data)
            or not equals
            or data[end - 1 : end] != b"\n"
            or records > _RECORDS
        ):
            raise ArchiveError("is damaged (a pax header that is none)")
        known = _pax_record(known, key, value)
        position = end
    return known


def _pax_record(known: Extension, key: bytes, value: bytes) -> Extension:
    try:
        match key:
            case b"path":
                return replace(known, name=value)
            case b"linkpath":
                return replace(known, link=value)
            case b"size":
                return replace(known, size=int(value[:20]) if value.isdigit() else None)
            case b"mtime":
                return replace(known, time=float(value))
        return replace(known, sparse=True) if key.startswith(b"GNU.sparse.") else known
    except ValueError:
        raise ArchiveError("is damaged (a number in a pax header is none)") from None


def _skip_sparse_map(tape: Tape, block: bytes) -> None:
    """Over the blocks that list the holes of an old GNU sparse file."""
    more = block[482]
    while more:
        more = _exactly(tape, BLOCK)[504]
