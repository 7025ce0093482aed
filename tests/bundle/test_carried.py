"""What a page carries is found again, whole, and never more than there is room for."""

from __future__ import annotations

from functools import partial
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.bundle import carried
from ssldiag.model import Source


def source(path: str, kind: str, size: int) -> Source:
    return Source(path, kind, "", size, partial(BytesIO, b"x" * size), "utf-8")


@given(st.binary(max_size=9_000), st.binary(max_size=50), st.binary(max_size=50))
@settings(max_examples=50, deadline=None)
def test_what_goes_in_comes_out(archive: bytes, before: bytes, after: bytes) -> None:
    block = "".join(carried.block(archive)).encode()
    assert carried.split(before + block + after) == (before + after, archive)


@given(st.binary(max_size=300))
@settings(max_examples=50, deadline=None)
def test_any_bytes_carry_something_or_nothing(data: bytes) -> None:
    for page in (data, carried.START.encode() + data, carried.START.encode() + data + carried.END.encode()):
        bare, archive = carried.split(page)
        assert archive is not None or bare == page


def test_a_page_without_an_archive_stays_as_it_is() -> None:
    page = b"<html>" + carried.START.encode() + b"no base64 at all!" + carried.END.encode()
    assert carried.split(page) == (page, None)


def test_settings_and_keys_come_first_and_notes_last() -> None:
    sources = [
        source("a.txt", "note", 1),
        source("log", "transcript", 9_000),
        source("small.log", "transcript", 10),
        source("x.kdb", "gskit_keydb", 500),
        source("PROFILE.TCPIP", "profile_tcpip", 5_000),
    ]
    ordered = [item.path for item in carried.order(sources)]
    assert ordered == ["PROFILE.TCPIP", "x.kdb", "small.log", "log", "a.txt"]


def test_room_is_kept() -> None:
    room = carried.Room(2_000)
    assert room.takes("even", BytesIO(b"a" * 1_000_000))
    left = room.left
    assert not room.takes("odd", BytesIO(bytes(range(256)) * 40_000))
    assert room.left == left
    assert not carried.Room(10).takes("nothing", BytesIO(b""))
