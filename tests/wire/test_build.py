"""What is concluded when all is read: alerts by their size, mismatches between the hellos, who is who."""

from __future__ import annotations

import pytest

from ssldiag.wire.hello import DOWNGRADES
from ssldiag.wire.model import Endpoint, Handshake

from . import bytesmith as make
from .bytesmith import decode, decoded, events, extension, handshake, one, pairs, record, types

ALERT13 = record(23, bytes(19))
FINISHED13 = record(23, bytes(53))


def guessed(found: Handshake) -> list[tuple[str, int]]:
    assert all(alert.encrypted and alert.code is None for alert in found.alerts if alert.inferred)
    return [(alert.side, alert.frame) for alert in found.alerts if alert.inferred]


def test_the_client_refuses_the_server() -> None:
    found = decoded(*make.FULL13[:2], ("a", make.CHANGE + ALERT13))
    assert guessed(found) == [("client", 6)]
    assert types(found)[-1] == "c alert"
    assert found.messages[-1].length == 19


def test_the_server_refuses_the_client() -> None:
    found = decoded(*make.FULL13[:2], ("a", make.CHANGE + FINISHED13), ("b", ALERT13))
    assert guessed(found) == [("server", 7)]


def test_goodbyes() -> None:
    assert guessed(decoded(*make.FULL13, ("a", ALERT13), ("b", ALERT13))) == [("client", 8), ("server", 9)]


def test_two_bytes_of_data_are_not_taken_for_an_alert() -> None:
    assert guessed(decoded(*make.FULL13, ("a", ALERT13), ("a", make.DATA))) == []
    assert guessed(decoded(*make.FULL13, ("b", make.DATA * 20), ("a", ALERT13))) == []


def test_nothing_is_guessed_before_tls13() -> None:
    assert guessed(decoded(*make.FULL12, ("a", ALERT13))) == []


@pytest.mark.parametrize(
    ("offer", "choice", "what"),
    [
        (
            make.client_hello(),
            make.server_hello(cipher=0x0005),
            "the server chose TLS_RSA_WITH_RC4_128_SHA, which",
        ),
        (
            make.client_hello(version=0x0301),
            make.server_hello(version=0x0303),
            "the server chose TLSv1.2, newer than",
        ),
        (
            make.client_hello(make.VERSIONS),
            make.server_hello(random=bytes(24) + b"DOWNGRD\x01"),
            "the server's random says that it could have spoken TLSv1.3",
        ),
        (
            make.client_hello(),
            make.server_hello(version=0x0302, random=bytes(24) + b"DOWNGRD\x00"),
            "the server's random says that it could have spoken TLSv1.2 or newer",
        ),
        (make.client_hello(), make.server_hello()[:-1] + b"\x01", "the server switched compression on"),
    ],
)
def test_mismatches(offer: bytes, choice: bytes, what: str) -> None:
    found = decoded(("a", handshake(1, offer)), ("b", handshake(2, choice)))
    assert len(found.oddities) == 1
    assert found.oddities[0].what.startswith(what)
    assert found.oddities[0].frame == 5


def test_hellos_that_fit() -> None:
    assert len(DOWNGRADES) == 2
    older = make.server_hello(random=bytes(24) + b"DOWNGRD\x01")
    assert decoded(("a", make.HELLO12), ("b", handshake(2, older))).oddities == ()
    assert decoded(*make.FULL13).oddities == ()
    assert (
        decoded(
            ("a", make.old_client_hello()),
            ("b", handshake(2, make.server_hello(cipher=0x002F, version=0x0301))),
        ).oddities
        == ()
    )


@pytest.mark.parametrize(
    ("a", "b", "client"),
    [(9476, 50000, "b"), (50000, 9476, "a"), (50000, 40000, "a"), (40000, 50000, "b"), (443, 9476, "b")],
)
def test_the_client_by_its_port(a: int, b: int, client: str) -> None:
    """Where nothing else tells, the server has the port of a service, else the lower one."""
    one_end, other_end = Endpoint("192.0.2.1", a), Endpoint("192.0.2.2", b)
    (found,) = decode(events([("a", make.DATA)], opened=False), a=one_end, b=other_end)
    assert found.client == (one_end if client == "a" else other_end)


def test_early_data() -> None:
    offer = handshake(
        1, make.client_hello(make.VERSIONS, extension(42), extension(41, b"x"), ciphers=(0x1301,))
    )
    taken = handshake(
        2, make.server_hello(extension(43, pairs(0x0304)), extension(41, pairs(0)), cipher=0x1301)
    )
    found = one(
        events([("a", offer + make.CHANGE + make.DATA), ("b", taken + FINISHED13), ("a", FINISHED13)])
    )
    assert found.client_hello is not None
    assert found.client_hello.early_data
    assert found.application_data == (2, 1)
    assert (found.resumed, guessed(found)) == (True, [])


@pytest.mark.parametrize(
    ("offer", "choice", "resumed", "by"),
    [
        (make.client_hello(session=b"s" * 32), make.server_hello(session=b"s" * 32), True, "id"),
        (
            make.client_hello(extension(35, bytes(100)), session=b"s" * 32),
            make.server_hello(session=b"s" * 32),
            True,
            "ticket",
        ),
        (make.client_hello(extension(35, bytes(100))), make.server_hello(session=b"x"), True, "ticket"),
        (make.client_hello(session=b"s" * 32), make.server_hello(session=b"t" * 32), True, None),
    ],
)
def test_resumption_before_tls13(offer: bytes, choice: bytes, resumed: bool, by: str | None) -> None:
    found = decoded(("a", handshake(1, offer)), ("b", handshake(2, choice) + make.END12), ("a", make.END12))
    assert (found.resumed, found.resumed_by) == (resumed, by)


def test_a_session_that_the_server_does_not_take_up() -> None:
    offer = handshake(1, make.client_hello(session=b"s" * 32))
    found = decoded(("a", offer), *make.FULL12[1:])
    assert (found.resumed, found.resumed_by) == (False, None)


def test_resumption_is_not_known_before_the_next_message() -> None:
    assert decoded(("a", make.HELLO12), ("b", make.FLIGHT12[:60])).resumed is None


def test_resumption_in_tls13() -> None:
    taken = handshake(
        2, make.server_hello(extension(43, pairs(0x0304)), extension(41, pairs(0)), cipher=0x1301)
    )
    found = decoded(("a", make.HELLO13), ("b", taken))
    assert (found.resumed, found.resumed_by) == (True, "psk")
    assert decoded(*make.FULL13[:2]).resumed is False
