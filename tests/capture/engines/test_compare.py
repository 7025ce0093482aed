"""Comparing engines finds what was changed, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ssldiag.capture.engines.compare import FIELDS, Comparison, compare
from ssldiag.wire.model import Alert, CertificateSeen, Ending, Endpoint, Handshake
from tests.render.handshakes import (
    SERVER,
    certificate,
    client_hello,
    failed,
    handshake,
    message,
    server_hello,
)

PLACE = ("case.pcap", 4, Endpoint("192.0.2.7", 50123), SERVER)
OTHER = Endpoint("192.0.2.8", 50124)


def differing(one: Handshake, other: Handshake) -> list[str]:
    return [item.field for item in compare([one], [other]).disagreements]


def test_the_same() -> None:
    result = compare([handshake(), failed(client=OTHER)], [failed(client=OTHER), handshake()])
    assert (result.handshakes, result.disagreements) == (2, [])
    assert result.fields > 2 * (len(FIELDS) - 3)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starttls": "smtp"}, "starttls"),
        ({"version": 0x0302}, "version"),
        ({"resumed": True}, "resumed"),
        ({"hello_retry": True}, "hello_retry"),
        ({"alerts": (Alert("client", "fatal", 42, "bad_certificate", 8, 0.0),)}, "alerts"),
        ({"certificates": (CertificateSeen("server", certificate("else.example.test"), 6),)}, "certificates"),
        ({"certificates": (CertificateSeen("client", certificate(), 6),)}, "certificates"),
        ({"ending": Ending("server", None, 9, None, "closed")}, "first_fin"),
        ({"ending": Ending(None, "client", None, 9, "closed")}, "first_rst"),
        ({"messages": (message("client", "client_hello", 4, 0.0),)}, "messages"),
        ({"client_hello": client_hello(sni="else.example.test")}, "sni"),
        ({"client_hello": client_hello(ciphers=(0x002F,))}, "ciphers"),
        ({"client_hello": client_hello(groups=())}, "groups"),
        ({"server_hello": server_hello(ciphers=(0x002F,))}, "cipher"),
        ({"server_hello": server_hello(alpn=("h2",))}, "alpn_chosen"),
    ],
)
def test_one_field(changes: dict[str, Any], field: str) -> None:
    ours, theirs = handshake(), replace(handshake(), **changes)
    assert differing(ours, theirs) == [field]
    (item,) = compare([ours], [theirs]).disagreements
    assert (item.file, item.frame, item.client, item.server) == PLACE
    assert item.ours != item.theirs


def test_what_one_does_not_know_is_no_disagreement() -> None:
    assert differing(handshake(), handshake(version=None, resumed=None)) == []
    ours = handshake(client_hello=client_hello(format="sslv2", random=b"1"))
    assert differing(ours, handshake(client_hello=client_hello(format="sslv2", random=b"2"))) == []


def test_no_server_hello() -> None:
    assert differing(handshake(), handshake(server_hello=None)) == ["server_hello"]


def test_encrypted_messages_may_be_called_otherwise() -> None:
    ours = handshake()
    theirs = handshake(messages=(*ours.messages, message("server", "encrypted_handshake", 13, 0.06)))
    assert differing(ours, theirs) == []


def test_handshakes_that_only_one_has() -> None:
    result = compare([handshake()], [failed(client=OTHER)])
    assert [(item.field, item.ours, item.theirs) for item in result.disagreements] == [
        ("handshake", "there", "not there"),
        ("handshake", "not there", "there"),
    ]
    assert result.handshakes == 0
    assert compare([handshake(client_hello=None, server_hello=None)], []).disagreements == []


def test_who_is_the_client_may_differ() -> None:
    ours = handshake()
    assert differing(ours, replace(ours, client=ours.server, server=ours.client)) == ["client"]


def test_several_handshakes_of_the_same_ends_are_taken_in_order() -> None:
    pair = [handshake(), failed(first_frame=20)]
    assert compare(pair, pair).disagreements == []
    assert compare(pair, pair[::-1]).disagreements != []


def test_results_are_added_up() -> None:
    total = Comparison()
    total.add(compare([handshake()], [handshake(version=0x0302)]))
    total.add(compare([handshake()], [handshake()]))
    assert (total.handshakes, len(total.disagreements)) == (2, 1)
