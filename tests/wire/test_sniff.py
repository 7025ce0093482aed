from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.wire.sniff import HEAD, Start, find_alert, find_hello, find_records, hello_at, in_clear, start

from . import bytesmith as make
from .bytesmith import handshake, message, old_client_hello, old_server_hello, record


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (make.HELLO12, Start.TLS),
        (make.FLIGHT12, Start.TLS),
        (make.CHANGE, Start.TLS),
        (make.DATA, Start.TLS),
        (record(21, b"\x02\x28"), Start.TLS),
        (record(21, bytes(30)), Start.TLS),
        (record(22, b"\xee" * 40), Start.TLS),
        (record(22, b"\x01"), Start.TLS),
        (record(24, b"\x01\x00\x00"), Start.TLS),
        (old_client_hello(), Start.OLD),
        (old_server_hello(), Start.OLD),
        (make.long_client_hello(), Start.OLD),
        (make.long_client_hello(5, 0x0002), Start.OLD),
        (make.long_client_hello(5, 0x0399), Start.PLAIN),
        (b"\x00\x22\x05" + make.long_client_hello(4)[3:], Start.PLAIN),
        (bytes.fromhex("0000000804d2162f"), Start.PLAIN),
        (bytes.fromhex("0500"), Start.UNKNOWN),
        (b"\x80\x03\x00\x00\x01", Start.OLD),
        (b"GET / HTTP/1.1\r\n", Start.PLAIN),
        (b"220 ready\r\n", Start.PLAIN),
        (b"\xff\xfb\x18\xff\xfb\x19", Start.PLAIN),
        (b"\x16\x01\x01\x00\x05\x01", Start.PLAIN),
        (b"\x16\x03\x09\x00\x05\x01", Start.PLAIN),
        (b"\x16\x03\x03\xff\xff\x01", Start.PLAIN),
        (record(22, b"\xee" * 5), Start.PLAIN),
        (record(21, b"\x02\x28\x00"), Start.PLAIN),
        (record(20, b"\x01\x01"), Start.PLAIN),
        (b"\x80\x2e\x01\x00\x02" + bytes(20), Start.PLAIN),
    ],
)
def test_starts(data: bytes, wanted: Start) -> None:
    assert start(data) is wanted


@pytest.mark.parametrize(
    "data",
    [
        make.HELLO12,
        old_client_hello(),
        old_server_hello(),
        make.long_client_hello(3),
        record(21, b"\x02\x28"),
    ],
)
def test_few_bytes_do_not_tell(data: bytes) -> None:
    found = [start(data[:size]) for size in range(1, min(HEAD, len(data)) + 1)]
    unknown = found.count(Start.UNKNOWN)
    assert 2 <= unknown < HEAD
    assert set(found[unknown:]) == {start(data)}


TEXT = b"EHLO a\r\nSTARTTLS\r\n"


@pytest.mark.parametrize(
    "hello", [make.HELLO12, make.FLIGHT12, old_client_hello(), record(22, b"\x01", 0x0301)]
)
def test_a_hello_behind_text(hello: bytes) -> None:
    kind = Start.OLD if hello[0] & 0x80 else Start.TLS
    assert find_hello(TEXT + hello) == (len(TEXT), kind)
    for size in range(1, len(hello)):
        at, found = find_hello(TEXT + hello[:size])
        assert (at, found) in ((len(TEXT), Start.UNKNOWN), (len(TEXT), kind)), size


@pytest.mark.parametrize(
    "data",
    [
        b"",
        TEXT,
        TEXT + b"\x16\x03\x01\x00\x30\x0c" + bytes(20),
        TEXT + b"\x16\x03\x01\x00\x30\x01\x00\x00\x00\x03\x03" + bytes(20),
        TEXT + b"\x16\x03\x01\x00\x30\x01\x00\x00\x80\x04\x03" + bytes(20),
        TEXT + b"\xc3\xa4\x01 text" + bytes(20),
        TEXT + b"\xff\xff\x01\x03\x01" + bytes(20),
        bytes(range(256)) * 4 + bytes(2),
    ],
)
def test_text_without_a_hello(data: bytes) -> None:
    assert find_hello(data) == (len(data), Start.PLAIN)


def test_what_looks_like_a_hello_where_a_capture_begins() -> None:
    assert hello_at(make.HELLO12, 0) is Start.TLS
    nonce = record(22, b"\x02" + bytes(7) + b"\xaa" * 32)  # an explicit nonce of a record that is encrypted
    assert hello_at(nonce, 0) is Start.PLAIN


def test_alerts_behind_text() -> None:
    assert find_alert(b"HTTP/1.1\r\n" + record(21, b"\x02\x28")) == 10
    assert find_alert(b"HTTP/1.1\r\n" + record(21, b"\x03\x28")) == -1


def test_records_after_a_loss() -> None:
    rest = b"\xbb" * 100
    assert find_records(make.DATA) == 0
    assert find_records(record(22, bytes(500))[:100]) == 0
    assert find_records(rest + make.DATA + make.DATA) == 100
    assert find_records(rest + make.DATA) == 100
    assert find_records(rest + make.DATA + b"x") == -1
    assert find_records(rest) == -1
    assert find_records(rest + b"\x17\x03\x03") == -1
    assert find_records(b"") == -1


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (message(11, bytes(100)), True),
        (message(2, bytes(70)) + message(14, b""), True),
        (message(11, bytes(5000))[:200], True),
        (message(0, b""), True),
        (bytes(8) + b"\xaa" * 32, False),
        (message(16, bytes(500))[:200], False),
        (message(99, bytes(10)), False),
        (b"\x01\x00", False),
        (b"", False),
        (b"\xee" * 40, False),
    ],
)
def test_what_is_in_the_clear(body: bytes, wanted: bool) -> None:
    assert in_clear(body) is wanted


@given(st.binary(min_size=1, max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_bytes(data: bytes) -> None:
    assert start(data) in Start
    at, found = find_hello(data)
    assert 0 <= at <= len(data)
    assert found is not Start.PLAIN or at == len(data)
    assert -1 <= find_alert(data) < len(data)
    assert -1 <= find_records(data) < len(data)
    assert in_clear(data) in (True, False)


@given(st.binary(max_size=40), st.integers(0, 60))
@settings(max_examples=100, deadline=None)
def test_a_hello_is_found_however_it_is_cut(before: bytes, at: int) -> None:
    """What is found in the whole is found in the second piece together with what the first left undecided."""
    data = before + handshake(1, make.client_hello())
    place, found = find_hello(data)
    first, judged = find_hello(data[:at])
    if judged is Start.UNKNOWN or judged is Start.PLAIN:
        again, kind = find_hello(data[first:])
        assert (first + again, kind) == (place, found)
    else:
        assert (first, judged) == (place, found)
