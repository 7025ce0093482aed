"""Key databases as PKCS#12: read back by ssldiag, OpenSSL, Java and ``cryptography``."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from cryptography.hazmat.primitives.serialization import pkcs12
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb import read, store_read
from ssldiag.keydb.edit import with_default
from ssldiag.keydb.store import Database, Record, StoreError, WrongPassword
from ssldiag.keydb.write_pkcs12 import write

from .stores import PASSWORD, full, record, signers_only

Hiding = Literal["open", "encrypted"]
BOTH: tuple[Hiding, Hiding] = ("open", "encrypted")


@pytest.fixture(scope="module")
def database() -> Database:
    found = with_default(full(), "TLSCERT1").database
    distrusted = replace(signers_only(full()).records[0], label="again", trusted=False)
    rest = tuple(one for one in found.records if one.label != "Root CA")
    return Database((distrusted, *rest))


@pytest.mark.parametrize("hiding", BOTH)
def test_read_back(database: Database, hiding: Hiding) -> None:
    data = write(database, PASSWORD, os.urandom, hiding)
    assert store_read.read(data, PASSWORD) == database
    shown = read.read(data, "x.p12", PASSWORD)
    assert (shown.problems, shown.private_keys, shown.needs_password) == ((), (), False)
    entries = [(one.label, one.kind, one.has_private_key, one.trusted, one.default) for one in shown.entries]
    assert entries == [
        ("again", "signer", False, False, False),
        ("TLSCERT1", "personal", True, True, True),
        ("user one", "personal", True, True, False),
        ("NEWREQ", "request", True, None, False),
    ]


def test_labels_and_flags_need_no_password(database: Database) -> None:
    shown = read.read(write(database, PASSWORD, os.urandom), "x.p12")
    assert [one.label for one in shown.entries] == [one.label for one in database.records]
    assert not shown.needs_password


@pytest.mark.parametrize("hiding", BOTH)
def test_wrong_password(database: Database, hiding: Hiding) -> None:
    data = write(database, PASSWORD, os.urandom, hiding)
    for wrong in (b"secret13", None, b""):
        with pytest.raises(WrongPassword):
            store_read.read(data, wrong)


def test_keys_lie_encrypted(database: Database) -> None:
    data = write(database, PASSWORD, os.urandom)
    for one in database.records:
        assert one.key is None or one.key[36:68] not in data  # the number that is the key (RFC 5915)
        assert "key=" not in repr(one)


def test_empty() -> None:
    data = write(Database(), PASSWORD, os.urandom)
    assert store_read.read(data, PASSWORD) == Database()
    assert read.read(data, "x.p12").entries == ()


def test_no_password_no_file() -> None:
    with pytest.raises(StoreError, match="needs a password"):
        write(Database(), b"", os.urandom)


@pytest.mark.parametrize("hiding", BOTH)
def test_openssl_reads_it(database: Database, hiding: Hiding, openssl: str, tmp_path: Path) -> None:
    file = tmp_path / "a.p12"
    file.write_bytes(write(database, PASSWORD, os.urandom, hiding))
    words: list[str | Path] = [openssl, "pkcs12", "-info", "-in", file, "-nodes", "-passin"]
    done = subprocess.run([*words, "pass:secret12"], capture_output=True, text=True, check=True)
    assert done.stdout.count("BEGIN CERTIFICATE") == 3
    assert done.stdout.count("BEGIN PRIVATE KEY") == 3
    for one in database.records:
        assert f"friendlyName: {one.label}" in done.stdout
    assert "MAC: sha256" in done.stderr
    assert subprocess.run([*words, "pass:other"], capture_output=True, check=False).returncode != 0


def test_openssl_reads_an_empty_one(openssl: str, tmp_path: Path) -> None:
    file = tmp_path / "a.p12"
    file.write_bytes(write(Database(), PASSWORD, os.urandom))
    subprocess.run(
        [openssl, "pkcs12", "-info", "-in", file, "-passin", "pass:secret12"], capture_output=True, check=True
    )


def test_cryptography_reads_one_key(openssl: str) -> None:
    data = write(Database((record("TLSCERT1"),)), PASSWORD, os.urandom)
    found = pkcs12.load_pkcs12(data, PASSWORD)
    assert found.key is not None
    assert found.cert is not None
    assert found.cert.friendly_name == b"TLSCERT1"


def test_java_reads_it(database: Database, tmp_path: Path) -> None:
    keytool = shutil.which("keytool")
    if keytool is None:
        pytest.skip("there is no Java on this machine to compare with")
    file = tmp_path / "a.p12"
    certified = (*database.certificates, *signers_only(full()).records)
    trusted = Database(tuple(one for one in certified if one.trusted))
    file.write_bytes(write(trusted, PASSWORD, os.urandom))
    words: list[str | Path] = [
        keytool,
        "-list",
        "-keystore",
        file,
        "-storetype",
        "PKCS12",
        "-storepass",
        "secret12",
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    for line in ("tlscert1, ", "user one, ", "root ca, "):
        assert line in done.stdout.lower()
    assert done.stdout.count("PrivateKeyEntry") == 2
    assert done.stdout.count("trustedCertEntry") == 1


@settings(max_examples=25, deadline=None)
@given(
    label=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=127),
    password=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
    trusted=st.booleans(),
    default=st.booleans(),
    hiding=st.sampled_from(BOTH),
)
def test_any_label_and_password(
    label: str, password: str, trusted: bool, default: bool, hiding: Hiding
) -> None:
    one = record("TLSCERT1")
    wanted = Database((Record(label, one.certificate, one.key, None, trusted, default),))
    data = write(wanted, password.encode(), os.urandom, hiding)
    assert store_read.read(data, password.encode()) == wanted


@settings(max_examples=80, deadline=None)
@given(at=st.integers(0, 10_000), value=st.integers(0, 255), cut=st.booleans())
def test_damage_gives_a_value_or_the_one_error(at: int, value: int, cut: bool) -> None:
    data = bytearray(SAMPLE)
    if cut:
        del data[at % len(data) :]
    else:
        data[at % len(data)] = value
    read_or_refused(bytes(data), PASSWORD)
    read_or_refused(bytes(data), None)


def read_or_refused(data: bytes, password: bytes | None) -> None:
    try:
        store_read.read(data, password)
    except StoreError:
        return


SAMPLE = write(full(), PASSWORD, os.urandom)
