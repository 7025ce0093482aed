"""What records mean, message by message."""

from __future__ import annotations

import pytest

from ssldiag.wire import hello as hellos
from ssldiag.wire.conversation import Conversation
from ssldiag.wire.events import Quality
from ssldiag.wire.gathered import MAX_MESSAGES
from ssldiag.wire.model import Handshake

from . import bytesmith as make
from .bytesmith import extension, handshake, message, one, pairs, record, types, vector
from .test_conversation import Said


def decoded(*said: tuple[str, bytes]) -> Handshake:
    """The handshake in which a (client) and b (server) say this."""
    script: Said = [("a" if side == "a" else "b", data) for side, data in said]
    return one(make.events(script))


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


def test_ssl2() -> None:
    master = make.old_record(b"\x02\x01\x00\x80" + bytes(20))
    sealed = make.old_record(b"\x05" + bytes(30))
    found = decoded(
        ("a", make.old_client_hello(2)),
        ("b", make.old_server_hello()),
        ("a", master),
        ("b", sealed),
        ("a", sealed),
    )
    assert types(found) == [
        "c ssl2_client_hello",
        "s ssl2_server_hello",
        "c ssl2_client_master_key",
        "s ssl2_encrypted",
        "c ssl2_encrypted",
    ]
    assert (found.version, found.resumed, len(found.certificates)) == (2, False, 1)
    assert found.duration is not None


def test_ssl2_resumed_and_refused() -> None:
    hello = make.old_client_hello(2)
    found = decoded(
        ("a", hello), ("b", make.old_server_hello(b"", 1)), ("a", make.old_record(b"\x03" + bytes(30)))
    )
    assert (found.resumed, found.resumed_by, types(found)[-1]) == (True, "id", "c ssl2_encrypted")
    refused = decoded(("a", hello), ("b", b"\x80\x03\x00\x00\x01"))
    assert types(refused)[-1] == "s ssl2_error"
    assert [oddity.what for oddity in refused.oddities] == ["SSL 2.0 error no_cipher"]


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


def test_ssl3_has_an_alert_for_no_certificate() -> None:
    found = decoded(
        ("a", make.HELLO12), ("b", make.FLIGHT12), ("a", record(21, b"\x01\x29", 0x0300) + make.ANSWER12)
    )
    assert found.client_certificate_given is False
    assert [(alert.level, alert.name) for alert in found.alerts] == [("warning", "no_certificate")]
    assert found.application_data == (0, 0)


def test_a_warning_does_not_end_the_handshake() -> None:
    found = decoded(("a", make.HELLO12), ("b", record(21, b"\x01\x70") + make.FLIGHT12), *make.FULL12[2:])
    assert [(alert.side, alert.name) for alert in found.alerts] == [("server", "unrecognized_name")]
    assert found.duration is not None


@pytest.mark.parametrize(
    ("records", "wanted"),
    [
        (record(21, b"\x02\x28"), [("fatal", 40, False)]),
        (record(21, b"\x02") + record(21, b"\x28"), [("fatal", 40, False)]),
        (record(21, b"\x01\x70\x02\x28"), [("warning", 112, False), ("fatal", 40, False)]),
        (record(21, b"\x07\x28"), [(None, None, True)]),
        (record(21, bytes(30)), [(None, None, True)]),
        (record(21, b"\x02\xc8"), [("fatal", 200, False)]),
    ],
)
def test_alerts(records: bytes, wanted: list[tuple[str | None, int | None, bool]]) -> None:
    found = decoded(("a", make.HELLO12), ("b", records))
    assert [(alert.level, alert.code, alert.encrypted) for alert in found.alerts] == wanted


def test_encrypted_alerts() -> None:
    found = decoded(*make.FULL12, ("a", record(21, bytes(26))))
    (alert,) = found.alerts
    assert (alert.side, alert.level, alert.code, alert.name, alert.encrypted, alert.inferred) == (
        *("client", None, None, None),
        *(True, False),
    )


def test_renegotiation() -> None:
    again = [("a", record(22, b"\xaa" * 200)), ("b", record(22, b"\xaa" * 900)), ("a", make.CHANGE)]
    assert decoded(*make.FULL12, *again).renegotiated
    assert not decoded(*make.FULL12, ("b", record(22, b"\xaa" * 40))).renegotiated
    assert not decoded(*make.FULL12).renegotiated


def sealed(body: bytes) -> bytes:
    """A body with the MAC of NULL-SHA256 behind it."""
    return body + bytes(32)


def test_a_suite_that_does_not_encrypt() -> None:
    offer = handshake(1, make.client_hello(ciphers=(0x003B,)))
    flight = handshake(2, make.server_hello(cipher=0x003B)) + handshake(14, b"")
    finished = make.CHANGE + record(22, sealed(message(20, bytes(12))))
    again = record(22, sealed(message(1, make.client_hello(ciphers=(0x003B,)))))
    goodbye = record(21, sealed(b"\x01\x00"))
    found = decoded(
        ("a", offer), ("b", flight), ("a", finished), ("b", finished), ("a", again), ("b", goodbye)
    )
    assert types(found)[-5:] == [
        "c finished",
        "s change_cipher_spec",
        "s finished",
        "c client_hello",
        "s alert",
    ]
    assert found.renegotiated
    assert [(alert.name, alert.encrypted) for alert in found.alerts] == [("close_notify", False)]


def test_heartbleed() -> None:
    found = decoded(("a", make.HELLO12), ("b", make.FLIGHT12), ("a", record(24, b"\x01\x40\x00")))
    assert types(found)[-1] == "c heartbeat"
    assert "CVE-2014-0160" in found.oddities[0].what
    honest = record(24, b"\x01\x00\x04" + bytes(20))
    assert decoded(("a", make.HELLO12), ("b", make.FLIGHT12), ("a", honest)).oddities == ()


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


def test_a_repeated_oddity_is_told_once_and_messages_are_limited() -> None:
    flood = record(22, message(99, b"")) * (MAX_MESSAGES + 50)
    found = decoded(("a", make.HELLO12), ("b", flood))
    assert len(found.messages) == MAX_MESSAGES
    assert len(found.oddities) == 2


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
