from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from ssldiag.probe.asker import Asker
from ssldiag.probe.dial import Dialled
from ssldiag.probe.hello import Offer
from ssldiag.probe.model import Deadlines, Signatures, Target
from ssldiag.probe.offers import SIGNATURES_12, SIGNATURES_13, USUAL_GROUPS
from ssldiag.probe.shares import share
from ssldiag.probe.signing import DSS, ECDSA, ENOUGH_13, RSA, signatures
from ssldiag.wire.suites import suite
from tests.probe.rig import NEEDS_OPENSSL, s_server
from tests.probe.test_features import asked

SUITES = (0xC02C, 0xC030, 0x00A7, 0x009D, 0xC018)
"""One with ECDSA, one with RSA, and three in which nothing is signed."""

Serve = Callable[[Offer], int | str]
"""The scheme that a server signs with, or how it ends the connection."""


class Played(Asker):
    """Asks a server that is a function, and keeps the offers."""

    def __init__(self, serve: Serve) -> None:
        super().__init__(Target("h", 1), [], Deadlines(), 1)
        self.serve = serve
        self.offers: list[Offer] = []

    async def ask(self, purpose: str, offer: Offer, *rest: Any, **more: Any) -> Dialled:
        self.offers.append(offer)
        said = self.serve(offer)
        ended = said if isinstance(said, str) else "reached"
        handshake = SimpleNamespace(server_signature=said if isinstance(said, int) else None)
        attempt = SimpleNamespace(ended=ended, why=f"it was {ended}", handshake=handshake)
        return cast(Dialled, SimpleNamespace(attempt=attempt))


def search(serve: Serve, version: int = 0x0303, ciphers: Sequence[int] = SUITES) -> tuple[Signatures, Played]:
    asker = Played(serve)
    return asyncio.run(signatures(asker, version, tuple(ciphers), None)), asker


def keys_of(offer: Offer) -> set[str]:
    return {known.authentication for code in offer.ciphers if (known := suite(code)) is not None}


def first_of(able: Sequence[int], offer: Offer) -> int | str:
    return next((code for code in offer.signatures if code in able), "alert")


@NEEDS_OPENSSL
def test_what_is_configured(rsa_own: Path) -> None:
    with s_server(rsa_own, "-sigalgs", "RSA-PSS+SHA384:RSA+SHA256") as port:
        older = asked(port, lambda asker: signatures(asker, 0x0303, (0xC02F,), None))
        newer = asked(port, lambda asker: signatures(asker, 0x0304, (0x1301,), None))
    assert (set(older.schemes), older.complete) == ({0x0805, 0x0401}, True)
    assert (set(newer.schemes), newer.complete) == ({0x0805}, True)


@pytest.mark.parametrize(("version", "trap"), [(0x0303, 0x0807), (0x0303, 0x0402), (0x0304, 0x081A)])
def test_a_server_that_stumbles_over_one_scheme(version: int, trap: int) -> None:
    """What OpenSSL 3.6.5 does: with the trap on offer it refuses all that it could use."""
    able = (0x0804, 0x0503)

    def serve(offer: Offer) -> int | str:
        return "alert" if trap in offer.signatures else first_of(able, offer)

    found, _ = search(serve, version)
    assert (set(found.schemes), found.complete, found.why) == (set(able), True, "")


def test_a_server_that_takes_the_suite_first() -> None:
    def serve(offer: Offer) -> int | str:
        return first_of(ECDSA if "ECDSA" in keys_of(offer) else RSA, offer)

    found, asker = search(serve)
    assert set(found.schemes) == {*RSA, *ECDSA} and found.complete
    assert all(len(keys_of(offer)) == 1 for offer in asker.offers)
    assert {key for offer in asker.offers for key in keys_of(offer)} == {"RSA", "ECDSA"}, "and none without"


def test_silence_is_not_a_no() -> None:
    def mute_at_one(offer: Offer) -> int | str:
        return "timeout" if offer.signatures == (0x0201,) else first_of((0x0401,), offer)

    found, _ = search(mute_at_one, ciphers=(0xC030,))
    assert (found.schemes, found.complete, found.why) == ((0x0401,), False, "it was timeout")
    found, asker = search(lambda offer: "timeout", ciphers=(0xC030,))
    assert (found.schemes, found.complete, len(asker.offers)) == ((), False, 1)


def test_what_a_server_signs_with_unasked_is_not_found() -> None:
    found, _ = search(lambda offer: 0x0201 if len(offer.signatures) > 1 else 0x0203, ciphers=(0xC030,))
    assert (found.schemes, found.complete) == ((0x0201,), True)


def test_nothing_is_asked_where_nothing_is_signed() -> None:
    found, asker = search(lambda offer: "alert", ciphers=(0x009D, 0xC018))
    assert (found.schemes, found.complete, asker.offers) == ((), True, [])
    assert found.why == "no suite with a signature is accepted"


def test_every_scheme_is_asked_for() -> None:
    assert {*RSA, *ECDSA, *DSS} == set(SIGNATURES_12)
    assert set(SIGNATURES_13) - set(ENOUGH_13) == {code for code in SIGNATURES_12 if code not in ENOUGH_13}


def test_tls_1_3_is_asked_with_groups_that_are_computed_here() -> None:
    """Else a server that likes a hybrid best, as those of OpenSSL 3.5 do, is not read any further."""
    _, asker = search(lambda offer: "alert", 0x0304, (0x1301,))
    assert {offer.groups for offer in asker.offers} == {USUAL_GROUPS}
    assert all(share(group) is not None for group in USUAL_GROUPS)
