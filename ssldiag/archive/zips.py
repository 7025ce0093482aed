"""A zip archive in, its members out (PKWARE APPNOTE 6.3): stored or deflated, zip64, no passwords.

The directory at the end of the archive says what there is; what a member then unpacks to is held against it.
"""

from __future__ import annotations

import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import BinaryIO

from ssldiag.archive.chunks import Opener, checked, file_chunks, stream_of, unpacked
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
from ssldiag.archive.limits import ArchiveError, Budget
from ssldiag.unpacking import raw_deflate

_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_RECORD = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_LONGEST_COMMENT = 0xFFFF
_DIRECTORY_BYTES = 1_024  # for each member allowed: its record has 46 bytes, a long name and extra fields

_ENCRYPTED, _UTF8 = 0x0001 | 0x0040, 0x0800  # general purpose flags, 4.4.4
_STORED, _DEFLATED = 0, 8
_UNIX = 3  # the system whose permission bits a record holds, 4.4.2
_ZIP64, _TIMES = 0x0001, 0x5455  # extra fields, 4.5
_IN_ZIP64 = 0xFFFFFFFF
_LINK_TARGET = 4_096  # PATH_MAX of Linux


@dataclass(frozen=True, slots=True)
class Record:
    """A member as the directory describes it. ``header``: where its local header stands in the file."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    mode: int | None
    taken: datetime | None
    header: int


def zip_members(opener: Opener, size: int, budget: Budget) -> Iterator[Item]:
    """The members of a zip archive. Raises ArchiveError if its directory cannot be read."""
    total = 0
    for record in _directory(opener, size, budget):
        if not budget.has_room():
            raise ArchiveError(budget.too_many)
        try:
            path = member_path(record.name)
        except ValueError as error:
            yield unreadable(record.name, str(error))
            continue
        if is_passed_over(path) or record.name.endswith("/"):
            continue
        reason = _refused(record, total + record.size, size, budget) or budget.refuse(path, record.size)
        if reason:
            yield unreadable(path, reason)
        else:
            total += record.size
            yield from _member(opener, record, path, budget)


def _refused(record: Record, total: int, archive: int, budget: Budget) -> str:
    if record.flags & _ENCRYPTED:
        return "is encrypted"
    if record.method not in (_STORED, _DEFLATED):
        return f"is packed by a method that is not supported ({record.method})"
    if record.header + record.packed > archive:
        return "is damaged (it is said to lie outside its archive)"
    # The second test is for members that share their packed bytes.
    if budget.is_bomb(record.size, record.packed) or budget.is_bomb(total, archive):
        return budget.bomb
    return ""


def _member(opener: Opener, record: Record, path: str, budget: Budget) -> Iterator[Item]:
    """The member, if it is whole: all of a small one is unpacked to see that, of others the beginning."""
    again = partial(_open, opener, record, budget)
    try:
        with again() as stream:
            if record.mode is not None and stat.S_ISLNK(record.mode):
                if leads_out(path, shown(stream.read(_LINK_TARGET))):
                    yield unreadable(path, "is a link that leads out of the archive")
                return
            while record.size <= budget.limits.held_member and stream.read(budget.limits.held_member):
                pass
    except OSError as error:
        yield unreadable(path, str(error))
        return
    mode = None if record.mode is None else stat.S_IMODE(record.mode)
    yield Entry(path, record.size, again, record.taken, mode)


def _open(opener: Opener, record: Record, budget: Budget) -> BinaryIO:
    with opener() as stream:
        stream.seek(record.header)
        local = stream.read(_LOCAL.size)
    if len(local) < _LOCAL.size or local[:4] != b"PK\x03\x04":
        raise ArchiveError("is damaged (it does not begin where its archive says)")
    name, extra = _LOCAL.unpack(local)[-2:]
    chunks = file_chunks(opener, record.header + _LOCAL.size + name + extra, record.packed)
    if record.method == _DEFLATED:
        chunks = unpacked(chunks, raw_deflate, budget)
    return stream_of(checked(chunks, record.size, record.crc))


def _directory(opener: Opener, size: int, budget: Budget) -> Iterator[Record]:
    with opener() as stream:
        start, length, shift = _find_directory(stream, size)
        if length > budget.limits.members * _DIRECTORY_BYTES:
            raise ArchiveError(budget.too_many)
        stream.seek(start)
        data = stream.read(length)
    position = 0
    while position < length:
        if len(data) < position + _RECORD.size or data[position : position + 4] != b"PK\x01\x02":
            raise ArchiveError("is damaged (its directory)")
        fields = _RECORD.unpack_from(data, position)
        name_end = position + _RECORD.size + fields[10]
        extra_end = name_end + fields[11]
        name = data[position + _RECORD.size : name_end]
        yield _record(fields, name, data[name_end:extra_end], shift)
        position = extra_end + fields[12]


def _find_directory(stream: BinaryIO, size: int) -> tuple[int, int, int]:
    """Where the directory starts, its length, and how many bytes stand before the archive proper."""
    tail_start = max(size - _END.size - _LONGEST_COMMENT, 0)
    stream.seek(tail_start)
    tail = stream.read(_END.size + _LONGEST_COMMENT)
    found = tail.rfind(b"PK\x05\x06")
    if found < 0 or len(tail) < found + _END.size:
        raise ArchiveError("is cut short (the directory at its end is missing)")
    end = tail_start + found
    length, offset = _END.unpack_from(tail, found)[5:7]
    stream.seek(max(end - _LOCATOR.size - _END_64.size, 0))
    before = stream.read(_LOCATOR.size + _END_64.size)
    if len(before) == _LOCATOR.size + _END_64.size and before[_END_64.size :][:4] == b"PK\x06\x07":
        if before[:4] != b"PK\x06\x06":
            raise ArchiveError("is damaged (its zip64 directory)")
        length, offset = _END_64.unpack_from(before)[8:10]
        end -= _LOCATOR.size + _END_64.size
    start = end - length
    if start < 0 or start < offset:
        raise ArchiveError("is damaged (its directory is said to be larger than the file)")
    return start, length, start - offset


def _record(fields: tuple[int, ...], name: bytes, extra: bytes, shift: int) -> Record:
    _, made_by, _, flags, method, clock, date, crc, packed, size, _, _, _, _, _, attributes, header = fields
    extras = dict(_extra_fields(extra))
    wide = extras.get(_ZIP64, b"")
    numbers = []
    for number in (size, packed, header):  # only those that do not fit are there, in this order: 4.5.3
        if number == _IN_ZIP64 and len(wide) >= 8:
            number, wide = int.from_bytes(wide[:8], "little"), wide[8:]
        numbers.append(number)
    mode = attributes >> 16 if made_by >> 8 == _UNIX and attributes >> 16 else None
    taken = _taken(extras.get(_TIMES, b""), date, clock)
    return Record(
        _name(name, flags), flags, method, crc, numbers[1], numbers[0], mode, taken, numbers[2] + shift
    )


def _extra_fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position + 4 <= len(extra):
        tag, length = struct.unpack_from("<2H", extra, position)
        yield tag, extra[position + 4 : position + 4 + length]
        position += 4 + length


def _name(name: bytes, flags: int) -> str:
    """The name; backslashes are the folder marks of old Windows programs."""
    name = name if b"/" in name else name.replace(b"\\", b"/")
    if flags & _UTF8:
        return shown(name)
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("cp437")  # 4.4.17 and appendix D


def _taken(times: bytes, date: int, clock: int) -> datetime | None:
    """The time of last change: from an extra field, else the DOS time, taken as UTC for want of a zone."""
    if len(times) >= 5 and times[0] & 1:
        return moment(int.from_bytes(times[1:5], "little", signed=True))
    try:
        year, month, day = 1980 + (date >> 9), date >> 5 & 15, date & 31
        return datetime(year, month, day, clock >> 11, clock >> 5 & 63, (clock & 31) * 2, tzinfo=UTC)
    except ValueError:
        return None
