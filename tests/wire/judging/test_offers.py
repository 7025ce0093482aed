"""Which offers are narrow, and in what respect."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ssldiag.wire.judging.offers import narrow, versions
from ssldiag.wire.model import Hello
from tests.wire.plays import GSKIT13, HELLO, HELLO13


def narrowest(hello: Hello) -> str:
    """The respect in which it is narrowest."""
    found = narrow(hello)
    return found[0].cause if found else ""


def test_a_usual_hello_is_not_narrow() -> None:
    assert narrow(HELLO) == []
    assert narrow(HELLO13) == []


@pytest.mark.parametrize(
    ("hello", "cause"),
    [
        (replace(HELLO, legacy_version=0x0301), "no_common_version"),
        (replace(HELLO13, versions=(0x0304,), ciphers=(0x1301, 0x1302)), "no_common_version"),
        (replace(HELLO, ciphers=(0x002F, 0x00FF)), "no_common_cipher"),
        (replace(HELLO, ciphers=(0x0004, 0x0005, 0x000A, 0x0009)), "no_common_cipher"),
        (replace(HELLO, ciphers=(0xC02B, 0xC02C, 0xC009)), "no_common_cipher"),
        (replace(HELLO, ciphers=(0xC013, 0xC014, 0x002F)), "no_common_cipher"),
        (replace(HELLO, ciphers=(0x002F, 0x0035, 0x009C)), "no_common_cipher"),
        (replace(HELLO13, versions=(0x0304,), ciphers=(0x1303,)), "no_common_cipher"),
        (replace(HELLO, ciphers=(0x4A4A, 0x00FF)), "no_common_cipher"),
        (replace(HELLO13, groups=(0x0019, 0x0018)), "no_common_group"),
        (replace(HELLO13, groups=(0x4A4A, 0x001D)), "no_common_group"),
        (replace(HELLO, signature_algorithms=(0x0601,)), "no_common_signature_algorithm"),
        (replace(HELLO, signature_algorithms=(0x0804, 0x0805)), "no_common_signature_algorithm"),
    ],
)
def test_narrow_offers(hello: Hello, cause: str) -> None:
    assert narrowest(hello) == cause


def test_gskit_with_tls13_alone_is_narrow_in_its_version() -> None:
    assert narrowest(GSKIT13) == "no_common_version"


def test_groups_matter_only_where_they_are_used() -> None:
    rsa = replace(HELLO, ciphers=(0x002F, 0x0035, 0x009C), groups=(0x0019,))
    assert [one.cause for one in narrow(rsa)] == ["no_common_cipher"]


def test_versions() -> None:
    assert versions(replace(HELLO, versions=(0x4A4A, 0x0304))) == (0x0304,)
    assert versions(HELLO) == (0x0303, 0x0302, 0x0301, 0x0300)
    assert versions(replace(HELLO, legacy_version=0x0002)) == (0x0002,)


@pytest.mark.parametrize("ciphers", [(0xC02B,), (0xC02B, 0xC02C), (0xC02B, 0xC02C, 0xC009)])
def test_suites_that_want_another_key_say_so_however_few_they_are(ciphers: tuple[int, ...]) -> None:
    (found,) = narrow(replace(HELLO, ciphers=ciphers))
    assert "want a certificate with an ECDSA key" in found.what
    assert ("ECDHE_ECDSA_WITH_AES_128_GCM_SHA256" in found.what) == (len(ciphers) <= 2)
