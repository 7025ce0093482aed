from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.wire import hello
from ssldiag.wire.model import Hello

from . import bytesmith as make
from .bytesmith import RANDOM_C, extension, pairs, vector

BODY = make.client_hello(make.SNI, make.ALPN, make.GROUPS, session=b"s" * 32)
CHOICE = make.server_hello(extension(23), make.POINTS, session=b"s" * 32)


def client(body: bytes, whole: bool = True) -> tuple[Hello, list[str]]:
    notes: list[str] = []
    return hello.client_hello(body, 0x0301, 7, 1.5, notes, whole), notes


def server(body: bytes) -> tuple[Hello, list[str]]:
    notes: list[str] = []
    return hello.server_hello(body, 0x0303, 8, 1.6, notes), notes


def test_a_client_hello() -> None:
    found, notes = client(BODY)
    assert notes == []
    assert (found.format, found.legacy_version, found.record_version) == ("tls", 0x0303, 0x0301)
    assert (found.random, found.session_id) == (RANDOM_C, b"s" * 32)
    assert found.ciphers == (0xC02F, 0x009C, 0x002F)
    assert found.compression_methods == (0,)
    assert found.extensions == (0, 16, 10)
    assert (found.sni, found.alpn, found.groups) == ("tls.example.test", ("h2", "http/1.1"), (29, 23))
    assert (found.frame, found.time, found.raw, found.partial) == (7, 1.5, BODY, False)


def test_a_server_hello() -> None:
    found, notes = server(CHOICE)
    assert notes == []
    assert found.ciphers == (0xC02F,)
    assert found.extended_master_secret
    assert found.extensions == (23, 11)


def test_hellos_without_extensions() -> None:
    assert client(make.client_hello(version=0x0300))[0].extensions == ()
    assert server(make.server_hello(version=0x0300))[0].extensions == ()


def test_old_drafts_have_neither_session_nor_compression() -> None:
    body = (
        pairs(0x7F10) + bytes(32) + pairs(0x1301) + vector(2, extension(40, pairs(29) + vector(2, bytes(32))))
    )
    found, notes = server(body)
    assert notes == []
    assert (found.ciphers, found.key_shares, found.session_id) == ((0x1301,), (29,), b"")


@pytest.mark.parametrize(("version", "suite"), [(0x7F12, b""), (0x7F13, pairs(0x1302))])
def test_retries_of_drafts(version: int, suite: bytes) -> None:
    notes: list[str] = []
    body = pairs(version) + suite + vector(2, extension(40, pairs(24)))
    found = hello.retry_of_draft(body, 0x0303, 1, 0.0, notes)
    assert (found.key_shares, notes) == ((24,), [])
    assert found.ciphers == ((0x1302,) if suite else ())
    assert hello.retry_of_draft(b"\x7f", 0x0303, 1, 0.0, notes).ciphers == ()
    assert notes == ["the HelloRetryRequest ends too early"]


@pytest.mark.parametrize("at", range(len(BODY)))
def test_a_client_hello_truncated_at_every_byte(at: int) -> None:
    found, notes = client(BODY[:at])
    whole = at == len(make.client_hello(session=b"s" * 32))
    assert bool(notes) is not whole
    assert not found.partial
    assert BODY[:at] == found.raw
    partial, none = client(BODY[:at], whole=False)
    assert partial.partial
    assert none == []
    assert found.ciphers == (0xC02F, 0x009C, 0x002F)[: len(found.ciphers)]


@pytest.mark.parametrize("at", range(len(CHOICE)))
def test_a_server_hello_truncated_at_every_byte(at: int) -> None:
    found, notes = server(CHOICE[:at])
    end = len(make.server_hello(session=b"s" * 32))
    assert bool(notes) is (at != end)
    assert found.ciphers in ((), (0xC02F,))


def test_junk_after_the_hello() -> None:
    _, notes = client(BODY + b"junk")
    assert notes == ["4 bytes behind the end of the hello"]


def test_a_list_of_suites_that_is_too_long_for_its_message() -> None:
    body = pairs(0x0303) + bytes(32) + b"\x00" + pairs(500, 0xC02F, 0x009C)
    found, notes = client(body)
    assert found.ciphers == (0xC02F, 0x009C)
    assert notes[0] == "the list of suites ends too early"


@given(st.binary(max_size=120))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_a_hello(body: bytes) -> None:
    for found, _ in (client(body), server(body)):
        assert found.raw == body


@given(st.integers(0, len(BODY) - 1), st.integers(0, 255))
@settings(max_examples=100, deadline=None)
def test_any_byte_may_be_another(at: int, byte: int) -> None:
    found, _ = client(BODY[:at] + bytes((byte,)) + BODY[at + 1 :])
    assert found.format == "tls"
