"""Advice names what one side lacks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ssldiag.wire.judging.suite_words import full_name, suite_names
from ssldiag.wire.model import Hello
from ssldiag.wire.suites import suite
from ssldiag.wire.verdict import judge
from tests.wire.plays import (
    EXPIRED,
    HELLO,
    HELLO13,
    ISSUED,
    ISSUING,
    LEAF,
    NOW,
    ROOT,
    certificate,
    play,
)

FLIGHT = "s server_hello certificate server_hello_done"
PERSON = certificate("A person", "People CA", dns_names=())


def advice(*lines: str, **more: object) -> str:
    """The advice on what these lines tell."""
    known = (LEAF, ISSUED, ISSUING, ROOT, EXPIRED, PERSON)
    return judge(play(*lines, **more), known, NOW).advice  # type: ignore[arg-type]


def test_suites_go_by_all_their_names() -> None:
    known = suite(0x0035)
    assert known is not None
    assert full_name(known) == (
        "TLS_RSA_WITH_AES_256_CBC_SHA (OpenSSL AES256-SHA; z/VM RSA_AES_256, set High)"
    )


def test_the_best_suites_come_first() -> None:
    names = suite_names((0x00FF, 0x0001, 0x002F, 0xC02F, 0x4A4A))
    assert names.index("TLS_ECDHE_RSA_WITH_AES_128_GCM") < names.index("TLS_RSA_WITH_AES_128_CBC")
    assert names.index("TLS_RSA_WITH_AES_128_CBC") < names.index("NULL")
    assert "more" in suite_names(range(0x2F, 0x40))


def test_ciphers() -> None:
    told = advice("c hello", "s !40", hello=replace(HELLO, ciphers=(0x002F, 0x00FF)))
    assert "TLS_RSA_WITH_AES_128_CBC_SHA (OpenSSL AES128-SHA; z/VM RSA_AES_128, set Medium)" in told


def test_weak_ciphers_are_not_recommended() -> None:
    told = advice("c hello", "s !40", hello=replace(HELLO, ciphers=(0x000A, 0x0005)))
    assert told.startswith("Let the client offer suites with AES")


def test_versions() -> None:
    told = advice("c hello", "s !70", hello=replace(HELLO, legacy_version=0x0301))
    assert "The client offers at most TLSv1.0" in told
    assert "QSSLPCL" in told
    chosen = advice("c hello", FLIGHT, "c !70", version=0x0302)
    assert "The server has TLSv1.1 at most" in chosen
    assert "Enable TLSv1.2 at the server" in chosen


def test_groups() -> None:
    told = advice("c hello", "s !40", hello=replace(HELLO13, groups=(0x001D,)))
    assert "one of the client's groups: x25519" in told
    assert "offer secp256r1 too" in told


def test_signature_algorithms() -> None:
    told = advice("c hello", "s !40", hello=replace(HELLO, signature_algorithms=(0x0501,)))
    assert "rsa_pkcs1_sha384 alone" in told


def test_authorities() -> None:
    told = advice("c hello", FLIGHT, "c !48", chain=(ISSUED, ISSUING))
    assert told.startswith("Import the authority CN=Example Root into the trust store of the client")
    rooted = advice("c hello", FLIGHT, "c !48", chain=(LEAF, ROOT))
    assert rooted.startswith("Import Example Root as trusted into the trust store of the client")
    assert "CN=Example Issuing CA too" in advice("c hello", FLIGHT, "c !48", chain=(ISSUED,))


def test_authorities_that_a_server_takes() -> None:
    told = advice(
        "c hello",
        "s server_hello certificate certificate_request server_hello_done",
        "c certificate client_key_exchange",
        "s !48",
        client_chain=(PERSON,),
        authorities=("CN=Staff CA,O=Example", "O=Other"),
    )
    assert "CN=People CA into the trust store of the server" in told
    assert "takes certificates of Staff CA or O=Other" in told


def test_dates() -> None:
    told = advice("c hello", FLIGHT, "c !45", chain=(EXPIRED,))
    assert told.startswith("The certificate tls.example.test expired on 2026-11-17. Renew the certificate")


def test_a_client_with_the_newest_version_alone_is_not_told_to_update() -> None:
    told = advice("c hello", "s !70", hello=replace(HELLO13, versions=(0x0304,)))
    assert told.startswith("The client offers TLSv1.3 alone")
    assert "let the client offer TLSv1.2 too" in told
    assert "pdate the client" not in told
    assert "Update the client" in advice("c hello", "s !70", hello=replace(HELLO, legacy_version=0x0301))


def test_names() -> None:
    assert "The client asked for tls.example.test" in advice("c hello", "s !112")
    assert "h2 or http/1.1" in advice("c hello", "s !120", hello=replace(HELLO, alpn=("h2", "http/1.1")))


@pytest.mark.parametrize(
    ("first", "wanted"),
    [
        (b"220 ftp.example.test FTP", "STARTTLS (AUTH TLS) on port 992"),
        (b"HTTP/1.1 400", "port 992 has no TLS"),
        (
            b"VM TCP/IP Telnet Level 740\r\nSSL Server is not available on local system.\r\nQuitting...bye",
            "SSLADMIN QUERY STATUS",
        ),
    ],
)
def test_plain_servers(first: bytes, wanted: str) -> None:
    told = advice("c hello", "s bytes", "c !50", first_bytes=(b"\x16\x03", first))
    assert wanted.lower() in told.lower()


def test_silence_says_whom_to_ask() -> None:
    assert advice("c hello", "s rst").startswith("Look into the log of the server. First to check:")


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("421 Temporarily unable to process security", "SSLADMIN QUERY"),
        ("421 too many users", "Enable TLS at the side that refused it"),
        ("454 4.7.0 TLS not available", "cannot give it now (RFC 3207)"),
        ("534 not here", "(RFC 2228)"),
    ],
)
def test_refusals_before_tls(said: str, wanted: str) -> None:
    handshake = replace(play("c client_hello"), starttls="ftp", starttls_refused=said)
    assert wanted in judge(handshake, (), NOW).advice


@pytest.mark.parametrize(("hello", "first"), [(HELLO, "no version"), (HELLO13, "its own certificate")])
def test_a_version_is_no_reason_for_silence_towards_a_client_with_the_newest(
    hello: Hello, first: str
) -> None:
    told = advice("c hello", "s fin", hello=hello)
    assert first in told.partition("First to check:")[2]
