"""What a file is, by its content first."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs7,
    pkcs12,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb import detect
from ssldiag.kinds import KINDS

from .makers import (
    Authority,
    block,
    database,
    ec_key,
    number,
    oid,
    raw_certificate,
    request,
    rsa_key,
    sequence,
    tlv,
)


def sniff(data: bytes, name: str = "file") -> str | None:
    return detect.sniff(data[: detect.HEAD], len(data), name)


def key(form: PrivateFormat, encoding: Encoding, password: bytes = b"") -> bytes:
    encryption = BestAvailableEncryption(password) if password else NoEncryption()
    return rsa_key().private_bytes(encoding, form, encryption)


PKCS8, OLD = PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL


def test_each_kind(authority: Authority, data: Path) -> None:
    issued = authority.issue()
    store = pkcs12.serialize_key_and_certificates(
        b"x", authority.key, authority.certificate, None, NoEncryption()
    )
    assert sniff((data / "basic.kdb").read_bytes()) == "gskit_keydb"
    assert sniff((data / "requests.rdb").read_bytes()) == "gskit_keydb"
    assert sniff(store) == "pkcs12"
    assert sniff((data / "rc2_40.p12").read_bytes()) == "pkcs12"
    assert sniff(issued) == sniff(raw_certificate(version=b"")) == sniff(request()) == "der"
    assert sniff(block("CERTIFICATE", issued)) == sniff(b"prose\n" + block("PKCS7", b"x")) == "pem"
    assert sniff(pkcs7.serialize_certificates([authority.certificate], Encoding.DER)) == "pkcs7"


def test_private_keys() -> None:
    for data in (
        key(PKCS8, Encoding.PEM),
        key(PKCS8, Encoding.PEM, b"pw"),
        key(OLD, Encoding.PEM),
        key(PKCS8, Encoding.DER),
        key(PKCS8, Encoding.DER, b"pw"),
        key(OLD, Encoding.DER),
        ec_key().private_bytes(Encoding.DER, OLD, NoEncryption()),
        ec_key().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()),
    ):
        assert sniff(data) == "private_key"


def test_a_key_with_its_certificate_is_pem(authority: Authority) -> None:
    assert sniff(key(PKCS8, Encoding.PEM) + block("CERTIFICATE", authority.der)) == "pem"


def test_a_head_is_enough(authority: Authority, data: Path) -> None:
    """All that is cut off behind the first bytes changes nothing."""
    store = (data / "rc2_40.p12").read_bytes()
    bundle = pkcs7.serialize_certificates([authority.certificate], Encoding.DER)
    for whole, kind in ((store, "pkcs12"), (bundle, "pkcs7"), (authority.der, "der")):
        assert detect.sniff(whole[:100], len(whole), "x") == kind


def test_damaged_magic_is_still_a_database() -> None:
    assert sniff(database(magic=b"\x36\x48")) == "gskit_keydb"
    assert sniff(database(version=9)) == "gskit_keydb"


def test_names_count_only_for_what_says_nothing() -> None:
    assert sniff(b"", "key.KDB") == sniff(b"garbage", "/etc/gskadm/Database.kdb") == "gskit_keydb"
    assert sniff(b"garbage", "a.rdb") == "gskit_keydb"
    assert sniff(b"garbage", "kdb") is None
    assert sniff(block("CERTIFICATE", b"x"), "odd.kdb") == "pem"


def dice(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


@pytest.mark.parametrize("size", detect.STASH_SIZES)
def test_stash_by_content(size: int) -> None:
    found = [sniff(dice(size, seed), "noname") for seed in range(50)]
    assert found.count("stash") >= 49  # a first byte of 30 or 37 can be taken for a structure
    assert sniff(bytes(size)) is None
    assert sniff(b"some text that is just as long".ljust(size, b".")) is None


def test_stash_by_name() -> None:
    for size in (0, 129, 193, 250, 70):
        assert sniff(dice(size), "Database.sth") == "stash"
    assert sniff(b"notes\n", "notes.sth") is None
    assert sniff(dice(250)) is None


def test_shared_stash_files(shared: Path) -> None:
    files = sorted((shared / "keydb").glob("*.sth"))
    assert files
    for path in files:
        assert sniff(path.read_bytes(), "noname") == "stash"


def test_structures_that_are_none_of_these() -> None:
    for data in (
        sequence(number(3), sequence(oid("1.2.3"))[:-1] + b"\x04"),
        sequence(tlv(0x0C, b"text that is long enough")),
        sequence(oid("1.2.3"), tlv(0xA0, b"text that is long enough")),
        b"\x30",
        b"0 plain text that starts with a zero",
    ):
        assert sniff(data) in (None, "private_key")
    assert sniff(b"0 plain text that starts with a zero") is None


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.binary(max_size=60).map(lambda content: sequence(content))))
def test_any_bytes(data: bytes) -> None:
    assert sniff(data) in {None, *KINDS}
