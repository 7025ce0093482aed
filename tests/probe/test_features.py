from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from ssldiag.probe import features
from ssldiag.probe.asker import Asker
from ssldiag.probe.lookup import Address
from ssldiag.probe.model import Deadlines, Target
from ssldiag.probe.shares import FFDHE, prime
from tests.keydb.makers import number, sequence
from tests.probe.rig import NEEDS_OPENSSL, context, hosting, pem_of_dh, s_server, tls
from tests.probe.test_client import V12, V13
from tests.probe.test_dial import close
from tests.wire.peers import Pki

T = TypeVar("T")


def asked(port: int, question: Callable[[Asker], Awaitable[T]]) -> T:
    """The answer of the server at this port."""

    async def ask() -> T:
        addresses = [Address(socket.AF_INET, ("127.0.0.1", port))]
        return await question(Asker(Target("h", port), addresses, Deadlines(answer=2), 4))

    return asyncio.run(ask())


def test_a_server_that_just_closes_answers_nothing() -> None:
    with hosting(close) as port:
        packed = asked(port, lambda asker: features.compression(asker, 0x0303, None))
        stepped = asked(port, lambda asker: features.fallback(asker, (0x0304, 0x0303), None))
        again = asked(port, lambda asker: features.client_renegotiation(asker, None))
        groups = asked(port, lambda asker: features.groups13(asker, (0x1301,), None))
    for told in (packed, stepped, again):
        assert told.answer == "unknown" and told.why
    assert groups.groups == ()


def test_what_depends_on_versions(pki: Pki) -> None:
    with hosting(tls(context(Path(pki.own), V12, V13))) as port:
        one = asked(port, lambda asker: features.fallback(asker, (0x0303,), None))
        both = asked(port, lambda asker: features.fallback(asker, (0x0304, 0x0303), None))
    assert (one.answer, both.answer) == ("unknown", "yes")


def test_curves_where_all_suites_want_an_ecdsa_key(pki: Pki) -> None:
    with hosting(tls(context(Path(pki.own), V12, V12))) as port:
        found = asked(port, lambda asker: features.groups12(asker, 0x0303, (0xC02B, 0xC02C), None))
        none = asked(port, lambda asker: features.groups12(asker, 0x0303, (0x002F,), None))
    assert {0x0017, 0x001D} <= set(found.groups)
    assert not found.complete and "ECDSA" in found.why
    assert (none.groups, none.why) == ((), "no suite with ECDHE is accepted")


def test_names_of_protocols(pki: Pki) -> None:
    server = context(Path(pki.own), V12, V13)
    server.set_alpn_protocols(["imap", "h2"])
    with hosting(tls(server)) as port:
        for version in (0x0303, 0x0304):
            found, why = asked(port, partial(features.alpn, version=version, sni=None))
            assert (set(found), why) == ({"imap", "h2"}, "")
    with hosting(tls(context(Path(pki.own), V12, V13))) as port:
        assert asked(port, lambda asker: features.alpn(asker, 0x0304, None)) == ((), "")


def test_encrypt_then_mac_needs_a_suite_for_it(pki: Pki) -> None:
    with hosting(tls(context(Path(pki.own), V12, V12))) as port:
        *_, mac = asked(port, lambda asker: features.acknowledged(asker, 0x0303, (0xC02B,), None))
        *_, chained = asked(port, lambda asker: features.acknowledged(asker, 0x0303, (0xC009,), None))
    assert (mac.answer, chained.answer) == ("unknown", "yes")


@NEEDS_OPENSSL
@pytest.mark.parametrize(
    ("words", "answer"), [((), "no"), (("-client_renegotiation",), "yes"), (("-no_renegotiation",), "no")]
)
def test_renegotiation_by_a_client(words: tuple[str, ...], answer: str, rsa_own: Path) -> None:
    with s_server(rsa_own, "-tls1_2", *words) as port:
        assert asked(port, lambda asker: features.client_renegotiation(asker, None)).answer == answer


@NEEDS_OPENSSL
def test_groups_that_are_configured(rsa_own: Path) -> None:
    with s_server(rsa_own, "-curves", "P-384:X25519") as port:
        new = asked(port, lambda asker: features.groups13(asker, (0x1301,), None))
        old = asked(port, lambda asker: features.groups12(asker, 0x0303, (0xC02F,), None))
    assert set(new.groups) == set(old.groups) == {0x0018, 0x001D}
    assert new.complete and old.complete


@NEEDS_OPENSSL
@pytest.mark.parametrize("bits", [1024, 3072])
def test_the_size_of_a_prime(bits: int, rsa_own: Path, tmp_path: Path) -> None:
    modulus = prime(*FFDHE[0x0101]) if bits == 3072 else RFC2409_1024
    path = tmp_path / "dh.pem"
    path.write_text(pem_of_dh(sequence(number(modulus), number(2))), "ascii")
    words = ("-dhparam", str(path), "-cipher", "DHE:@SECLEVEL=0", "-tls1_2")
    with s_server(rsa_own, *words) as port:
        found = asked(port, lambda asker: features.dh_bits(asker, 0x0303, (0x009E, 0x0033), None))
    assert found == bits


RFC2409_1024 = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF",
    16,
)
"""The second Oakley group (RFC 2409 6.2)."""
