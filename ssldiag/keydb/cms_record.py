"""One slot of a GSKit key database in, its entry and whatever does not fit out.

The encrypted private key is passed over: only that it is there is looked at. The layout was established by
experiment with GSKit 8.0.60.5; docs/keydb.md describes it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ssldiag.keydb import certificate, cms_index, der, request
from ssldiag.keydb.cms_index import text
from ssldiag.keydb.model import Entry, EntryKind, NotACertificate, Problem

PREFIX = struct.Struct(">III")  # state, record number, length of the DER structure
IN_USE, DELETED = 1, 2


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot as it lies in the file; ``position`` counts from 1."""

    data: bytes
    start: int
    end: int
    position: int


@dataclass(frozen=True, slots=True)
class Record:
    """What a slot gave: an entry unless nothing could be read of it."""

    entry: Entry | None
    problems: tuple[Problem, ...] = ()
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """The DER structure of a record, cut into parts. ``subject`` is the certificate or the request."""

    number: int
    kind: EntryKind
    subject: der.Element
    has_private_key: bool
    label: der.Element
    flags: der.Element
    unexpected: str | None


def state(slot: Slot) -> int:
    """The first word of a slot: 1 in use, 2 deleted."""
    return int.from_bytes(slot.data[slot.start : slot.start + 4], "big")


def read(slot: Slot) -> Record:
    """Read a slot that is in use."""
    _, number, length = PREFIX.unpack_from(slot.data, slot.start)
    body = slot.start + PREFIX.size
    if length > slot.end - body:
        what = f"record {number} says to be {length} bytes long, which its slot cannot hold"
        return Record(None, (Problem(what, slot.start + 8, "slot"),), number)
    try:
        content = _content(der.read(slot.data, body, body + length))
    except der.DerError as error:
        what = f"record {number} cannot be read: {error.what}"
        return Record(None, (Problem(what, error.offset, "record"),), number)
    entry = _entry(content, number, slot.start)
    problems = [*_flag_problems(content), *_disagreements(content, number, body + length, slot)]
    if entry.error:
        what = f"its certificate cannot be read: {entry.error}"
        problems.append(Problem(what, content.subject.start, "certificate"))
    return Record(entry, tuple(_named(problem, number, entry.label) for problem in problems), number)


def _named(problem: Problem, number: int, label: str) -> Problem:
    return replace(problem, what=f'record {number} ("{label}"): {problem.what}', label=label)


def _content(structure: der.Element) -> Content:
    """SEQUENCE { INTEGER, [kind] { ... }, label, flags }; anything else raises
    :class:`ssldiag.keydb.der.DerError`.
    """
    parts = der.children(der.expect(structure, der.SEQUENCE, "the structure of a record"))
    if len(parts) < 4:
        raise der.DerError("fewer than the four parts of a record", structure.start)
    number, body, label, flags = parts[:4]
    kind = KINDS.get(body.tag)
    if kind is None:
        raise der.DerError(f"a record of an unknown kind, tag {body.tag:02x}", body.start)
    word, paired = kind
    inner = der.children(body)
    holder = der.children(inner[0]) if paired and len(inner) == 1 else inner
    if not holder:
        raise der.DerError("a record without certificate", body.start)
    der.expect(holder[0], der.SEQUENCE, "a certificate")
    has_key = paired and len(holder) > 1 and holder[1].tag == der.SEQUENCE and holder[1].length > 0
    if label.tag not in LABEL_TAGS:
        raise der.DerError(f"a label expected, tag {label.tag:02x} found", label.start)
    der.expect(flags, der.BIT_STRING, "flags")
    unexpected = _unexpected(parts, paired, has_key)
    return Content(_number(number), word, holder[0], has_key, label, flags, unexpected)


def _number(element: der.Element) -> int:
    """The second copy of the record number; -1 if it is longer than the 4 bytes of the first."""
    return der.integer(element) if element.length <= 5 else -1


# Context tag -> kind, and whether certificate and encrypted private key are paired in a SEQUENCE.
KINDS: Mapping[int, tuple[EntryKind, bool]] = {
    0xA0: ("request", True),
    0xA1: ("signer", False),
    0xA2: ("personal", True),
}
LABEL_TAGS = (0x1A, 0x0C, 0x13)  # VisibleString is what GSKit writes


def _unexpected(parts: list[der.Element], paired: bool, has_key: bool) -> str | None:
    if len(parts) > 4:
        return "it has more parts than a record is known to have"
    if paired and not has_key:
        return "the encrypted private key that belongs to it is missing"
    return None


def _entry(content: Content, number: int, offset: int) -> Entry:
    request_kind = content.kind == "request"
    trusted, default = flags_of(content.flags)
    entry = Entry(
        label=text(content.label.content),
        kind=content.kind,
        has_private_key=content.has_private_key,
        trusted=None if request_kind else trusted,
        default=default,
        record=number,
        offset=offset,
    )
    try:
        if request_kind:
            return replace(entry, request=request.parse(content.subject.raw))
        return replace(entry, certificate=certificate.parse(content.subject.raw))
    except NotACertificate as error:
        return replace(entry, error=str(error))


def flags_of(element: der.Element) -> tuple[bool, bool]:
    """Trusted (bit 0) and default (bit 1); an absent bit is zero, since DER drops them from the end."""
    content = element.content
    first = content[1] if len(content) > 1 else 0
    return bool(first & 0x80), bool(first & 0x40)


def _flag_problems(content: Content) -> Iterator[Problem]:
    if content.unexpected:
        yield Problem(content.unexpected, content.subject.start, "record")
    try:
        _, octets = der.bits(content.flags)
    except der.DerError:
        yield Problem("its flags are no BIT STRING", content.flags.start, "flags")
        return
    if octets and (octets[0] & 0x3F or any(octets[1:])):
        what = "it has flags other than trusted and default; what they mean is not known"
        yield Problem(what, content.flags.start, "flags")


def _disagreements(content: Content, number: int, index: int, slot: Slot) -> Iterator[Problem]:
    """The second copies of what the structure says: its record number, and the index behind it."""
    if content.number != number:
        yield Problem("the record number inside it is another one", slot.start + 4, "number")
    yield from cms_index.check(content.subject, content.label, content.kind == "request", index, slot.end)
