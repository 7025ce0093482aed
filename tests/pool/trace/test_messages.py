"""Handshakes of a real TLS library named message by message, whole, byte by byte, and damaged."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from tempfile import NamedTemporaryFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.pool.trace.messages import Messages

Stream = list[tuple[str, bytes]]


def pair() -> bytes:
    """A certificate and its key as PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "zvm.example.com")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 5, now - timedelta(1), now + timedelta(1))
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return builder.sign(key, hashes.SHA256()).public_bytes(pem) + private


def contexts(version: ssl.TLSVersion) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with NamedTemporaryFile(suffix=".pem") as file:
        file.write(pair())
        file.flush()
        server.load_cert_chain(file.name)
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
    server.maximum_version = client.maximum_version = version
    return client, server


@cache
def recorded(name: str) -> Stream:
    """The bytes of a handshake, 15 bytes of data and the closing, by direction."""
    client_context, server_context = contexts(ssl.TLSVersion[name])
    client_in, client_out, server_in, server_out = (ssl.MemoryBIO() for _ in range(4))
    client = client_context.wrap_bio(client_in, client_out, server_hostname="zvm.example.com")
    server = server_context.wrap_bio(server_in, server_out, server_side=True)
    stream: Stream = []

    def step(side: ssl.SSLObject, what: str) -> None:
        of_client = side is client
        out, into = (client_out, server_in) if of_client else (server_out, client_in)
        try:
            if what == "data":
                side.write(b"secret password")
            elif what == "close":
                side.unwrap()
            else:
                side.do_handshake()
        except ssl.SSLWantReadError:
            pass
        data = out.read()
        if data:
            stream.append(("recv" if of_client else "send", data))
            into.write(data)

    for _ in range(4):
        step(client, "handshake")
        step(server, "handshake")
    step(client, "data")
    step(client, "close")
    return stream


def told(stream: Stream) -> list[str]:
    names = Messages()
    return [f"{direction} {text}" for direction, data in stream for text in names.feed(direction, data)]


def kinds(lines: list[str]) -> list[str]:
    return [line.partition(" (")[0] for line in lines]


def test_tls_12() -> None:
    lines = told(recorded("TLSv1_2"))
    assert kinds(lines) == [
        "recv ClientHello",
        "send ServerHello",
        "send Certificate",
        "send ServerKeyExchange",
        "send ServerHelloDone",
        "recv ClientKeyExchange",
        "recv ChangeCipherSpec",
        "recv encrypted handshake message",
        "send NewSessionTicket",
        "send ChangeCipherSpec",
        "send encrypted handshake message",
        "recv application data",
        "recv alert",
    ]
    assert "offers TLSv1.2" in lines[0]
    assert "server name zvm.example.com" in lines[0]
    assert lines[1].endswith("TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")
    assert lines[-1] == "recv alert (encrypted)"


def test_tls_13() -> None:
    lines = told(recorded("TLSv1_3"))
    assert kinds(lines)[:4] == [
        "recv ClientHello",
        "send ServerHello",
        "send ChangeCipherSpec",
        "send encrypted record",
    ]
    assert "TLSv1.3, TLS_AES_256_GCM_SHA384" in lines[1]


def split(stream: Stream, size: int) -> Iterator[tuple[str, bytes]]:
    for direction, data in stream:
        for at in range(0, len(data), size):
            yield direction, data[at : at + size]


@pytest.mark.parametrize("name", ["TLSv1_2", "TLSv1_3"])
@pytest.mark.parametrize("size", [1, 2, 5, 100])
def test_in_pieces_of_any_size(name: str, size: int) -> None:
    whole = recorded(name)
    assert told(list(split(whole, size))) == told(whole)


@pytest.mark.parametrize("name", ["TLSv1_2", "TLSv1_3"])
def test_nothing_secret_is_told(name: str) -> None:
    stream = recorded(name)
    text = "\n".join(told(stream))
    hello = stream[0][1]
    random, session = hello[11:43], hello[44 : 44 + hello[43]]
    assert len(random) == 32
    assert random.hex() not in text
    assert not session or session.hex() not in text
    assert "secret" not in text


def test_alerts_in_the_clear() -> None:
    names = Messages()
    assert names.feed("recv", b"\x15\x03\x01\x00\x02\x02\x30") == ["alert fatal unknown_ca (48)"]
    assert names.feed("send", b"\x15\x03\x01\x00\x02\x01\x00") == ["alert warning close_notify (0)"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"GET / HTTP/1.1\r\n", "no TLS record: GET"),
        (b"hunter2 is my password", "no TLS record: 22 bytes"),
        (b"SSH-2.0-OpenSSH", "no TLS record: SSH"),
    ],
)
def test_plaintext(data: bytes, expected: str) -> None:
    names = Messages()
    assert names.feed("recv", data) == [expected]
    assert names.feed("recv", data) == []


def test_a_hello_of_ssl_2() -> None:
    ciphers = bytes.fromhex("010080 030080 0700c0")
    body = bytes.fromhex("01 0002 0009 0000 0010") + ciphers + b"\x11" * 16
    (line,) = Messages().feed("recv", bytes([0x80, len(body)]) + body)
    assert line == "ClientHello of SSL 2.0 (33 bytes): offers SSLv2, 3 cipher suites"


@given(
    st.sampled_from(["TLSv1_2", "TLSv1_3"]),
    st.integers(0, 1500),
    st.binary(max_size=40),
    st.booleans(),
)
@settings(max_examples=80, deadline=None)
def test_damage_never_raises(name: str, at: int, junk: bytes, cut: bool) -> None:
    names = Messages()
    for direction, data in recorded(name):
        damaged = data[:at] + junk + data[at + (0 if cut else len(junk)) :]
        assert all(line.isprintable() for line in names.feed(direction, damaged))


@given(st.lists(st.tuples(st.sampled_from(["recv", "send"]), st.binary(max_size=60)), max_size=6))
@settings(max_examples=80, deadline=None)
def test_any_bytes(stream: Stream) -> None:
    assert all(line.isprintable() for line in told(stream))
