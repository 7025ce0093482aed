from __future__ import annotations

import pytest

from ssldiag.probe import offers
from ssldiag.probe.hello import client_hello
from ssldiag.probe.model import Depth
from ssldiag.probe.seal import computable
from ssldiag.wire.suites import SCSVS, suite


@pytest.mark.parametrize("version", [0x0300, 0x0301, 0x0303, 0x0304])
@pytest.mark.parametrize("depth", ["default", "full"])
def test_suites_fit_their_version(version: int, depth: Depth) -> None:
    codes = offers.suites_of(version, depth)
    assert codes and len(set(codes)) == len(codes)
    for code in codes:
        found = suite(code)
        assert found is not None and code not in SCSVS
        assert found.tls13 == (version == 0x0304)
        assert version >= 0x0303 or not found.needs_tls12


def test_full_asks_for_more() -> None:
    assert set(offers.suites_of(0x0303, "default")) < set(offers.suites_of(0x0303, "full"))
    names = {found.name for code in offers.suites_of(0x0303, "full") if (found := suite(code))}
    assert {"TLS_RSA_EXPORT_WITH_RC4_40_MD5", "TLS_PSK_WITH_AES_128_CBC_SHA"} <= names


def test_the_usual_hello_can_be_carried_through() -> None:
    for code in offers.usual_suites():
        found = suite(code)
        assert found is not None and computable(found)
        assert not (found.null or found.export or found.authentication == "anon")
    first = suite(offers.usual(None, 0x0303).ciphers[0])
    assert first is not None and first.forward_secret and first.aead


@pytest.mark.parametrize("best", [0x0301, 0x0302, 0x0303, 0x0304])
def test_the_usual_hello_of_each_version(best: int) -> None:
    offer = offers.usual("n", best)
    assert offer.best == best and min(offer.versions) == 0x0301
    tls13 = [code for code in offer.ciphers if (found := suite(code)) and found.tls13]
    assert bool(tls13) == (best == 0x0304)
    assert bool(offer.signatures) == (best >= 0x0303)
    assert len(client_hello(offer, bytes(32))) < 1024


def test_a_hello_of_one_version_asks_for_nothing_else() -> None:
    assert offers.version_offer(0x0304, (0x1301,), None).versions == (0x0304,)
    assert offers.version_offer(0x0300, (0x0035,), None).groups == ()
    assert 0x11EC in offers.version_offer(0x0304, (0x1301,), None).groups
    assert 0x11EC not in offers.version_offer(0x0303, (0xC02F,), None).groups


def test_schemes_of_tls_1_3_are_kept_out_of_older_hellos() -> None:
    """OpenSSL 3.6.5 refuses a hello of TLS 1.2 where 0x081A is beside schemes that it could use."""
    newer = {0x081A, 0x081B, 0x081C, 0x0904, 0x0905, 0x0906, 0x0708}
    assert newer <= set(offers.version_offer(0x0304, (0x1301,), None).signatures)
    assert not newer & set(offers.version_offer(0x0303, (0xC02F,), None).signatures)
    assert not newer & set(offers.usual(None).signatures)
