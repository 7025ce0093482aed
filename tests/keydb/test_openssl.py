"""The same certificates as ``openssl`` sees them; skipped where it is not installed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ssldiag.keydb import cms
from ssldiag.keydb.model import Certificate
from ssldiag.keydb.read import read

from .makers import Authority, ec_key


def run(openssl: str, *arguments: str, data: bytes = b"", folder: Path | None = None) -> str:
    done = subprocess.run([openssl, *arguments], input=data, capture_output=True, cwd=folder, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def described(certificate: Certificate) -> dict[str, str]:
    assert certificate.not_before and certificate.not_after
    fingerprint = certificate.sha256.upper()
    return {
        "subject": certificate.subject,
        "issuer": certificate.issuer,
        "serial": certificate.serial_hex.upper(),
        "notBefore": f"{certificate.not_before:%Y-%m-%d %H:%M:%SZ}",
        "notAfter": f"{certificate.not_after:%Y-%m-%d %H:%M:%SZ}",
        "sha256 Fingerprint": ":".join(fingerprint[at : at + 2] for at in range(0, 64, 2)),
    }


OPTIONS = (
    *("x509", "-inform", "DER", "-noout", "-subject", "-issuer", "-serial"),
    *("-dates", "-dateopt", "iso_8601", "-fingerprint", "-sha256"),
)


@pytest.mark.parametrize("file", ["basic.kdb", "labels.kdb", "strong4.kdb", "trust.kdb"])
def test_certificates(openssl: str, data: Path, file: str) -> None:
    for entry in cms.read((data / file).read_bytes(), file).entries:
        assert entry.certificate is not None
        options = [*OPTIONS, "-nameopt", "RFC2253,-esc_msb"]
        lines = run(openssl, *options, data=entry.certificate.der).splitlines()
        seen = dict(line.split("=", 1) for line in lines)
        mine = described(entry.certificate)
        assert seen.pop("serial").lstrip("0") == mine.pop("serial")
        assert seen == mine


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Path:
    """A certificate with its key and its CA as PEM files."""
    folder = tmp_path_factory.mktemp("openssl")
    (folder / "server.der").write_bytes(authority.issue())
    (folder / "ca.pem").write_bytes(authority.certificate.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(
        ec_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    return folder


OWN, CA = "CN=server.example.test,O=Example,C=DE", "CN=Test Root,O=Example,C=DE"


@pytest.mark.parametrize(
    ("options", "password"),
    [
        ([], b"secret12"),
        (["-certpbe", "AES-128-CBC", "-macalg", "sha512"], b"secret12"),
        (["-certpbe", "NONE", "-keypbe", "NONE", "-nomac"], None),
        (["-certpbe", "NONE"], None),
        (["-iter", "100000"], "größe €".encode()),
        (["-passout", "pass:"], b""),
    ],
)
def test_pkcs12(openssl: str, files: Path, options: list[str], password: bytes | None) -> None:
    run(openssl, "x509", "-inform", "DER", "-in", "server.der", "-out", "server.pem", folder=files)
    secret = ["-passout", f"pass:{(password or b'other').decode()}"]
    names = ["-name", "TLSCERT1", "-caname", "ROOT"]
    make = ["pkcs12", "-export", "-in", "server.pem", "-inkey", "key.pem", "-certfile", "ca.pem", *names]
    run(openssl, *make, *secret, *options, "-out", "x.p12", folder=files)
    found = read((files / "x.p12").read_bytes(), "x.p12", password)
    assert found.problems == ()
    assert [(entry.label, entry.has_private_key, entry.subject) for entry in found.entries] == [
        ("TLSCERT1", True, OWN),
        ("ROOT", False, CA),
    ]


def test_pkcs7(openssl: str, files: Path) -> None:
    run(
        openssl,
        "crl2pkcs7",
        "-nocrl",
        "-certfile",
        "ca.pem",
        "-outform",
        "DER",
        "-out",
        "x.p7b",
        folder=files,
    )
    assert [entry.subject for entry in read((files / "x.p7b").read_bytes(), "x.p7b").entries] == [CA]
    text = run(openssl, "crl2pkcs7", "-nocrl", "-certfile", "ca.pem", folder=files)
    assert [entry.subject for entry in read(text.encode(), "x.pem").entries] == [CA]


def test_trusted_certificate(openssl: str, files: Path) -> None:
    text = run(openssl, "x509", "-in", "ca.pem", "-trustout", "-addtrust", "serverAuth", folder=files)
    assert "BEGIN TRUSTED CERTIFICATE" in text
    assert [entry.subject for entry in read(text.encode(), "x.pem").entries] == [CA]


def test_request(openssl: str, files: Path) -> None:
    text = run(openssl, "req", "-new", "-key", "key.pem", "-subj", "/C=DE/O=Example/CN=new", folder=files)
    (entry,) = read(text.encode(), "x.csr").entries
    assert (entry.kind, entry.subject) == ("request", "CN=new,O=Example,C=DE")
