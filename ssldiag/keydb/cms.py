"""A GSKit key database (.kdb, .rdb, .crl) in, its entries and problems out, without a password.

Certificates, labels and flags lie there in the clear. A bad slot is reported and the next one read: slots
do not depend on each other. The layout was established by experiment with GSKit 8.0.60.5; docs/keydb.md
describes it.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from ssldiag.keydb import cms_record
from ssldiag.keydb.cms_record import Record, Slot
from ssldiag.keydb.model import KeyDatabase, NotAKeyDatabase, Problem

HEADER = struct.Struct(">2sBBI8sII")  # magic, version, class of file, expiry, kind, record length, slots
MAGIC = b"\x37\x48"
HEADER_SIZES = {3: 80, 4: 88}
KINDS = ("X509KEY", "X509KYP", "X509CRL")
FILE_CLASSES = {"X509KEY": 2, "X509KYP": 1, "X509CRL": 1}

# GSKit makes records of 5000 bytes, and longer ones where a certificate or label needs it; 100 bytes hold no
# certificate, and one of the largest that is read (1 MiB) twice over fits 16 MiB easily.
MIN_RECORD, MAX_RECORD = 100, 16 << 20
# Ten times what the largest public trust stores hold; keeps the time to read a made-up file to seconds.
MAX_RECORDS = 5000
# A file that is wrong everywhere is described well enough by this many sentences.
MAX_PROBLEMS = 500

CRL_RECORDS = "how a .crl file keeps its records is not known; none was read"


@dataclass(frozen=True, slots=True)
class Header:
    """The first 24 bytes, and what is wrong with them."""

    version: int
    size: int
    expires: datetime | None
    kind: str
    record_length: int
    slots: int
    problems: tuple[Problem, ...]


def looks_like(head: bytes) -> bool:
    """Whether a file starts as a GSKit database does: its magic, or its kind where only the magic is
    damaged.
    """
    return head[:2] == MAGIC or head[8:16].rstrip(b"\0") in {kind.encode() for kind in KINDS}


def read(data: bytes, file: str) -> KeyDatabase:
    """Read a whole file. Raises :class:`NotAKeyDatabase` if it has no header that could be meant."""
    header = _header(data)
    read_length = MIN_RECORD <= header.record_length <= MAX_RECORD
    slots = list(_slots(data, header)) if read_length else []
    used = [slot for slot in slots if cms_record.state(slot) == cms_record.IN_USE]
    known = header.kind != "X509CRL"
    records = [cms_record.read(slot) for slot in used] if known else []
    problems = [
        *header.problems,
        *(_size_problems(data, header) if read_length else ()),
        *_state_problems(slots),
        *(() if known or not used else [Problem(CRL_RECORDS, header.size, "unread")]),
        *(problem for record in records for problem in record.problems),
        *_doubles(records),
    ]
    return KeyDatabase(
        file=file,
        format="gskit-cms",
        version=header.version,
        record_length=header.record_length,
        records=header.slots,
        deleted=sum(cms_record.state(slot) == cms_record.DELETED for slot in slots),
        password_expires=header.expires,
        entries=tuple(record.entry for record in records if record.entry),
        problems=_bounded(problems),
        kind_text=header.kind,
    )


def _header(data: bytes) -> Header:
    if not looks_like(data):
        raise NotAKeyDatabase("it does not start as a GSKit key database does (37 48)")
    if len(data) < HEADER.size:
        raise NotAKeyDatabase(f"a GSKit key database cut off after {len(data)} bytes, inside its header")
    magic, version, file_class, expires, kind, length, slots = HEADER.unpack_from(data)
    word = kind.rstrip(b"\0").decode("latin-1")
    problems = list(_header_problems(magic, version, file_class, word, length))
    return Header(
        version=version,
        size=_header_size(version, length, slots, len(data)),
        expires=datetime.fromtimestamp(expires, UTC) if expires else None,
        kind=word,
        record_length=length,
        slots=slots,
        problems=tuple(problems),
    )


def _header_size(version: int, length: int, slots: int, size: int) -> int:
    """80 or 88 bytes; where the version is neither 3 nor 4, the one that makes the size of the file come
    out.
    """
    if version in HEADER_SIZES:
        return HEADER_SIZES[version]
    return next((header for header in HEADER_SIZES.values() if header + length * slots == size), 80)


def _header_problems(
    magic: bytes, version: int, file_class: int, kind: str, length: int
) -> Iterator[Problem]:
    if magic != MAGIC:
        yield Problem("the file does not start with 37 48", 0, "header")
    if version not in HEADER_SIZES:
        yield Problem(f"format version {version} is neither 3 nor 4", 2, "version")
    if kind not in KINDS:
        yield Problem(f'"{kind}" is no kind of key database that is known', 8, "header")
    elif file_class != FILE_CLASSES[kind]:
        yield Problem(f"byte 3 is {file_class} where an {kind} file has {FILE_CLASSES[kind]}", 3, "header")
    if not MIN_RECORD <= length <= MAX_RECORD:
        yield Problem(f"a record length of {length} bytes cannot be; no record was read", 16, "header")


def _slots(data: bytes, header: Header) -> Iterator[Slot]:
    """The slots that lie wholly in the file."""
    whole = max(len(data) - header.size, 0) // header.record_length
    for position in range(min(header.slots, whole, MAX_RECORDS)):
        start = header.size + position * header.record_length
        yield Slot(data, start, start + header.record_length, position + 1)


def _size_problems(data: bytes, header: Header) -> Iterator[Problem]:
    """The file is exactly header and slots long; GSKit refuses a longer one as well as a shorter one."""
    expected = header.size + header.slots * header.record_length
    if len(data) < expected:
        whole = max(len(data) - header.size, 0) // header.record_length
        what = f"cut off at {len(data)} of {expected} bytes, with {whole} of {header.slots} records whole"
        yield Problem(what, len(data), "truncated")
    elif len(data) > expected:
        yield Problem(f"{len(data) - expected} bytes follow the last record", expected, "trailing")
    if header.slots > MAX_RECORDS and len(data) > header.size + MAX_RECORDS * header.record_length:
        yield Problem(f"only the first {MAX_RECORDS} records were read", None, "limit")


def _state_problems(slots: list[Slot]) -> Iterator[Problem]:
    for slot in slots:
        state = cms_record.state(slot)
        if state not in (cms_record.IN_USE, cms_record.DELETED):
            yield Problem(f"slot {slot.position} is neither in use nor deleted ({state})", slot.start, "slot")


def _doubles(records: list[Record]) -> Iterator[Problem]:
    """Record numbers are never used again, and GSKit refuses a second record under the same label."""
    numbers = Counter(record.number for record in records)
    for number, count in numbers.items():
        if count > 1:
            yield Problem(f"{count} records have the number {number}", None, "double")
    labels = Counter(record.entry.label for record in records if record.entry)
    for label, count in labels.items():
        if count > 1:
            yield Problem(f'{count} records have the label "{label}"', None, "double", label)


def _bounded(problems: list[Problem]) -> tuple[Problem, ...]:
    if len(problems) <= MAX_PROBLEMS:
        return tuple(problems)
    rest = Problem(f"{len(problems) - MAX_PROBLEMS} more problems are not listed", None, "limit")
    return (*problems[:MAX_PROBLEMS], rest)
