"""What records mean: ChangeCipherSpec, alerts, encrypted messages, heartbeats."""

from __future__ import annotations

import pytest

from . import bytesmith as make
from .bytesmith import decoded, handshake, message, record, types


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
