"""What a TLS server gets of a key database: PEM that OpenSSL loads, label by label."""

from __future__ import annotations

import json
import ssl
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb.material import Material, StoreError, WrongPassword, material, trusted_certificates

from .makers import Authority, block, bundle, ec_key, request

PASSWORD = b"secret12"


@pytest.fixture(scope="module")
def chain() -> tuple[Authority, Authority, bytes]:
    """Root, issuing CA, server certificate."""
    root = Authority("Chain Root")
    issuing = Authority("Chain Issuing", root)
    return root, issuing, issuing.issue()


def foreign(root: Authority, issuing: Authority, leaf: bytes, password: bytes = PASSWORD) -> bytes:
    """A PKCS#12 file as other software makes it."""
    return pkcs12.serialize_key_and_certificates(
        b"SRV",
        ec_key(),
        x509.load_der_x509_certificate(leaf),
        [root.certificate, issuing.certificate],
        BestAvailableEncryption(password),
    )


def loads(one: Material, folder: Path) -> None:
    """A server loads chain and key; ``load_cert_chain`` refuses a key that does not fit."""
    assert one.key is not None
    file = folder / "server.pem"
    file.write_bytes(one.chain + one.key)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(file)


def test_pkcs12(chain: tuple[Authority, Authority, bytes], tmp_path: Path) -> None:
    found = material(foreign(*chain), PASSWORD)
    assert [one.label for one in found] == ["SRV", "Chain Root", "Chain Issuing"]
    server = found[0]
    assert (server.trusted, server.default, server.complete, server.accepted) == (True, False, True, True)
    assert server.chain.count(b"BEGIN CERTIFICATE") == 2
    assert server.root == found[1].certificate
    assert server.subject.startswith("CN=server.example.test")
    loads(server, tmp_path)
    assert trusted_certificates(found) == found[1].certificate + found[2].certificate
    assert [one.label for one in material(foreign(*chain), "secret12")] == [one.label for one in found]


def test_the_key_is_not_shown(chain: tuple[Authority, Authority, bytes]) -> None:
    server = material(foreign(*chain), PASSWORD)[0]
    assert b"PRIVATE KEY" in (server.key or b"")
    assert "PRIVATE KEY" not in repr(server)


@pytest.mark.parametrize("password", [b"wrong", None, b""])
def test_wrong_password(chain: tuple[Authority, Authority, bytes], password: bytes | None) -> None:
    with pytest.raises(WrongPassword):
        material(foreign(*chain), password)


@pytest.mark.parametrize("encrypted", [False, True])
def test_pem_with_friendly_names(
    chain: tuple[Authority, Authority, bytes], encrypted: bool, openssl: str, tmp_path: Path
) -> None:
    file, out = tmp_path / "a.p12", tmp_path / "a.pem"
    file.write_bytes(foreign(*chain))
    options = ["-passout", "pass:other"] if encrypted else ["-nodes"]
    subprocess.run(
        [openssl, "pkcs12", "-in", file, "-passin", "pass:secret12", "-out", out, *options], check=True
    )
    found = material(out.read_bytes(), b"other")
    assert [one.label for one in found] == ["SRV", "Chain Root", "Chain Issuing"]
    loads(found[0], tmp_path)
    if encrypted:
        for wrong in (None, b"no"):
            with pytest.raises(WrongPassword):
                material(out.read_bytes(), wrong)


def test_pem_without_names(chain: tuple[Authority, Authority, bytes], tmp_path: Path) -> None:
    root, issuing, leaf = chain
    key = ec_key().private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    text = key + block("CERTIFICATE", leaf) + block("CERTIFICATE", issuing.der) + block("CERTIFICATE", leaf)
    found = material(text, None)
    assert [one.label for one in found] == ["server.example.test", "Chain Issuing"]
    assert (found[0].complete, found[0].root) == (False, b"")
    loads(found[0], tmp_path)
    assert [one.key for one in material(bundle(root.der, leaf), None)] == [None, None]
    names = [
        one.label
        for one in material(block("CERTIFICATE", issuing.issue()) + block("CERTIFICATE", leaf), None)
    ]
    assert names == ["server.example.test", "server.example.test 2"]


def test_a_key_without_certificate_is_told(chain: tuple[Authority, Authority, bytes]) -> None:
    key = ec_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(StoreError, match="belongs to none"):
        material(key + block("CERTIFICATE", chain[0].der), None)


def test_gskits_own(data: Path, tmp_path: Path) -> None:
    found = material((data / "basic.kdb").read_bytes(), PASSWORD)
    assert [(one.label, one.key is not None, one.default) for one in found] == [
        ("Example Root CA", False, False),
        ("TLSCERT1", True, True),
    ]
    loads(found[1], tmp_path)
    with pytest.raises(WrongPassword):
        material((data / "basic.kdb").read_bytes(), b"secret13")
    with pytest.raises(WrongPassword):
        material((data / "basic.kdb").read_bytes(), None)


def test_trust_of_gskits_own(data: Path) -> None:
    found = {one.label: one for one in material((data / "order.kdb").read_bytes(), PASSWORD)}
    assert (found["ISSUING"].trusted, found["TLSCERT1"].accepted) == (False, False)


def test_all_shared_databases(shared: Path, tmp_path: Path) -> None:
    for one in json.loads((shared / "keydb" / "manifest.json").read_text("utf-8")):
        content = (shared / "keydb" / one["file"]).read_bytes()
        try:
            found = material(content, one["password"])
        except StoreError as error:
            assert one["file"] in ("truncated.kdb", "corrupt.kdb", "short2500.kdb"), error
            continue
        wanted = [(entry["label"], entry["has_private_key"], entry["trusted"]) for entry in one["entries"]]
        assert [(each.label, each.key is not None, each.trusted) for each in found] == wanted
        for each in found:
            if each.key is not None:
                loads(each, tmp_path)


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "empty"), (b"text", "no key database"), (block("CERTIFICATE", b"rubbish"), "cannot be read")],
)
def test_what_is_none(content: bytes, why: str) -> None:
    with pytest.raises(StoreError, match=why):
        material(content, PASSWORD)


def test_requests_are_left_out() -> None:
    assert material(block("CERTIFICATE REQUEST", request()), None) == []


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 5000), value=st.integers(0, 255), cut=st.booleans())
def test_damage_gives_a_value_or_the_one_error(at: int, value: int, cut: bool) -> None:
    content = DAMAGED[: at % len(DAMAGED)] if cut else bytearray(DAMAGED)
    if isinstance(content, bytearray):
        content[at % len(content)] = value
    try:
        material(bytes(content), PASSWORD)
    except StoreError:
        return


DAMAGED = (Path(__file__).parent / "data" / "rc2_128.p12").read_bytes()


@pytest.mark.parametrize("name", ["rc2_128.p12", "rc2_40.p12"])
def test_older_schemes(name: str, data: Path, tmp_path: Path) -> None:
    personal = [one for one in material((data / name).read_bytes(), PASSWORD) if one.key is not None]
    assert len(personal) == 1
    loads(personal[0], tmp_path)
