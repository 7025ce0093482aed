from __future__ import annotations

import sys
import zlib
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.wire import certificates
from tests.keydb.makers import CN, name

from .bytesmith import certificates as listed
from .bytesmith import extension, pairs, vector

ONE, TWO = b"\x30\x03\x02\x01\x05", b"\x30\x00"


def entries(*ders: bytes, extensions: bytes = b"") -> bytes:
    """The body of a Certificate message of TLS 1.3."""
    return b"\0" + vector(3, b"".join(vector(3, der) + vector(2, extensions) for der in ders))


def chain(body: bytes, tls13: bool = False, whole: bool = True) -> tuple[tuple[bytes, ...], list[str]]:
    notes: list[str] = []
    return certificates.chain(body, tls13, notes, whole)[0], notes


def test_a_chain() -> None:
    assert chain(listed(ONE, TWO)) == ((ONE, TWO), [])
    assert chain(entries(ONE, TWO), tls13=True) == ((ONE, TWO), [])


def test_no_certificates() -> None:
    assert chain(listed()) == ((), [])
    assert chain(entries(), tls13=True) == ((), [])


def test_an_ocsp_response_in_an_entry() -> None:
    notes: list[str] = []
    assert certificates.chain(entries(ONE, extensions=extension(5, b"\x01abc")), True, notes)[1]
    assert not certificates.chain(entries(ONE, extensions=extension(18, b"abc")), True, notes)[1]
    assert certificates.chain(entries(ONE, extensions=b"\x00\x05\x00\x09"), True, notes) == ((ONE,), False)


@pytest.mark.parametrize("at", range(len(listed(ONE, TWO))))
def test_truncated_at_every_byte(at: int) -> None:
    found, notes = chain(listed(ONE, TWO)[:at])
    assert found == (ONE, TWO)[: len(found)]
    assert notes
    assert chain(listed(ONE, TWO)[:at], whole=False) == (found, [])


def test_a_list_that_is_not_as_long_as_the_message() -> None:
    found, notes = chain(listed(ONE) + b"junk")
    assert found == (ONE,)
    assert notes == ["the list of certificates is not as long as its message"]


def test_too_many_certificates() -> None:
    found, notes = chain(listed(*[b""] * 1500))
    assert len(found) == certificates.MAX_CERTIFICATES
    assert notes == ["more than 1000 certificates in one message"]


def packed(algorithm: int, size: int, data: bytes) -> bytes:
    return pairs(algorithm) + size.to_bytes(3, "big") + vector(3, data)


def test_compressed_with_zlib() -> None:
    notes: list[str] = []
    body = entries(ONE, TWO)
    assert certificates.unpacked(packed(1, len(body), zlib.compress(body)), notes) == body
    assert notes == []


def test_a_bomb_stops_at_the_announced_size() -> None:
    notes: list[str] = []
    bomb = zlib.compress(bytes(20_000_000))
    plain = certificates.unpacked(packed(1, 1000, bomb), notes)
    assert plain == bytes(1000)
    plain = certificates.unpacked(packed(1, 0xFFFFFF, bomb), notes)
    assert plain is not None
    assert len(plain) == 0xFFFFFF


@pytest.mark.parametrize(
    ("body", "note"),
    [
        (b"\x00", "the compressed certificate message ends too early"),
        (packed(1, 10, b"junk"), "the certificates do not unpack (zlib: error)"),
        (packed(7, 10, b"junk"), "the certificates are compressed by an unknown algorithm 7"),
        (packed(1, 10, zlib.compress(b"abc")), "the compressed certificates are not as large as announced"),
    ],
)
def test_what_does_not_unpack(body: bytes, note: str) -> None:
    notes: list[str] = []
    certificates.unpacked(body, notes)
    assert notes == [note]


@pytest.mark.parametrize(("algorithm", "word"), [(2, "brotli"), (3, "zstd")])
def test_a_library_that_is_not_there(algorithm: int, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("brotli", "zstandard", "compression"):
        monkeypatch.setitem(sys.modules, module, None)
    notes: list[str] = []
    assert certificates.unpacked(packed(algorithm, 10, b"junk"), notes) is None
    assert notes == [f"the certificates are compressed with {word}, which this Python cannot unpack"]


def test_libraries_that_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    class Process:
        def process(self, data: bytes, output_buffer_limit: int) -> bytes:
            return data[::-1][:output_buffer_limit]

        def stream_reader(self, data: bytes) -> Process:
            self.data = data
            return self

        def read(self, size: int) -> bytes:
            return self.data[::-1][:size]

    brotli, zstandard = ModuleType("brotli"), ModuleType("zstandard")
    brotli.Decompressor = Process  # type: ignore[attr-defined]
    zstandard.ZstdDecompressor = Process  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "brotli", brotli)
    monkeypatch.setitem(sys.modules, "zstandard", zstandard)
    monkeypatch.setitem(sys.modules, "compression", None)
    for algorithm in (2, 3):
        assert certificates.unpacked(packed(algorithm, 3, b"abc"), []) == b"cba"


CA = name((CN, 0x0C, b"Test, CA"))


def test_a_request() -> None:
    notes: list[str] = []
    tail = vector(2, vector(2, CA) + vector(2, b"junk"))
    body = vector(1, b"\x01\x40") + vector(2, pairs(0x0403, 0x0401)) + tail
    assert certificates.request(body, 0x0303, False, notes) == (
        (1, 64),
        (0x0403, 0x0401),
        ("CN=Test\\, CA", "#6a756e6b"),
    )
    assert certificates.request(vector(1, b"\x01") + tail, 0x0301, False, notes)[1] == ()
    assert notes == []


def test_a_request_of_tls13() -> None:
    notes: list[str] = []
    inside = (
        extension(13, vector(2, pairs(0x0804))) + extension(47, vector(2, vector(2, CA))) + extension(48, b"")
    )
    assert certificates.request(b"\0" + vector(2, inside), 0x0304, True, notes) == (
        (),
        (0x0804,),
        ("CN=Test\\, CA",),
    )
    assert notes == []


@pytest.mark.parametrize("body", [b"", b"\x01\x01\x00", b"\x01\x01\x00\x02\x04\x03"])
def test_a_request_that_is_cut(body: bytes) -> None:
    notes: list[str] = []
    assert certificates.request(body, 0x0303, False, notes) == ((), (), ())
    assert notes == ["the CertificateRequest ends too early"]


def test_a_list_of_authorities_that_is_cut() -> None:
    notes: list[str] = []
    body = vector(1, b"\x01") + vector(2, b"") + vector(2, vector(2, CA) + b"\x00\x50")
    assert certificates.request(body, 0x0303, False, notes)[2] == ("CN=Test\\, CA",)
    assert notes == ["the list of authorities ends in the middle of a name"]


@given(st.binary(max_size=60), st.booleans())
@settings(max_examples=100, deadline=None)
def test_any_bytes(body: bytes, tls13: bool) -> None:
    notes: list[str] = []
    certificates.chain(body, tls13, notes)
    certificates.request(body, 0x0303, tls13, notes)
    certificates.unpacked(body, notes)
    assert all(isinstance(note, str) for note in notes)
