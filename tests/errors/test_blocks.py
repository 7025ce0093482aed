"""Streams into blocks: compressed, in any encoding, damaged, without line ends."""

from __future__ import annotations

import bz2
import gzip
import importlib.util
import io
import lzma
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.errors.blocks import BLOCK, HEAD, Unreadable, blocks

LINES = [f"line {number}: GSKit Error: 402" for number in range(5000)]
TEXT = "\n".join(LINES) + "\n"


def lines(data: bytes, size: int | None = None) -> list[str]:
    made = list(blocks(io.BytesIO(data), len(data) if size is None else size))
    assert all(block.endswith(b"\n") for block in made[:-1])
    return b"".join(made).decode("utf-8").split("\n")


@pytest.mark.parametrize("encoding", ["ascii", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp037"])
def test_encodings(encoding: str) -> None:
    found = lines(TEXT.encode(encoding))
    assert [line.lstrip("\ufeff") for line in found if line] == LINES


def test_card_images() -> None:
    cards = "".join(line.ljust(80) for line in LINES).encode("cp037")
    assert [line for line in lines(cards) if line] == LINES


def test_old_line_ends() -> None:
    assert [line for line in lines(TEXT.replace("\n", "\r").encode()) if line] == LINES
    assert [line.rstrip("\r") for line in lines(TEXT.replace("\n", "\r\n").encode()) if line] == LINES


@pytest.mark.parametrize("packed", [gzip.compress, bz2.compress, lzma.compress])
def test_compressed(packed: object) -> None:
    assert callable(packed)
    data = packed(TEXT.encode())
    assert [line for line in lines(data) if line] == LINES
    assert [line for line in lines(packed(TEXT.encode("utf-16"))) if line] == LINES
    with pytest.raises((Unreadable, EOFError)):
        list(blocks(io.BytesIO(data[: len(data) // 2])))


@pytest.mark.parametrize("magic", [b"\x1f\x8b", b"BZh9", b"\xfd7zXZ\0"])
def test_damaged(magic: bytes) -> None:
    with pytest.raises(Unreadable, match="damaged"):
        list(blocks(io.BytesIO(magic + b"nonsense" * 10)))


@pytest.mark.skipif(
    importlib.util.find_spec("zstandard") is not None or importlib.util.find_spec("compression") is not None,
    reason="this Python reads Zstandard",
)
def test_zstandard_needs_a_library() -> None:
    with pytest.raises(Unreadable, match="zstd -dc"):
        list(blocks(io.BytesIO(b"\x28\xb5\x2f\xfd" + b"\0" * 20)))


def test_a_line_without_end_is_cut() -> None:
    made = list(blocks(io.BytesIO(b"x" * (5 * BLOCK) + b"\nnext\n")))
    assert max(map(len, made)) <= 3 * BLOCK
    assert b"".join(made).endswith(b"\nnext\n")
    (only,) = blocks(io.BytesIO(b"x" * (5 * BLOCK)))
    assert len(only) <= 2 * BLOCK


def test_a_stream_that_gives_little_at_a_time() -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size, 1000) if size and size > 0 else 1000)

    made = b"".join(blocks(Slow(TEXT.encode())))
    assert made.decode() == TEXT


def test_empty_and_short() -> None:
    assert list(blocks(io.BytesIO(b""))) == []
    assert b"".join(blocks(io.BytesIO(b"no end"))) == b"no end"


def test_more_than_one_block() -> None:
    data = TEXT.encode() * 20
    assert len(data) > 2 * BLOCK > HEAD
    assert b"".join(blocks(io.BytesIO(data))) == data


@given(st.binary(max_size=3000))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_blocks_or_the_one_error(data: bytes) -> None:
    try:
        assert all(isinstance(block, bytes) for block in blocks(io.BytesIO(data), len(data)))
    except Unreadable as error:
        assert str(error)


def test_several_xz_files_are_one() -> None:
    data = lzma.compress(b"one\n") + bytes(8) + lzma.compress(b"two\n")
    assert lines(data) == ["one", "two", ""]
    assert lines(lzma.compress(b"one\n") + bytes(BLOCK)) == ["one", ""]
    with pytest.raises(Unreadable, match="damaged"):
        lines(lzma.compress(b"one\n") + b"rest")


def test_xz_that_wants_much_memory_gets_none() -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 28}]
    with pytest.raises(Unreadable, match="more than 128 MiB of memory"):
        lines(lzma.compress(TEXT.encode(), filters=filters))


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 200))
def test_any_xz_gives_lines_or_is_unreadable(junk: bytes, cut: int) -> None:
    data = lzma.compress(b"one\n" * 100)[:cut] + junk
    with suppress(Unreadable):
        assert all(blocks(io.BytesIO(data), len(data)))
