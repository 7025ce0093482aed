"""The bodies of messages: hellos, certificates, requests, key exchanges. The first byte says which."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Hashable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ssldiag.wire import certificates, hello, keyexchange, ssl2
from ssldiag.wire.fingerprint import ja3, ja3s, ja4
from tests.fuzz.loop import main
from tests.wire import bytesmith as make

Notes = list[str]


def _client(body: bytes, notes: Notes) -> Hashable:
    found = hello.client_hello(body, 0x0301, 1, 0.0, notes)
    assert found.raw == body
    assert ja3(found) and ja4(found)
    return found.versions, found.format, found.sni is None


def _server(body: bytes, notes: Notes) -> Hashable:
    found = hello.server_hello(body, 0x0303, 1, 0.0, notes)
    assert ja3s(found)
    return found.versions, found.ech


def _unpacked(body: bytes, notes: Notes) -> Hashable:
    plain = certificates.unpacked(body, notes)
    assert plain is None or len(plain) <= certificates.MAX_UNPACKED
    return plain is None


def _chain(body: bytes, notes: Notes) -> Hashable:
    found, stapled = certificates.chain(body, body[:1] == b"\0", notes)
    assert sum(map(len, found)) <= len(body)
    return len(found).bit_length(), stapled


READERS: tuple[Callable[[bytes, Notes], Hashable], ...] = (
    _client,
    _server,
    lambda body, notes: hello.retry_of_draft(body, None, 1, 0.0, notes).key_shares[:1],
    _chain,
    _unpacked,
    lambda body, notes: certificates.request(body, 0x0303, False, notes)[0][:2],
    lambda body, notes: certificates.request(body, 0x0304, True, notes)[1][:2],
    lambda body, notes: keyexchange.server_key_exchange(body, 0xC02F, 0x0303, notes),
    lambda body, notes: keyexchange.server_key_exchange(body, 0x00AA, 0x0303, notes).dh_bits is None,
    lambda body, notes: ssl2.client_hello(body, 1, 0.0, notes).partial,
    lambda body, notes: ssl2.server_hello(body, 1, 0.0, notes)[2],
)


def SEEDS() -> list[bytes]:
    """A sound body for each."""
    listed = make.certificates(b"\x30\x03\x02\x01\x05")
    packed = b"\0\x01" + len(listed).to_bytes(3, "big") + make.vector(3, zlib.compress(listed))
    everything = (make.SNI, make.ALPN, make.GROUPS, make.POINTS, make.SIGNATURES, make.VERSIONS, make.SHARE)
    bodies = (
        make.client_hello(*everything),
        make.server_hello(make.POINTS),
        make.pairs(0x7F12) + make.vector(2, make.extension(40, make.pairs(23))),
        listed,
        packed,
        make.vector(1, b"\x01")
        + make.vector(2, make.pairs(0x0403))
        + make.vector(2, make.vector(2, b"\x30\x00")),
        b"\0" + make.vector(2, make.SIGNATURES),
        make.key_exchange(),
        make.vector(2, b"hint") + make.vector(2, bytes(range(64))) * 3,
        make.old_client_hello()[2:],
        make.old_server_hello()[2:],
    )
    return [bytes((index,)) + body for index, body in enumerate(bodies)]


def target(data: bytes) -> Hashable:
    """Any body."""
    if not data:
        return None
    notes: Notes = []
    index = data[0] % len(READERS)
    seen = READERS[index](data[1:], notes)
    assert len(notes) < 40
    return index, seen, tuple(notes[:2])


if __name__ == "__main__":
    main(target, SEEDS)
