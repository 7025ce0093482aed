"""One way in for every kind of file, and one documented way out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb.model import NotAKeyDatabase
from ssldiag.keydb.read import read, read_with

from .makers import Authority, block, bundle, database, sequence
from .test_detect import PKCS8, dice, key


def test_each_kind(authority: Authority, data: Path) -> None:
    store = pkcs12.serialize_key_and_certificates(
        b"x", authority.key, authority.certificate, None, NoEncryption()
    )
    for content, form in (
        ((data / "basic.kdb").read_bytes(), "gskit-cms"),
        (store, "pkcs12"),
        (block("CERTIFICATE", authority.der), "pem"),
        (authority.der, "der"),
        (bundle(authority.der), "pkcs7"),
    ):
        found = read(content, "name/of.it")
        assert (found.format, found.file) == (form, "name/of.it")
        assert found.entries


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"some text", "no key database"),
        (dice(193), "stashed password"),
        (key(PKCS8, Encoding.PEM), "private key"),
        (key(PKCS8, Encoding.DER), "private key"),
    ],
)
def test_what_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(NotAKeyDatabase, match=why):
        read(content, "x")


def test_the_name_of_a_database_helps_the_reason() -> None:
    with pytest.raises(NotAKeyDatabase, match="37 48"):
        read(b"garbage", "x.kdb")


def test_passwords_in_turn(data: Path) -> None:
    content = (data / "rc2_40.p12").read_bytes()
    assert len(read_with(content, "x", [b"wrong", b"secret12", b"other"]).entries) == 2
    closed = read_with(content, "x", [b"wrong", b"other"])
    assert (closed.needs_password, [problem.word for problem in closed.problems]) == (True, ["password"])
    assert read_with(content, "x", []).problems == ()


def test_reading_databases_alone_loads_no_cryptography(data: Path) -> None:
    """An empty database needs no certificates, so not even reading it loads the library."""
    code = (
        "import sys; from ssldiag.keydb.read import read;"
        f"read(open({str(data / 'empty.kdb')!r}, 'rb').read(), 'x'); sys.exit('cryptography' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.binary(max_size=200).map(lambda content: database(count=1, length=100) + content),
        st.binary(max_size=100).map(lambda content: sequence(content, content)),
        st.binary(max_size=100).map(lambda content: block("CERTIFICATE", content)),
    ),
    st.sampled_from(["x", "x.kdb", "x.sth", "x.p12"]),
    st.sampled_from([None, b"", b"password"]),
)
def test_any_bytes(content: bytes, name: str, password: bytes | None) -> None:
    try:
        assert read(content, name, password).file == name
    except NotAKeyDatabase as error:
        assert str(error)
