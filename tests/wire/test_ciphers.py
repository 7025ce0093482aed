"""Records sealed here and opened by the module: what a test of whole handshakes does not reach."""

from __future__ import annotations

import hmac

import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4, TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.wire.ciphers import Opener, openers
from ssldiag.wire.suites import suite

KEY, IV, MAC = bytes(range(24)), bytes(range(8)), bytes(range(20))


def opener(code: int) -> Opener:
    chosen = suite(code)
    assert chosen is not None
    found = openers(chosen)
    assert found is not None
    return found


def tagged(number: int, plain: bytes) -> bytes:
    head = number.to_bytes(8, "big") + b"\x16\x03\x01" + len(plain).to_bytes(2, "big")
    return plain + hmac.digest(MAC, head + plain, "sha1")


def padded(data: bytes) -> bytes:
    size = 8 - len(data) % 8
    return data + bytes((size - 1,)) * size


def test_triple_des_of_tls10_chains_from_record_to_record() -> None:
    context = Cipher(TripleDES(KEY), modes.CBC(IV)).encryptor()
    open_it = opener(0x000A).before13(KEY, IV, MAC, 0x0301, False)
    for number, plain in enumerate((b"one", b"and two", b"")):
        sealed = context.update(padded(tagged(number, plain)))
        assert open_it(number, 22, 0x0301, sealed) == plain


def test_the_mac_may_be_outside() -> None:
    context = Cipher(TripleDES(KEY), modes.CBC(IV)).encryptor()
    sealed = IV + context.update(padded(b"inside"))
    open_it = opener(0x000A).before13(KEY, IV, MAC, 0x0303, True)
    assert open_it(0, 22, 0x0303, sealed + bytes(20)) == b"inside"


def test_rc4_goes_on_through_all_records() -> None:
    context = Cipher(ARC4(KEY[:16]), mode=None).encryptor()
    open_it = opener(0x0005).before13(KEY[:16], b"", MAC, 0x0301, False)
    for number, plain in enumerate((b"one", b"two")):
        assert open_it(number, 22, 0x0301, context.update(tagged(number, plain))) == plain
    assert open_it(2, 22, 0x0301, b"short") is None


def test_which_need_every_record() -> None:
    assert opener(0x0005).chained(0x0303)
    assert opener(0x002F).chained(0x0301)
    assert not opener(0x002F).chained(0x0302)
    assert not opener(0xC02F).chained(0x0303)


def test_what_is_not_known_here() -> None:
    for code in (0x0007, 0x0041, 0xC050, 0x00FF):
        chosen = suite(code)
        assert chosen is not None
        assert openers(chosen) is None


@given(
    st.sampled_from([0x0005, 0x000A, 0x002F, 0x009C, 0xCCA8, 0xC0A0]), st.binary(max_size=80), st.booleans()
)
@settings(max_examples=100, deadline=None)
def test_any_bytes_do_not_open(code: int, body: bytes, outside: bool) -> None:
    made = opener(code)
    key, iv = bytes(made.key_size - 1) + b"\x01", bytes(made.iv_size)
    if made.key_size == 24:
        key = KEY
    found = made.before13(key, iv, bytes(made.mac_size), 0x0303, outside)(0, 22, 0x0303, body)
    assert found is None or outside


@pytest.mark.parametrize("size", [0, 5, 15, 16])
def test_tls13_bodies_that_are_too_short(size: int) -> None:
    assert opener(0x1301).aead(bytes(16))(bytes(12), bytes(size), b"") is None
