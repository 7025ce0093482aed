"""Real TLS handshakes as bytes: a client and a server of Python's ``ssl`` talk through memory.

Each session is the list of its flights, ``(from the client, bytes)``, up to and without application data.
"""

from __future__ import annotations

import ssl
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Session:
    """One handshake. ``version`` is the name that ``ssl`` gives it, None if it failed."""

    flights: tuple[tuple[bool, bytes], ...]
    version: str | None


def sessions() -> list[Session]:
    """A few dozen: two versions, two kinds of key, with and without client certificates, resumed, failed."""
    with tempfile.TemporaryDirectory() as name:
        return list(_sessions(Path(name)))


def _sessions(folder: Path) -> Iterator[Session]:
    root_key: Key = rsa.generate_private_key(65537, 2048)
    root = _certificate("Benchmark Root", root_key, None, root_key)
    (folder / "root.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
    keys: list[Key] = [rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP256R1())]
    for kind, key in enumerate(keys):
        leaf = _certificate("localhost", key, root, root_key)
        path = folder / f"{kind}.pem"
        _write(path, key, (leaf, root))
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            for number in range(4):
                yield from _pair(folder, path, version, number, client_certificate=number == 3)
            yield from _failed(folder, path, version)


def _pair(
    folder: Path, path: Path, version: ssl.TLSVersion, number: int, client_certificate: bool
) -> Iterator[Session]:
    """A full handshake, and one that resumes it."""
    server = _server(path, version)
    client = _client(folder / "root.pem", version)
    if client_certificate:
        server.verify_mode = ssl.CERT_REQUIRED
        server.load_verify_locations(folder / "root.pem")
        client.load_cert_chain(path)
    name = f"host{number}.bench.example"
    first, kept = _talk(client, server, name)
    yield first
    if kept is not None:
        yield _talk(client, server, name, kept)[0]


def _failed(folder: Path, path: Path, version: ssl.TLSVersion) -> Iterator[Session]:
    """A client that does not know the issuer, and one that has no version in common with the server."""
    stranger = ssl.create_default_context(cafile=None)
    stranger.minimum_version = stranger.maximum_version = version
    stranger.check_hostname = False
    yield _talk(stranger, _server(path, version), "unknown.bench.example")[0]
    other = ssl.TLSVersion.TLSv1_2 if version == ssl.TLSVersion.TLSv1_3 else ssl.TLSVersion.TLSv1_3
    yield _talk(_client(folder / "root.pem", other), _server(path, version), "old.bench.example")[0]


def _server(path: Path, version: ssl.TLSVersion) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = context.maximum_version = version
    context.load_cert_chain(path)
    return context


def _client(root: Path, version: ssl.TLSVersion) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = context.maximum_version = version
    context.check_hostname = False
    context.load_verify_locations(root)
    return context


def _talk(
    client: ssl.SSLContext, server: ssl.SSLContext, name: str, kept: ssl.SSLSession | None = None
) -> tuple[Session, ssl.SSLSession | None]:
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    flights: list[tuple[bool, bytes]] = []
    from_client, from_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    one = client.wrap_bio(to_client, from_client, server_hostname=name, session=kept)
    two = server.wrap_bio(to_server, from_server, server_side=True)
    done = [False, False]
    for _ in range(8):
        for index, side in enumerate((one, two)):
            with suppress(ssl.SSLError):
                if not done[index]:
                    side.do_handshake()
                    done[index] = True
                else:
                    side.read(1)
            source, target = (from_client, to_server) if index == 0 else (from_server, to_client)
            if source.pending:
                data = source.read()
                flights.append((index == 0, data))
                target.write(data)
    return Session(tuple(flights), one.version() if all(done) else None), one.session if all(done) else None


def _certificate(name: str, key: Key, issuer: x509.Certificate | None, signer: Key) -> x509.Certificate:
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Benchmark"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(BEGIN + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name.replace(" ", "-"))]), critical=False)
    )
    return builder.sign(signer, hashes.SHA256())


def _write(path: Path, key: Key, chain: tuple[x509.Certificate, ...]) -> None:
    data = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(data + b"".join(one.public_bytes(serialization.Encoding.PEM) for one in chain))
