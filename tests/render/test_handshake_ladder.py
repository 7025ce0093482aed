"""The rungs of a ladder: order, merging, alerts, the end, and a bound."""

from __future__ import annotations

import pytest

from ssldiag.render.handshake_ladder import MOST, Rung, rungs
from ssldiag.wire.model import Alert, Ending, Side
from tests.render.handshakes import START, failed, handshake, message


def brief(found: tuple[Rung, ...]) -> list[tuple[Side, str, str, int | None]]:
    return [(rung.side, rung.kind, ", ".join(rung.labels), rung.frame) for rung in found]


def test_messages_of_one_side_and_frame_share_a_rung() -> None:
    assert brief(rungs(handshake())) == [
        ("client", "message", "ClientHello", 4),
        ("server", "message", "ServerHello, Certificate, ServerHelloDone", 6),
        ("client", "message", "ClientKeyExchange, ChangeCipherSpec", 8),
        ("client", "encrypted", "encrypted handshake", 8),
        ("server", "message", "ChangeCipherSpec", 10),
        ("server", "encrypted", "encrypted handshake", 10),
        ("client", "data", "data", 12),
    ]


def test_an_alert_and_its_message_are_one_rung() -> None:
    *_, alert, end = rungs(failed())
    assert (alert.kind, alert.labels) == ("alert", ("fatal alert unknown_ca (48)",))
    assert alert.after == pytest.approx(0.0034, abs=1e-6)
    assert brief((end,)) == [("client", "end", "FIN", 9)]


def test_alerts_without_a_message_of_their_own_stand_at_their_frame() -> None:
    inferred = Alert("server", None, None, None, 11, START + 0.04, encrypted=True, inferred=True)
    found = brief(rungs(handshake(alerts=(inferred,))))
    assert found[-2:] == [
        ("server", "alert", "alert, as size and order suggest (encrypted)", 11),
        ("client", "data", "data", 12),
    ]


def test_other_alerts() -> None:
    encrypted = Alert("server", None, None, None, 11, START, encrypted=True)
    unknown = Alert("client", "fatal", 199, None, 12, START)
    labels = [rung.labels for rung in rungs(handshake(messages=(), alerts=(encrypted, unknown)))]
    assert labels == [("alert (encrypted)",), ("fatal alert unknown (199)",)]


def test_both_ends_are_told() -> None:
    ending = Ending("client", "server", 13, 14, "closed")
    assert brief(rungs(handshake(ending=ending)))[-2:] == [
        ("client", "end", "FIN", 13),
        ("server", "end", "RST", 14),
    ]


def test_data_that_goes_on_is_counted() -> None:
    flow = tuple(message("server", "application_data", frame, frame / 100) for frame in range(20, 32))
    twice = tuple(message("client", "application_data", 40, 0.5) for _ in range(3))
    found = rungs(handshake(messages=(*flow, *twice)))
    assert [rung.labels for rung in found] == [("data, in 12 frames",), ("data x3",)]
    assert found[0].frame == 20


def test_a_long_ladder_is_cut_in_the_middle() -> None:
    many = tuple(
        message("client" if frame % 2 else "server", "hello_request", frame, 0) for frame in range(500)
    )
    found = rungs(handshake(messages=many))
    assert len(found) == MOST + 1
    assert [rung.labels for rung in found if rung.kind == "cut"] == [("460 more",)]
    assert (found[0].frame, found[-1].frame) == (0, 499)


def test_records_of_tls13_are_called_encrypted() -> None:
    flow = tuple(message("server", "application_data", 7, 0.01) for _ in range(3))
    (rung,) = rungs(handshake(version=0x0304, messages=flow))
    assert (rung.kind, rung.labels) == ("encrypted", ("encrypted record x3",))
    (rung,) = rungs(handshake(version=0x0304, messages=flow, decrypted=True))
    assert (rung.kind, rung.labels) == ("data", ("data x3",))


def test_where_nothing_was_said_the_steps_of_tcp_are_shown() -> None:
    ending = Ending(None, "server", None, 9, "closed")
    refused = handshake(messages=(), opened=("syn",), syns=3, ending=ending)
    assert brief(rungs(refused)) == [("client", "end", "SYN x3", 4), ("server", "end", "RST", 9)]
    silent = handshake(messages=(), opened=("syn", "syn_ack", "ack"), syns=1)
    assert brief(rungs(silent)) == [("client", "end", "SYN", 4), ("server", "end", "SYN, ACK", None)]


def test_nothing_seen_gives_no_rung() -> None:
    assert rungs(handshake(messages=(), alerts=())) == ()
