"""Password-based schemes: what is decrypted, what is refused, and that nothing takes long."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb import der, pbe
from ssldiag.keydb.pkcs12_kdf import derive

from .makers import number, oid, sequence, tlv

PASSWORD = pbe.Password(b"secret12")
SALT = b"saltsalt"
SHA256, HMAC_SHA256 = "2.16.840.1.101.3.4.2.1", "1.2.840.113549.2.9"
AES_OIDS = {16: "2.16.840.1.101.3.4.1.2", 24: "2.16.840.1.101.3.4.1.22", 32: "2.16.840.1.101.3.4.1.42"}


def kdf(rounds: int = 100, prf: str | None = HMAC_SHA256, length: int | None = None) -> bytes:
    parts = [tlv(0x04, SALT), number(rounds)]
    if length is not None:
        parts.append(number(length))
    if prf:
        parts.append(sequence(oid(prf), tlv(0x05)))
    return sequence(oid(pbe.PBKDF2), sequence(*parts))


def pbes2(key_derivation: bytes, size: int = 32, vector: bytes = bytes(16)) -> der.Element:
    cipher = sequence(oid(AES_OIDS[size]), tlv(0x04, vector))
    return der.read(sequence(oid(pbe.PBES2), sequence(key_derivation, cipher)))


def encrypted(plain: bytes, size: int = 32, digest: str = "sha256", rounds: int = 100) -> bytes:
    key = hashlib.pbkdf2_hmac(digest, PASSWORD.octets, SALT, rounds, size)
    encryptor = Cipher(AES(key), modes.CBC(bytes(16))).encryptor()
    padding = 16 - len(plain) % 16
    return encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()


@pytest.mark.parametrize("size", [16, 24, 32])
def test_pbes2(size: int) -> None:
    assert pbe.decrypt(pbes2(kdf(), size), encrypted(b"plain", size), PASSWORD) == b"plain"


def test_pbes2_with_the_default_hash() -> None:
    assert pbe.decrypt(pbes2(kdf(prf=None)), encrypted(b"plain", digest="sha1"), PASSWORD) == b"plain"


def test_old_schemes_with_triple_des() -> None:
    from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES

    form = PASSWORD.forms[0]
    for scheme, size in (("1.2.840.113549.1.12.1.3", 24), ("1.2.840.113549.1.12.1.4", 16)):
        key = derive("sha1", form, SALT, 1, 10, size)
        vector = derive("sha1", form, SALT, 2, 10, 8)
        encryptor = Cipher(TripleDES((key + key)[:24]), modes.CBC(vector)).encryptor()
        data = encryptor.update(b"plain\3\3\3") + encryptor.finalize()
        algorithm = der.read(sequence(oid(scheme), sequence(tlv(0x04, SALT), number(10))))
        assert pbe.decrypt(algorithm, data, PASSWORD) == b"plain"


def test_wrong_password_or_damage() -> None:
    data = encrypted(b"plain")
    with pytest.raises(pbe.WrongPassword):
        pbe.decrypt(pbes2(kdf()), data, pbe.Password(b"other"))
    with pytest.raises(pbe.WrongPassword):
        pbe.decrypt(pbes2(kdf()), data[:-1] + bytes([data[-1] ^ 1]), PASSWORD)


@pytest.mark.parametrize("data", [b"", b"x", bytes(17)])
def test_no_whole_blocks(data: bytes) -> None:
    with pytest.raises(der.DerError):
        pbe.decrypt(pbes2(kdf()), data, PASSWORD)


@pytest.mark.parametrize(
    "algorithm",
    [
        sequence(oid("1.2.3.4"), sequence()),
        sequence(
            oid(pbe.PBES2), sequence(sequence(oid("1.2.3"), sequence()), sequence(oid(AES_OIDS[16]), tlv(4)))
        ),
        sequence(oid(pbe.PBES2), sequence(kdf(), sequence(oid("1.2.3"), tlv(0x04)))),
        pbes2(kdf(prf="1.2.3.4")).raw,
        pbes2(kdf(rounds=pbe.MAX_ROUNDS + 1)).raw,
        pbes2(kdf(rounds=0)).raw,
        pbes2(kdf(rounds=-1)).raw,
        pbes2(kdf(rounds=2**5000)).raw,
        sequence(oid("1.2.840.113549.1.12.1.3"), sequence(tlv(0x04, bytes(2000)), number(1))),
    ],
)
def test_what_is_out_of_bounds_or_unknown(algorithm: bytes) -> None:
    with pytest.raises(pbe.Unsupported):
        pbe.decrypt(der.read(algorithm), bytes(16), PASSWORD)


def test_rc2_is_slow_and_so_bounded() -> None:
    algorithm = sequence(oid("1.2.840.113549.1.12.1.6"), sequence(tlv(0x04, SALT), number(1)))
    with pytest.raises(pbe.Unsupported, match="take too long"):
        pbe.decrypt(der.read(algorithm), bytes(pbe.MAX_RC2 + 8), PASSWORD)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([pbe.PBES2, *pbe.PBES1]), st.binary(max_size=60), st.binary(min_size=16, max_size=16))
def test_any_parameters(scheme: str, parameters: bytes, data: bytes) -> None:
    with pytest.raises((pbe.WrongPassword, pbe.Unsupported, der.DerError)):
        pbe.decrypt(der.read(sequence(oid(scheme), parameters)), data, PASSWORD)


def test_forms_of_a_password() -> None:
    assert pbe.Password(b"ab").forms == (b"\0a\0b\0\0",)
    assert pbe.Password("ä€".encode()).forms == ("ä€".encode("utf-16-be") + b"\0\0",)
    assert pbe.Password("ä".encode("latin-1")).forms == (b"\0\xe4\0\0",)
    assert pbe.Password(b"").forms == (b"\0\0", b"")


def mac(stored: bytes, *rest: bytes) -> der.Element:
    return der.read(sequence(sequence(sequence(oid(SHA256), tlv(0x05)), tlv(0x04, stored)), *rest))


def test_mac() -> None:
    key = derive("sha256", PASSWORD.forms[0], SALT, 3, 7, 32)
    right = hmac.digest(key, b"content", "sha256")
    found = mac(right, tlv(0x04, SALT), number(7))
    assert pbe.fits(found, b"content", PASSWORD)
    assert not pbe.fits(found, b"content", pbe.Password(b"other"))
    assert not pbe.fits(found, b"other content", PASSWORD)


def test_mac_with_one_round_left_out() -> None:
    key = derive("sha256", PASSWORD.forms[0], SALT, 3, 1, 32)
    assert pbe.fits(mac(hmac.digest(key, b"x", "sha256"), tlv(0x04, SALT)), b"x", PASSWORD)


def test_pbmac1() -> None:
    """RFC 9579: the key is as long as keyLength says."""
    key = hashlib.pbkdf2_hmac("sha256", PASSWORD.octets, SALT, 100, 20)
    algorithm = sequence(oid(pbe.PBMAC1), sequence(kdf(length=20), sequence(oid(HMAC_SHA256), tlv(0x05))))
    right = hmac.digest(key, b"content", "sha256")
    found = der.read(sequence(sequence(algorithm, tlv(0x04, right)), tlv(0x04, b"ignored")))
    assert pbe.fits(found, b"content", PASSWORD)
    assert not pbe.fits(found, b"content", pbe.Password(b"other"))


@pytest.mark.parametrize("length", [None, 0, -1, 10**9])
def test_pbmac1_without_a_length_to_believe(length: int | None) -> None:
    algorithm = sequence(oid(pbe.PBMAC1), sequence(kdf(length=length), sequence(oid(HMAC_SHA256), tlv(0x05))))
    with pytest.raises(pbe.Unsupported):
        pbe.fits(der.read(sequence(sequence(algorithm, tlv(0x04, b"x")))), b"content", PASSWORD)
