"""The index behind a record of a GSKit key database in, what does not agree with the record out.

Label and SHA-1 digests there need no password, so they find damage. They are no protection against a wilful
change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from ssldiag.keydb import der, request, tolerant
from ssldiag.keydb.model import NotACertificate, Problem

# Label, an empty field and five digests; a few more are tolerated so that a strange index can still be
# described.
MAX_FIELDS = 16

Field = tuple[int, bytes]
"""Where the field starts in the file, and its content."""


def check(
    subject: der.Element, label: der.Element, is_request: bool, start: int, end: int
) -> Iterator[Problem]:
    """Compare the index between ``start`` and the slot's ``end`` with the certificate or request and its
    label.
    """
    fields, stop = _fields(subject.data, start, end)
    if stop is None:
        yield Problem("the index behind its certificate is broken", start, "index")
        return
    if not fields:
        yield Problem("the index behind its certificate is missing", start, "index")
        return
    if fields[0][1] != label.content:
        yield Problem(f'its label reads "{text(fields[0][1])}" in the index', fields[0][0], "label")
    yield from _digest_problems(fields, _digested(subject, is_request))
    if subject.data[stop:end].strip(b"\0"):
        yield Problem("the rest of its slot is not empty", stop, "padding")


def text(content: bytes) -> str:
    """A label: GSKit stores the bytes it was given, UTF-8 or Latin-1."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _fields(data: bytes, here: int, end: int) -> tuple[list[Field], int | None]:
    """The fields of the index and where they end (None if one does not fit)."""
    fields: list[Field] = []
    while here + 4 <= end and len(fields) < MAX_FIELDS:
        size = int.from_bytes(data[here : here + 4], "big")
        if size == 0 and len(fields) != 1:  # only the second field is ever empty; other zeros are filling
            break
        if size > end - here - 4:
            return fields, None
        fields.append((here, data[here + 4 : here + 4 + size]))
        here += 4 + size
    return fields, here


Digested = list[tuple[str, bytes]]
"""What each digest is made of, in the order of the index."""


def _digested(subject: der.Element, is_request: bool) -> Digested:
    try:
        if is_request:
            return [("the public key", request.parts(subject)[1].raw)]
        frame = tolerant.frame(subject.raw)
    except (NotACertificate, der.DerError):
        return []
    return [(what, piece(frame)) for what, piece in PIECES]


def _issuer_and_serial(frame: tolerant.Frame) -> bytes:
    """SEQUENCE { issuer, serialNumber }, put together in DER."""
    content = frame.issuer.raw + frame.serial.raw
    octets = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    length = octets if len(content) < 0x80 else bytes([0x80 | len(octets)]) + octets
    return b"\x30" + length + content


PIECES: tuple[tuple[str, Callable[[tolerant.Frame], bytes]], ...] = (
    ("the signature", lambda frame: frame.signature.raw if frame.signature else b""),
    ("the certificate's body", lambda frame: frame.tbs.raw),
    ("the subject", lambda frame: frame.subject.raw),
    ("the public key", lambda frame: frame.public_key.raw if frame.public_key else b""),
    ("issuer and serial number", _issuer_and_serial),
)


def _digest_problems(fields: list[Field], digested: Digested) -> Iterator[Problem]:
    if not digested:
        return  # that the certificate cannot be read is said elsewhere
    found = fields[1:] if len(digested) == 1 else fields[2:]
    if len(found) != len(digested):
        what = f"its index has {len(found)} digests where {len(digested)} belong"
        yield Problem(what, fields[-1][0], "index")
        return
    for (what, piece), (offset, stored) in zip(digested, found, strict=True):
        if hashlib.sha1(piece, usedforsecurity=False).digest() != stored:
            yield Problem(f"damaged: the digest of {what} does not fit", offset, "digest")
