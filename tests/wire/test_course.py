"""What is kept of a flood."""

from __future__ import annotations

from ssldiag.wire.gathered import MAX_MESSAGES
from ssldiag.wire.meaning import MAX_HELLO

from . import bytesmith as make
from .bytesmith import decoded, message, record


def test_a_repeated_oddity_is_told_once_and_messages_are_limited() -> None:
    flood = record(22, message(99, b"")) * (MAX_MESSAGES + 50)
    found = decoded(("a", make.HELLO12), ("b", flood))
    assert len(found.messages) == MAX_MESSAGES
    assert len(found.oddities) == 2


def test_certificates_are_kept_up_to_a_size() -> None:
    big = handshake_in_records(11, make.certificates(bytes((1 << 24) - 100)))
    found = decoded(("a", make.HELLO12), ("b", make.FLIGHT12[:47] + big * 3))
    assert [len(seen.der) for seen in found.certificates] == [(1 << 24) - 100] * 2
    assert found.oddities[-1].what == "more certificates than are kept"


def test_a_hello_is_kept_up_to_the_size_that_it_can_have() -> None:
    found = decoded(("a", handshake_in_records(1, make.client_hello(make.SNI) + bytes(1_000_000))))
    assert found.client_hello is not None
    assert found.client_hello.sni == "tls.example.test"
    assert len(found.client_hello.raw) == MAX_HELLO
    assert found.messages[0].length > 1_000_000


def handshake_in_records(kind: int, body: bytes) -> bytes:
    """A large message, in as few records as it takes."""
    whole = message(kind, body)
    return b"".join(record(22, whole[at : at + 16_384]) for at in range(0, len(whole), 16_384))
