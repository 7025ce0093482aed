"""Numbers of RFC 8448 3, a handshake of TLS 1.3 written out; the older PRFs are tested with their client."""

from __future__ import annotations

import hashlib

from ssldiag.probe import schedule
from ssldiag.wire.suites import suite

SHARED = bytes.fromhex("8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d")
EARLY = bytes.fromhex("33ad0a1c607ec03b09e6cd9893680ce210adf300aa1f2660e1b22e10f170f92a")
HANDSHAKE = bytes.fromhex("1dc826e93606aa6fdc0aadc12f741b01046aa6b99f691ed221a9f0ca043fbeac")


def test_the_secrets_of_rfc_8448() -> None:
    assert schedule.early("sha256") == EARLY
    found = schedule.handshake13("sha256", b"", SHARED, b"transcript")
    assert found.handshake == HANDSHAKE
    assert len({found.client, found.server, *found.application(b"more")}) == 5


def test_a_psk_changes_them() -> None:
    plain = schedule.handshake13("sha256", b"", SHARED, b"")
    assert schedule.handshake13("sha256", b"p" * 32, SHARED, b"").client != plain.client
    assert schedule.handshake13("sha256", bytes(32), SHARED, b"") == plain, "no PSK stands for zeros"


def test_hashes_by_suite_and_version() -> None:
    short, long = suite(0x1301), suite(0x1302)
    assert short is not None and long is not None
    assert (schedule.hash_of(short), schedule.hash_of(long)) == ("sha256", "sha384")
    assert schedule.prf_hash(long, 0x0303) == "sha384"
    assert schedule.prf_hash(long, 0x0302) is None


def test_the_transcript_before_tls12() -> None:
    both = hashlib.md5(b"x", usedforsecurity=False).digest() + hashlib.sha1(b"x").digest()
    assert schedule.digest(None, b"x") == both
    assert schedule.digest("sha384", b"x") == hashlib.sha384(b"x").digest()
