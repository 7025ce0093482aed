"""Files packed in every way, whole, cut at every byte and damaged; standard input; what is no file."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import subprocess
import sys
import zlib
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from ssldiag.capture.decode import decode
from ssldiag.capture.limits import NotACapture
from ssldiag.capture.opened import Bytes, open_bytes, size_of
from tests.capture.files import pcap, pcapng
from tests.capture.makers import GOOD, SHORT, frames, spoken
from tests.capture.support import heard, member, nameless, read, told
from tests.capture.texts import comtrace

FRAMES = frames(spoken(GOOD))
PLAIN = heard(spoken(GOOD)).only
DATA = pcap(FRAMES)
SHORT_DATA = pcap(frames(spoken(SHORT)))

Pack = Callable[[bytes], bytes]
PACKS: dict[str, Pack] = {
    "gz": lambda data: gzip.compress(data, mtime=0),
    "xz": lzma.compress,
    "bz2": bz2.compress,
}


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS.keys())
def test_packed(pack: Pack) -> None:
    for data in (DATA, pcapng(FRAMES)):
        found = read(pack(data))
        assert found.only == PLAIN
        assert (found.file.problem, found.file.broken_at) == ("", None)
    trace = "\n".join(comtrace(FRAMES)).encode()
    assert told(read(pack(trace)).only) == told(PLAIN)


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS.keys())
def test_several_packed_parts_are_one_file(pack: Pack) -> None:
    found = read(pack(DATA[:700]) + pack(DATA[700:]))
    assert (found.only, found.file.problem) == (PLAIN, "")


def test_packed_twice() -> None:
    assert read(gzip.compress(gzip.compress(DATA))).only == PLAIN
    assert read(lzma.compress(gzip.compress(bz2.compress(DATA)))).only == PLAIN
    deep = DATA
    for _ in range(5):
        deep = gzip.compress(deep)
    assert read(deep).file.problem == "it is not a capture of a known kind"


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS.keys())
def test_cut_at_every_byte(pack: Pack) -> None:
    """What was unpacked before the end counts, and the place is said."""
    packed = pack(SHORT_DATA)
    before = 0
    for size in range(1, len(packed)):
        found = read(packed[:size])
        assert found.file.problem
        count = found.file.counts.packets
        assert before <= count <= 8
        before = count
    assert before > 4 or pack is not PACKS["gz"]


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS.keys())
def test_damaged_anywhere(pack: Pack) -> None:
    packed = pack(SHORT_DATA)
    for place in range(0, len(packed), 11):
        broken = bytearray(packed)
        broken[place] ^= 0x55
        found = read(bytes(broken))
        assert found.file.counts.packets <= 8
        if not found.file.problem:
            assert found.file.counts.packets == 8


def test_something_behind_what_is_packed() -> None:
    found = read(gzip.compress(DATA) + b"and some text")
    assert found.only == PLAIN
    assert found.file.problem == "something that is not packed follows the packed data"
    assert read(gzip.compress(DATA) + bytes(1000)).file.problem == ""


def test_a_bomb_is_unpacked_piece_by_piece() -> None:
    """Zeros without end behind the packets: read as far as they make sense."""
    engine = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = engine.compress(DATA) + engine.compress(bytes(200_000_000)) + engine.flush()
    assert len(bomb) < 300_000
    found = read(bomb)
    assert (found.only, found.file.problem) == (PLAIN, "zeros where a record should be")
    source = open_bytes(member(bomb))
    assert source.readinto(memoryview(bytearray(1 << 20))) == 1 << 20
    assert source.taken < len(bomb) // 2


def test_a_list_of_empty_parts_is_no_deep_recursion() -> None:
    found = read(gzip.compress(b"") * 20_000 + gzip.compress(DATA))
    assert found.only == PLAIN


def test_zstd() -> None:
    packed = bytes.fromhex("28b52ffd") + bytes(40)
    found = read(packed)
    assert found.handshakes == []
    known = sys.version_info >= (3, 14) or find_spec("zstandard") or find_spec("backports")
    told_so = "it is packed with zstd, which needs Python 3.14 or the package zstandard: unpack it first"
    assert found.file.problem == told_so or known
    assert found.file.problem


def test_standard_input(tmp_path: Path) -> None:
    program = (
        "from ssldiag.capture.decode import decode\n"
        "found = decode(['-'])\n"
        "for handshake in found: print(handshake.first_frame, handshake.version, len(handshake.messages))\n"
        "print(found.files[0].counts.packets, found.files[0].problem)\n"
    )
    for data in (DATA, gzip.compress(DATA), pcapng(FRAMES)):
        done = subprocess.run(
            [sys.executable, "-c", program], input=data, capture_output=True, check=True, timeout=60
        )
        assert done.stdout.decode() == f"1 771 {len(PLAIN.messages)}\n12 \n"


class Dripping(io.RawIOBase):
    """Gives a few bytes at a time, as a pipe may."""

    def __init__(self, data: bytes, size: int) -> None:
        self._data, self._size = data, size

    def readable(self) -> bool:
        return True

    def readinto(self, room: object) -> int:
        view = memoryview(room)  # type: ignore[arg-type]
        piece = self._data[: min(self._size, len(view))]
        view[: len(piece)] = piece
        self._data = self._data[len(piece) :]
        return len(piece)


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_bytes_that_drip(size: int) -> None:
    for data in (DATA, gzip.compress(DATA)):
        source = open_bytes("-", Dripping(data, size))  # type: ignore[arg-type]
        room = bytearray(len(DATA) + 10)
        assert source.readinto(memoryview(room)) == len(DATA)
        assert bytes(room[: len(DATA)]) == DATA
        assert source.damage == ""


class Failing(Dripping):
    """Breaks as a disk may."""

    def readinto(self, room: object) -> int:
        if not self._data:
            raise OSError(5, "Input/output error")
        return super().readinto(room)


def test_a_disk_that_fails() -> None:
    source = Bytes(Failing(DATA[:500], 100))  # type: ignore[arg-type]
    room = bytearray(1000)
    assert source.readinto(memoryview(room)) == 500
    assert source.damage == "Input/output error"


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    for path, reason in (
        (tmp_path / "gone", "No such file or directory"),
        (tmp_path, "Is a directory"),
        (tmp_path / "a\0b", "embedded null byte"),
    ):
        with pytest.raises(NotACapture, match=reason):
            open_bytes(str(path))
        found = decode([str(path)])
        assert list(found) == []
        assert found.files[0].problem == reason


def test_sizes(tmp_path: Path) -> None:
    path = tmp_path / "made.pcap"
    path.write_bytes(DATA)
    assert size_of(str(path)) == len(DATA)
    assert size_of(str(tmp_path / "gone")) is None
    assert size_of(str(tmp_path)) is None
    assert size_of(member(DATA)) == len(DATA)
    found = decode([str(path)])
    assert [nameless(handshake) for handshake in found] == [nameless(PLAIN)]
