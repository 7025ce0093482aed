"""The key derivation of PKCS#12 against known results."""

from __future__ import annotations

import hashlib

import pytest

from ssldiag.keydb.pkcs12_kdf import FOR_KEY, FOR_MAC, FOR_VECTOR, derive

BMP = "smeg".encode("utf-16-be") + b"\0\0"


@pytest.mark.parametrize(
    ("purpose", "salt", "rounds", "size", "found"),
    [
        # The vectors that several implementations test with; the password is "smeg".
        (FOR_KEY, "0A58CF64530D823F", 1, 24, "8AAAE6297B6CB04642AB5B077851284EB7128F1A2A7FBCA3"),
        (FOR_VECTOR, "0A58CF64530D823F", 1, 8, "79993DFE048D3B76"),
        (FOR_MAC, "3D83C0E4546AC140", 1, 20, "8D967D88F6CAA9D714800AB3D48051D63F73A312"),
        (FOR_KEY, "642B99AB44FB4B1F", 1, 24, "F3A95FEC48D7711E985CFE67908C5AB79FA3D7C5CAA5D966"),
    ],
)
def test_vectors(purpose: int, salt: str, rounds: int, size: int, found: str) -> None:
    assert derive("sha1", BMP, bytes.fromhex(salt), purpose, rounds, size).hex().upper() == found


def test_one_block_by_hand() -> None:
    """RFC 7292 B.2 for a single block and three rounds, written out."""
    salt = b"saltsalt"
    step = b"\1" * 64 + (salt * 8) + (BMP * 7)[:64]
    for _ in range(3):
        step = hashlib.sha1(step).digest()
    assert derive("sha1", BMP, salt, FOR_KEY, 3, 20) == step


def test_any_length() -> None:
    long = derive("sha256", BMP, b"salt", FOR_KEY, 2, 100)
    assert len(long) == 100
    assert derive("sha256", BMP, b"salt", FOR_KEY, 2, 32) == long[:32]
    assert derive("sha512", b"", b"", FOR_MAC, 1, 64)
