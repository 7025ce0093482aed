"""Handshakes of OpenSSL, as Python's ``ssl`` speaks them, decoded without any key."""

from __future__ import annotations

import ssl

import pytest

from ssldiag.wire.fingerprint import ja3, ja3s, ja4

from .bytesmith import events, one, types
from .peers import NAME, Pki, talk

TLS12, TLS13 = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3


@pytest.mark.parametrize("size", [0, 1, 7])
def test_tls12(pki: Pki, size: int) -> None:
    found = one(events(talk(pki.client(TLS12), pki.server(TLS12)).said, size))
    assert [kind for kind in types(found) if "new_session_ticket" not in kind] == [
        "c client_hello",
        "s server_hello",
        "s certificate",
        "s server_key_exchange",
        "s server_hello_done",
        "c client_key_exchange",
        "c change_cipher_spec",
        "c encrypted_handshake",
        "s change_cipher_spec",
        "s encrypted_handshake",
        "c application_data",
        "s application_data",
        "c alert",
    ]
    assert [seen.der for seen in found.certificates] == [pki.der, pki.authority.der]
    assert (found.version, found.resumed, found.server_signature, found.oddities) == (
        0x0303,
        False,
        0x0403,
        (),
    )
    assert found.client_hello is not None
    assert found.client_hello.sni == NAME


@pytest.mark.parametrize("size", [0, 1, 7])
def test_tls13(pki: Pki, size: int) -> None:
    found = one(events(talk(pki.client(TLS13), pki.server(TLS13)).said, size))
    assert (found.version, found.resumed, found.certificates, found.oddities) == (0x0304, False, (), ())
    assert found.client_hello is not None
    assert found.server_hello is not None
    assert found.selected_group == found.server_hello.key_shares[0]
    assert [alert.inferred for alert in found.alerts] == [True]
    fingerprint = ja4(found.client_hello)
    assert fingerprint is not None
    assert fingerprint.startswith("t13d")
    assert ja3(found.client_hello)
    assert ja3s(found.server_hello)


@pytest.mark.parametrize(("version", "by"), [(TLS12, "ticket"), (TLS13, "psk")])
def test_resumption(pki: Pki, version: ssl.TLSVersion, by: str) -> None:
    client, server = pki.client(version), pki.server(version)
    first = talk(client, server)
    found = one(events(talk(client, server, first.session).said))
    assert (found.resumed, found.resumed_by) == (True, by)


def test_resumption_by_id(pki: Pki) -> None:
    client, server = pki.client(TLS12), pki.server(TLS12)
    server.options |= ssl.OP_NO_TICKET
    first = talk(client, server, both_close=True)
    found = one(events(talk(client, server, first.session).said))
    assert (found.resumed, found.resumed_by) == (True, "id")


@pytest.mark.parametrize("version", [TLS12, TLS13])
def test_a_client_that_trusts_nobody(pki: Pki, version: ssl.TLSVersion) -> None:
    said = talk(pki.client(version, trust=False), pki.server(version))
    assert said.errors
    found = one(events(said.said))
    assert [(alert.side, alert.name) for alert in found.alerts] == [("client", "unknown_ca")]
    assert found.duration is None or version is TLS13


def test_a_client_without_a_certificate(pki: Pki) -> None:
    found = one(events(talk(pki.client(TLS12), pki.server(TLS12, ask=True)).said))
    assert found.client_certificate_given is False
    assert found.certificate_wanted is not None
    assert 64 in found.certificate_wanted.types  # ecdsa_sign
    assert [(alert.side, alert.name) for alert in found.alerts] == [("server", "handshake_failure")]
    hidden = one(events(talk(pki.client(TLS13), pki.server(TLS13, ask=True)).said))
    assert [(alert.side, alert.inferred) for alert in hidden.alerts] == [("server", True)]


def test_no_common_version(pki: Pki) -> None:
    found = one(events(talk(pki.client(TLS12), pki.server(TLS13)).said))
    assert [(alert.side, alert.name) for alert in found.alerts] == [("server", "protocol_version")]
    assert (found.version, found.server_hello) == (None, None)
