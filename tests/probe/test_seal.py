from __future__ import annotations

import pytest

from ssldiag.probe.seal import Keys, Seal, computable, seal12, seal13
from ssldiag.wire.ciphers import openers
from ssldiag.wire.decrypt import Tls12, Tls13
from ssldiag.wire.kdf import prf
from ssldiag.wire.numbers import TLS10, TLS11, TLS12
from ssldiag.wire.records import APPLICATION_DATA, CHANGE_CIPHER_SPEC, HANDSHAKE
from ssldiag.wire.suites import suite

SECRET = bytes(range(48))
SUITES = (0x009C, 0x009D, 0xC0A0, 0xC09C, 0xCCA8, 0x002F, 0x0035, 0x003C, 0xC028, 0x000A, 0x0004, 0x0005)


def before13(code: int, version: int, outside: bool) -> tuple[Seal, Tls12]:
    """A sealer of the client and an opener of what the client sends."""
    chosen = suite(code)
    assert chosen is not None
    sizes = openers(chosen)
    assert sizes is not None
    mac, key, iv = sizes.mac_size, sizes.key_size, sizes.iv_size
    block = prf("sha256", SECRET, b"key expansion", b"seed", 2 * (mac + key + iv))
    keys = Keys(block[2 * mac :][:key], block[2 * (mac + key) :][:iv], block[:mac])
    opener = Tls12(block, sizes, version, outside)
    opener.open(True, CHANGE_CIPHER_SPEC, version, b"\1")
    return seal12(chosen, sizes, keys, version, outside), opener


@pytest.mark.parametrize("version", [TLS10, TLS11, TLS12])
@pytest.mark.parametrize("code", SUITES)
def test_what_is_sealed_opens(code: int, version: int) -> None:
    chosen = suite(code)
    assert chosen is not None
    if chosen.needs_tls12 and version < TLS12:
        version = TLS12
    for outside in (False, True) if "CBC" in chosen.cipher else (False,):
        seal, opener = before13(code, version, outside)
        for text in (b"", b"finished", b"x" * 1000):
            said = seal(HANDSHAKE, text)
            assert said[:3] == bytes((HANDSHAKE, version >> 8, version & 0xFF))
            assert int.from_bytes(said[3:5], "big") == len(said) - 5
            assert opener.open(True, HANDSHAKE, version, said[5:]) == (HANDSHAKE, text)


@pytest.mark.parametrize("code", [0x1301, 0x1302, 0x1303, 0x1304, 0x1305])
def test_what_is_sealed_opens_in_tls13(code: int) -> None:
    chosen = suite(code)
    assert chosen is not None
    sizes = openers(chosen)
    assert sizes is not None
    secret = bytes(range(32))
    seal = seal13(sizes, "sha256", secret)
    opener = Tls13({"CLIENT_HANDSHAKE_TRAFFIC_SECRET": secret}.get, sizes, "sha256")
    for text in (b"one", b"two" * 500):
        said = seal(HANDSHAKE, text)
        assert said[:3] == b"\x17\3\3"
        assert opener.open(True, APPLICATION_DATA, TLS12, said[5:]) == (HANDSHAKE, text)


def test_a_suite_without_encryption_adds_its_mac() -> None:
    chosen = suite(0x0002)
    assert chosen is not None and computable(chosen)
    said = seal12(chosen, None, Keys(b"", b"", b"m" * 20), TLS12, False)(HANDSHAKE, b"plain")
    assert said[5:10] == b"plain"
    assert len(said) == 5 + 5 + 20


def test_what_cannot_be_computed() -> None:
    camellia, idea = suite(0x0041), suite(0x0007)
    assert camellia is not None and idea is not None
    assert not computable(camellia)
    assert not computable(idea)
