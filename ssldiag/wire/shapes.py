"""The body of a well-formed hello in, its parts out; what all hellos of one program share is parsed once.

Clients of one kind send the same lists again and again: only the random, the session id, the server's name,
the key shares and the ticket differ. Those are cut out, and the rest, the *shape*, is looked up. Whatever is
not quite as it should be gives None, and :mod:`ssldiag.wire.hello` reads it field by field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from struct import Struct, error
from typing import NamedTuple

from ssldiag.wire import extensions
from ssldiag.wire.cursor import pairs
from ssldiag.wire.extensions import Parser, Values
from ssldiag.wire.model import Hello

SHAPES = 512
"""Shapes that are remembered: more kinds of programs than that speak in few captures."""

LARGEST = 1024
"""Bytes of a shape that is remembered; usual ones have 100 to 300. With all it says one may take 40 KB, so
all together 20 MB at the very most.
"""

SMALL = 2500
"""Bytes of a hello whose lists may be remembered: the largest usual ones, with a share of ML-KEM, 2000."""

SERVER_NAME, PADDING, TICKET, DRAFT_SHARE, PSK, COOKIE, SHARE, ECH = 0, 21, 35, 40, 41, 44, 51, 0xFE0D
LOOSE = frozenset((SERVER_NAME, PADDING, TICKET, DRAFT_SHARE, PSK, COOKIE, SHARE, ECH))
"""Extensions whose bodies differ from hello to hello: a shape has them with nothing inside."""

FLAGS = frozenset((PSK, ECH))
"""Those of them of which only counts that they are there."""

_RANDOM_END = 34
_NOTHING = bytes(2)
_HEAD = Struct(">HH").unpack_from
_SIZE = Struct(">H").unpack_from


def is_small(hello: Hello) -> bool:
    """Whether what is made of a hello's lists may be remembered. Where its bytes are not known it may not."""
    return 0 < len(hello.raw) <= SMALL


class Shape(NamedTuple):
    """What hellos of one shape have in common."""

    ciphers: tuple[int, ...]
    compression_methods: tuple[int, ...]
    extensions: tuple[int, ...]
    versions: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    signature_algorithms: tuple[int, ...] = ()
    point_formats: tuple[int, ...] = ()
    alpn: tuple[str, ...] = ()
    alpn_raw: tuple[bytes, ...] = ()
    psk_offered: bool = False
    early_data: bool = False
    extended_master_secret: bool = False
    ocsp_stapling: bool = False
    ech: bool = False


def client_hello(body: bytes, record_version: int | None, frame: int, time: float) -> Hello | None:
    """A whole ClientHello without a fault (RFC 8446 4.1.2), else None."""
    if len(body) <= _RANDOM_END:
        return None
    start = _RANDOM_END + 1 + body[_RANDOM_END]
    try:
        middle = start + 2 + _SIZE(body, start)[0]  # behind the suites
        block = middle + 1 + body[middle]  # behind the compression methods
        if block + 2 + _SIZE(body, block)[0] != len(body):
            return None
    except (IndexError, error):
        return None
    return _hello(body, start, block, _client_shape, _client_shares, record_version, frame, time)


def server_hello(body: bytes, record_version: int | None, frame: int, time: float) -> Hello | None:
    """A whole ServerHello without a fault (RFC 8446 4.1.3), else None. The drafts of TLS 1.3 have another
    form.
    """
    if len(body) <= _RANDOM_END or body[0] == 0x7F:
        return None
    start = _RANDOM_END + 1 + body[_RANDOM_END]
    block = start + 3
    if block + 2 > len(body) or block + 2 + _SIZE(body, block)[0] != len(body):
        return None
    return _hello(body, start, block, _server_shape, _server_share, record_version, frame, time)


def _hello(
    body: bytes,
    start: int,
    block: int,
    shape_of: Callable[[bytes, bytes], Shape | None],
    shares_of: Callable[[bytes], tuple[int, ...] | None],
    record_version: int | None,
    frame: int,
    time: float,
) -> Hello | None:
    parts = _parts(body, block + 2, shares_of)
    if parts is None:
        return None
    kept, name, ticket, shares = parts
    if len(kept) + block - start > LARGEST:
        return None
    shape = shape_of(body[start:block], kept)
    if shape is None:
        return None
    return Hello(
        "tls",
        body[0] << 8 | body[1],
        record_version,
        body[2:_RANDOM_END],
        body[_RANDOM_END + 1 : start],
        shape.ciphers,
        shape.extensions,
        shape.versions,
        shape.groups,
        shares,
        shape.signature_algorithms,
        shape.point_formats,
        name,
        shape.alpn,
        shape.alpn_raw,
        ticket,
        shape.psk_offered,
        shape.early_data,
        shape.extended_master_secret,
        shape.ocsp_stapling,
        shape.ech,
        shape.compression_methods,
        frame,
        time,
        body,
    )


Parts = tuple[bytes, str | None, int | None, tuple[int, ...]]
"""Extensions without the bodies of loose ones; server's name, size of the ticket, groups of key shares."""


def _parts(body: bytes, at: int, shares_of: Callable[[bytes], tuple[int, ...] | None]) -> Parts | None:
    """What the block of extensions that begins at ``at`` says; None where something is malformed."""
    name, ticket = None, None
    shares: tuple[int, ...] = ()
    pieces: list[bytes] = []
    start, end = at, len(body)
    while at + 4 <= end:
        number, size = _HEAD(body, at)
        stop = at + 4 + size
        if number in LOOSE:
            pieces += body[start : at + 2], _NOTHING
            start = stop
            if number == TICKET:
                ticket = size
            elif number == SERVER_NAME:
                name = _server_name(body[at + 4 : stop])
                if name is None and size:
                    return None
            elif number in (SHARE, DRAFT_SHARE):
                found = shares_of(body[at + 4 : stop])
                if found is None:
                    return None
                shares = found
        at = stop
    if at != end:
        return None
    pieces.append(body[start:])
    return b"".join(pieces), name, ticket, shares


def _server_name(body: bytes) -> str | None:
    """The one name in a server_name extension (RFC 6066 3); None if it holds anything else."""
    size = len(body)
    if size > 5 and body[:5] == bytes((size - 2 >> 8, size - 2 & 0xFF, 0, size - 5 >> 8, size - 5 & 0xFF)):
        return extensions.text(body[5:])
    return None


def _client_shares(body: bytes) -> tuple[int, ...] | None:
    """The groups of a list of shares (RFC 8446 4.2.8)."""
    end = len(body)
    if end < 2 or _SIZE(body)[0] != end - 2:
        return None
    found, at = [], 2
    while at + 4 <= end:
        group, size = _HEAD(body, at)
        found.append(group)
        at += 4 + size
    return tuple(found) if at == end else None


def _server_share(body: bytes) -> tuple[int, ...] | None:
    """The group of a share, or of a HelloRetryRequest's wish for one (RFC 8446 4.2.8)."""
    return _SIZE(body) if len(body) >= 2 else None


@lru_cache(maxsize=SHAPES)
def _client_shape(lists: bytes, block: bytes) -> Shape | None:
    """Of suites and compression methods, each behind its length, and extensions."""
    middle = 2 + _SIZE(lists)[0]
    return _shape(pairs(lists[2:middle]), tuple(lists[middle + 1 :]), block, _FIXED_CLIENT)


@lru_cache(maxsize=SHAPES)
def _server_shape(lists: bytes, block: bytes) -> Shape | None:
    """Of a suite, a compression method and extensions."""
    return _shape(_SIZE(lists), (lists[2],), block, _FIXED_SERVER)


def _shape(
    ciphers: tuple[int, ...], methods: tuple[int, ...], block: bytes, parsers: Mapping[int, Parser]
) -> Shape | None:
    values: Values = {}
    notes: list[str] = []
    extensions.read(block, parsers, values, notes)
    return None if notes else Shape(ciphers, methods, **values)


def _fixed(parsers: Mapping[int, Parser]) -> Mapping[int, Parser]:
    return {number: parser for number, parser in parsers.items() if number not in LOOSE - FLAGS}


_FIXED_CLIENT = _fixed(extensions.CLIENT)
_FIXED_SERVER = _fixed(extensions.SERVER)
