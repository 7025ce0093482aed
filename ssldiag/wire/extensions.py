"""Extensions of hellos: a table from number to what the extension says of the
:class:`~ssldiag.wire.model.Hello`.

A parser takes the body of an extension and gives values of Hello's fields; it raises Cut where the body ends
too early. Extensions that have no parser are known by number alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ssldiag.wire.cursor import Cursor, Cut, pairs

Values = dict[str, Any]
Parser = Callable[[bytes], Values]


def text(data: bytes) -> str:
    """Bytes that ought to be ASCII, as text; others as ``\\xNN``."""
    return data.decode("ascii", "backslashreplace")


def _server_name(body: bytes) -> Values:
    """RFC 6066 3. A server acknowledges with an empty extension."""
    if not body:
        return {}
    names = Cursor(Cursor(body).vector(2))
    while names.left:
        kind, name = names.number(1), names.vector(2)
        if kind == 0:
            return {"sni": text(name)}
    return {}


def _groups(body: bytes) -> Values:
    return {"groups": pairs(Cursor(body).vector(2))}


def _point_formats(body: bytes) -> Values:
    return {"point_formats": tuple(Cursor(body).vector(1))}


def _signature_algorithms(body: bytes) -> Values:
    return {"signature_algorithms": pairs(Cursor(body).vector(2))}


def _alpn(body: bytes) -> Values:
    """RFC 7301 3.1."""
    names = Cursor(Cursor(body).vector(2))
    found = []
    while names.left:
        found.append(names.vector(1))
    return {"alpn": tuple(map(text, found)), "alpn_raw": tuple(found)}


def _client_versions(body: bytes) -> Values:
    return {"versions": pairs(Cursor(body).vector(1))}


def _server_version(body: bytes) -> Values:
    return {"versions": (Cursor(body).number(2),)}


def _client_shares(body: bytes) -> Values:
    shares = Cursor(Cursor(body).vector(2))
    found = []
    while shares.left:
        found.append(shares.number(2))
        shares.vector(2)
    return {"key_shares": tuple(found)}


def _server_share(body: bytes) -> Values:
    """A share, or in a HelloRetryRequest the group alone (RFC 8446 4.2.8)."""
    return {"key_shares": (Cursor(body).number(2),)}


def _ticket(body: bytes) -> Values:
    return {"ticket_length": len(body)}


def _flag(name: str) -> Parser:
    def parse(body: bytes) -> Values:
        return {name: True}

    return parse


_BOTH: Mapping[int, Parser] = {
    0: _server_name,
    5: _flag("ocsp_stapling"),
    10: _groups,
    11: _point_formats,
    13: _signature_algorithms,
    16: _alpn,
    17: _flag("ocsp_stapling"),
    23: _flag("extended_master_secret"),
    35: _ticket,
    41: _flag("psk_offered"),
    42: _flag("early_data"),
    0xFE0D: _flag("ech"),
}

MAX_NOTES = 10
"""Malformed extensions that are told of: a hello has room for thousands of empty ones, a few will do."""

CLIENT: Mapping[int, Parser] = {**_BOTH, 40: _client_shares, 43: _client_versions, 51: _client_shares}
SERVER: Mapping[int, Parser] = {**_BOTH, 40: _server_share, 43: _server_version, 51: _server_share}
"""40 is key_share in the drafts of TLS 1.3 up to 22."""


def _repeated(numbers: list[int]) -> list[int]:
    """The first number that occurs twice, if any (RFC 8446 4.2 forbids it)."""
    if len(set(numbers)) == len(numbers):
        return []
    seen: set[int] = set()
    for number in numbers:
        if number in seen:
            return [number]
        seen.add(number)
    return []


def read(block: bytes, parsers: Mapping[int, Parser], values: Values, notes: list[str]) -> None:
    """Read a block of extensions into ``values``; what is malformed becomes a note, and the rest still
    counts.

    Adds the numbers in order as ``extensions``.
    """
    numbers: list[int] = []
    at, end = 0, len(block)
    while at + 4 <= end:
        number = block[at] << 8 | block[at + 1]
        stop = at + 4 + (block[at + 2] << 8 | block[at + 3])
        numbers.append(number)
        if stop > end:
            notes.append(f"extension {number} is longer than the list of extensions")
            at = end
            break
        parser = parsers.get(number)
        if parser is not None:
            try:
                values.update(parser(block[at + 4 : stop]))
            except Cut:
                if len(notes) < MAX_NOTES:
                    notes.append(f"extension {number} is malformed")
        at = stop
    if at < end:
        notes.append("the list of extensions ends in the middle of one")
    notes += [f"extension {number} is there more than once" for number in _repeated(numbers)]
    values["extensions"] = tuple(numbers)
