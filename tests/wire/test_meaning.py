"""What handshake messages mean."""

from __future__ import annotations

import pytest

from ssldiag.wire import hello as hellos
from ssldiag.wire.conversation import Conversation
from ssldiag.wire.events import Quality

from . import bytesmith as make
from .bytesmith import Said, decoded, extension, handshake, one, pairs, record, types, vector

RETRY = handshake(
    2, make.server_hello(extension(43, pairs(0x0304)), extension(51, pairs(24)), random=hellos.RETRY_RANDOM)
)


def test_hello_retry_request() -> None:
    found = decoded(
        ("a", make.HELLO13), ("b", RETRY + make.CHANGE), ("a", make.CHANGE + make.HELLO13), *make.FULL13[1:]
    )
    assert types(found)[:6] == [
        "c client_hello",
        "s hello_retry_request",
        "s change_cipher_spec",
        "c change_cipher_spec",
        "c client_hello",
        "s server_hello",
    ]
    assert found.hello_retry
    assert found.second_client_hello is not None
    assert (found.selected_group, found.version, found.oddities) == (29, 0x0304, ())


def test_a_retry_that_nothing_follows() -> None:
    found = decoded(("a", make.HELLO13), ("b", RETRY))
    assert (found.hello_retry, found.version, found.server_hello, found.selected_group) == (
        True,
        None,
        None,
        24,
    )


def test_a_retry_of_a_draft() -> None:
    found = decoded(
        ("a", make.HELLO13), ("b", handshake(6, pairs(0x7F12) + vector(2, extension(40, pairs(23)))))
    )
    assert (found.hello_retry, found.selected_group) == (True, 23)


def test_client_authentication() -> None:
    wanted = handshake(13, vector(1, b"\x01") + vector(2, pairs(0x0401)) + vector(2, b""))
    flight = make.FLIGHT12[:-9] + wanted + handshake(14, b"")
    for body, given in ((make.certificates(b"\x30\x00"), True), (make.certificates(), False)):
        verify = handshake(15, pairs(0x0401) + vector(2, bytes(64)))
        answer = handshake(11, body) + handshake(16, bytes(33)) + verify + make.CHANGE + make.FINISHED
        found = decoded(("a", make.HELLO12), ("b", flight), ("a", answer))
        assert found.client_certificate_given is given
        assert found.certificate_wanted is not None
        assert (found.certificate_wanted.types, found.client_signature) == ((1,), 0x0401)
        assert [seen.side for seen in found.certificates] == ["server", "server", *["client"] * given]


@pytest.mark.parametrize(
    ("said", "what"),
    [
        (
            [("a", make.HELLO12), ("a", make.HELLO12)],
            "another ClientHello though the server had not asked for one",
        ),
        ([("a", make.HELLO12), ("b", make.HELLO12)], "both sides sent a ClientHello"),
        ([("a", make.HELLO12), ("b", make.FLIGHT12 + make.FLIGHT12)], "another ServerHello"),
        ([("a", make.HELLO12), ("b", handshake(99, b"abc"))], "a handshake message of unknown type 99"),
        ([("a", make.HELLO12), ("b", record(20, b"\x01\x01"))], "a ChangeCipherSpec of 2 bytes"),
        (
            [("a", make.HELLO12), ("b", record(21, b"\x01\x70\x02\x28"))],
            "an alert record of 4 bytes in the clear",
        ),
        ([("a", handshake(1, make.client_hello(make.SNI) + b"x"))], "1 bytes behind the end of the hello"),
    ],
)
def test_oddities(said: Said, what: str) -> None:
    found = one(make.events(said))
    assert [oddity.what for oddity in found.oddities] == [what]


def test_an_ocsp_response() -> None:
    assert decoded(("a", make.HELLO12), ("b", make.FLIGHT12 + handshake(22, b"\x01"))).stapled
    assert not decoded(("a", make.HELLO12), ("b", make.FLIGHT12)).stapled


def test_what_is_too_large_is_passed_over() -> None:
    conversation = Conversation("test.pcap", make.CLIENT, make.SERVER, message_limit=50)
    for event in make.events(make.FULL12):
        conversation.feed(event)
    (found,) = conversation.result(Quality())
    assert types(found) == types(one(make.events(make.FULL12)))
    assert found.client_hello is not None
    assert found.client_hello.partial
