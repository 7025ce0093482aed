"""Real handshakes, opened with the secrets that the client logs."""

from __future__ import annotations

import ssl
import warnings
from pathlib import Path

import pytest

from ssldiag.wire.conversation import Conversation
from ssldiag.wire.decrypt import decrypter
from ssldiag.wire.events import Data, Ended, Event, Quality
from ssldiag.wire.keylog import KeyLog, parse
from ssldiag.wire.model import Handshake
from ssldiag.wire.suites import suite

from .bytesmith import CLIENT, SERVER, events, gap, types
from .peers import Pki, Talk, talk
from .test_fingerprint import CHROME

TLS12, TLS13 = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3


def logged(
    pki: Pki,
    folder: Path,
    version: ssl.TLSVersion = TLS13,
    ciphers: str = "",
    ask: bool = False,
    chat: int = 1,
) -> tuple[Talk, KeyLog]:
    """A connection and its key log."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # TLS 1.0 and 1.1 are old, and it is them that are wanted
        client, server = pki.client(version), pki.server(version, ask)
    if ciphers:
        for context in (client, server):
            context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    file = folder / "keys.log"
    client.keylog_filename = str(file)
    said = talk(client, server, chat=chat)
    return said, parse(file.read_text("ascii").splitlines())


def opened(told: list[Event], keylog: KeyLog | None) -> Handshake:
    conversation = Conversation("test.pcap", CLIENT, SERVER, keylog)
    for event in told:
        conversation.feed(event)
    conversation.feed(Ended("capture", 99, 0.99))
    (found,) = conversation.result(Quality())
    return found


def test_tls13(pki: Pki, tmp_path: Path) -> None:
    said, keylog = logged(pki, tmp_path)
    found = opened(events(said.said), keylog)
    assert types(found) == [
        "c client_hello",
        "s server_hello",
        "s change_cipher_spec",
        "s encrypted_extensions",
        "s certificate",
        "s certificate_verify",
        "s finished",
        "c change_cipher_spec",
        "c finished",
        "s new_session_ticket",
        "s new_session_ticket",
        "c application_data",
        "s application_data",
        "c alert",
    ]
    assert [seen.der for seen in found.certificates] == [pki.der, pki.authority.der]
    assert (found.decrypted, found.application_data, found.server_signature) == (True, (1, 1), 0x0403)
    (alert,) = found.alerts
    assert (alert.name, alert.encrypted, alert.inferred) == ("close_notify", True, False)
    assert found.duration is not None


def test_tls13_byte_by_byte(pki: Pki, tmp_path: Path) -> None:
    said, keylog = logged(pki, tmp_path)
    assert types(opened(events(said.said, 1), keylog)) == types(opened(events(said.said), keylog))


def test_a_client_without_a_certificate(pki: Pki, tmp_path: Path) -> None:
    said, keylog = logged(pki, tmp_path, ask=True)
    found = opened(events(said.said), keylog)
    assert found.client_certificate_given is False
    assert found.certificate_wanted is not None
    assert 0x0403 in found.certificate_wanted.signature_algorithms
    assert [(alert.side, alert.name) for alert in found.alerts] == [("server", "certificate_required")]


@pytest.mark.parametrize(
    "ciphers",
    [
        "ECDHE-ECDSA-AES128-GCM-SHA256",
        "ECDHE-ECDSA-AES256-GCM-SHA384",
        "ECDHE-ECDSA-CHACHA20-POLY1305",
        "ECDHE-ECDSA-AES128-CCM",
        "ECDHE-ECDSA-AES256-CCM8",
        "ECDHE-ECDSA-AES128-SHA",
        "ECDHE-ECDSA-AES128-SHA256",
        "ECDHE-ECDSA-AES256-SHA384",
    ],
)
def test_tls12(pki: Pki, tmp_path: Path, ciphers: str) -> None:
    said, keylog = logged(pki, tmp_path, TLS12, ciphers, chat=3)
    found = opened(events(said.said), keylog)
    assert [kind for kind in types(found) if "finished" in kind] == ["c finished", "s finished"]
    assert [(alert.name, alert.encrypted) for alert in found.alerts] == [("close_notify", True)]
    assert (found.decrypted, found.application_data) == (True, (3, 3))


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_older_versions(pki: Pki, tmp_path: Path, version: ssl.TLSVersion) -> None:
    said, keylog = logged(pki, tmp_path, version, "ECDHE-ECDSA-AES256-SHA", chat=2)
    found = opened(events(said.said), keylog)
    assert [alert.name for alert in found.alerts] == ["close_notify"]
    assert found.decrypted


def test_a_log_of_other_connections(pki: Pki, tmp_path: Path) -> None:
    said, _ = logged(pki, tmp_path)
    (tmp_path / "other").mkdir()
    _, other = logged(pki, tmp_path / "other")
    assert not opened(events(said.said), other).decrypted
    assert not opened(events(said.said), None).decrypted


@pytest.mark.parametrize("version", [TLS12, TLS13])
def test_wrong_secrets_open_nothing(pki: Pki, tmp_path: Path, version: ssl.TLSVersion) -> None:
    said, keylog = logged(pki, tmp_path, version)
    wrong = {random: {label: bytes(48) for label in secrets} for random, secrets in keylog.secrets.items()}
    found = opened(events(said.said), KeyLog(wrong))
    assert not found.decrypted
    assert types(found) == types(opened(events(said.said), None))


def test_a_record_that_the_capture_lacks_is_counted(pki: Pki, tmp_path: Path) -> None:
    said, keylog = logged(pki, tmp_path)
    told = events(said.said)
    place = next(
        index for index, event in enumerate(told) if isinstance(event, Data) and event.direction == "b"
    )
    flight = told[place]
    assert isinstance(flight, Data)
    start = flight.data.index(b"\x17\x03\x03") + 8  # three bytes of encrypted_extensions
    size = int.from_bytes(flight.data[start - 5 : start - 3], "big") - 3
    told[place : place + 1] = [
        Data("b", flight.data[:start], 5, 0.05),
        gap("b", size, 5),
        Data("b", flight.data[start + size :], 6, 0.06),
    ]
    found = opened(told, keylog)
    assert "s encrypted_extensions" not in types(found)
    assert "s certificate" in types(found)


def test_suites_and_versions_that_cannot_be_opened() -> None:
    keylog = KeyLog({CHROME.random: {"CLIENT_RANDOM": bytes(48)}})
    for code, version in ((0x0007, 0x0303), (0xC02F, 0x0300), (0xC050, 0x0303)):
        chosen = suite(code)
        assert chosen is not None
        assert decrypter(keylog, CHROME, CHROME, chosen, version) is None
    aes = suite(0xC02F)
    assert aes is not None
    assert decrypter(KeyLog({CHROME.random: {"RSA": b""}}), CHROME, CHROME, aes, 0x0303) is None
