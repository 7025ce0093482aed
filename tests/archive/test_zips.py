"""Zip archives: what they hold comes out, and whatever is wrong with one member leaves the others alone."""

from __future__ import annotations

import contextlib
import io
import random
import stat
import struct
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.archive import ArchiveError, Entry, Limits
from tests.archive.makers import contents, items_of, opener_of, raw_zip, reasons, zip_of

FILES = {
    "SYSTEM.DTCPARMS": b":nick.A :type.server\n",
    "logs/console.txt": b"DTCRUN1011I\n" * 1000,
    "empty": b"",
}


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_files_come_out(packing: int) -> None:
    items = items_of(zip_of(FILES, packing))
    assert contents(items) == FILES
    assert contents(items) == FILES, "and a second time"
    assert reasons(items) == {}


def test_what_is_known_of_a_file() -> None:
    (entry,) = items_of(zip_of({"a/b": b"xyz"}))
    assert isinstance(entry, Entry)
    assert (entry.path, entry.size, entry.taken) == ("a/b", 3, datetime(2026, 11, 22, 12, 30, 2, tzinfo=UTC))
    assert entry.mode == 0o600


def test_exact_times_and_no_times() -> None:
    exact = struct.pack("<HHBl", 0x5455, 5, 1, 1_000_000_000)
    (entry,) = items_of(raw_zip(b"a", b"x", extra=exact))
    assert isinstance(entry, Entry) and entry.taken == datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)
    assert entry.mode is None
    data = bytearray(raw_zip(b"a", b"x"))
    at = data.find(b"PK\x01\x02") + 14
    data[at : at + 2] = b"\0\0"  # month 0
    (entry,) = items_of(bytes(data))
    assert isinstance(entry, Entry) and entry.taken is None


def test_an_empty_archive() -> None:
    assert items_of(zip_of({})) == []


def test_an_archive_behind_something_else() -> None:
    junk = b"PK\x03\x04" + b"#!/bin/sh\n" * 10
    assert contents(items_of(junk + zip_of(FILES))) == FILES


def test_a_comment_after_the_directory() -> None:
    data = zip_of(FILES)
    assert contents(items_of(data[:-2] + struct.pack("<H", 5) + b"hello")) == FILES


def test_zip64() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        with archive.open("big", "w", force_zip64=True) as stream:
            stream.write(b"x" * 1000)
        archive.comment = b""
    assert contents(items_of(buffer.getvalue())) == {"big": b"x" * 1000}
    wide = struct.pack("<HHQ", 1, 8, 0)
    assert contents(items_of(raw_zip(b"a", b"x", extra=wide, offset=0xFFFFFFFF))) == {"a": b"x"}


def test_the_zip64_directory() -> None:
    data = zip_of(FILES)
    end = len(data) - 22
    count, length, offset = struct.unpack_from("<HLL", data, end + 10)
    wide = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, length, offset)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    short = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    assert contents(items_of(data[:end] + wide + locator + short)) == FILES


def test_encrypted_members() -> None:
    assert reasons(items_of(raw_zip(b"secret", b"x", flags=1))) == {"secret": "is encrypted"}


def test_other_packing_methods() -> None:
    items = items_of(zip_of({"a": b"x" * 100}, zipfile.ZIP_BZIP2))
    assert reasons(items) == {"a": "is packed by a method that is not supported (12)"}


def test_a_wrong_check_value() -> None:
    items = items_of(raw_zip(b"a", b"hello", crc=1))
    assert reasons(items) == {"a": "is damaged (its check value is wrong)"}


@pytest.mark.parametrize(
    ("size", "reason"),
    [(4, "is damaged (larger than its archive says)"), (6, "is damaged (its check value is wrong)")],
)
@pytest.mark.parametrize("method", [0, 8])
def test_a_wrong_size(size: int, reason: str, method: int) -> None:
    assert reasons(items_of(raw_zip(b"a", b"hello", size=size, method=method))) == {"a": reason}


def test_damage_in_a_large_member_shows_when_it_is_read() -> None:
    limits = Limits(held_member=10)
    (entry,) = items_of(raw_zip(b"a", b"hello" * 10, crc=1), limits)
    assert isinstance(entry, Entry)
    with entry.opener() as stream, pytest.raises(ArchiveError, match="check value"):
        stream.read()


def test_damaged_packed_bytes() -> None:
    data = bytearray(zip_of({"a": b"hello world " * 50, "b": b"fine"}))
    data[35:45] = b"\xff" * 10
    items = items_of(bytes(data))
    assert contents(items) == {"b": b"fine"}
    assert reasons(items)["a"].startswith("is damaged (")


def test_a_bomb() -> None:
    limits = Limits(ratio_from=1_000_000)
    items = items_of(zip_of({"bomb": b"\0" * 2_000_000, "good": b"x"}), limits)
    assert contents(items) == {"good": b"x"}
    assert reasons(items) == {"bomb": "unpacks to more than 500 times its size"}


def test_a_bomb_that_lies_about_its_size() -> None:
    items = items_of(raw_zip(b"bomb", b"\0" * 2_000_000, size=100), Limits(ratio_from=1_000_000))
    assert reasons(items) == {"bomb": "is damaged (larger than its archive says)"}


def overlapping(count: int, data: bytes) -> bytes:
    """Many members that share the packed bytes of one."""
    one = raw_zip(b"a", data)
    start = one.find(b"PK\x01\x02")
    record = one[start:-22]
    records = [record[:46] + bytes([97 + number]) for number in range(count)]
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, sum(map(len, records)), start, 0)
    return one[:start] + b"".join(records) + end


def test_a_bomb_of_overlapping_members() -> None:
    limits = Limits(ratio_from=1_000, ratio=3)
    items = items_of(overlapping(20, random.Random(1).randbytes(1_024)), limits)
    assert 1 <= len(contents(items)) < 10
    assert set(reasons(items).values()) == {"unpacks to more than 3 times its size"}


def test_the_total_is_bounded() -> None:
    items = items_of(zip_of({"a": b"x" * 600, "b": b"y" * 600, "c": b"z" * 300}), Limits(total=1_000))
    assert set(contents(items)) == {"a", "c"}
    assert reasons(items) == {"b": "would bring what is read to more than 0 MiB"}


def test_the_number_of_members_is_bounded() -> None:
    with pytest.raises(ArchiveError, match="holds more than 2 files and folders"):
        items_of(zip_of({"a": b"", "b": b"", "c": b""}), Limits(members=2))


def test_a_directory_that_is_larger_than_its_members_may_be() -> None:
    with pytest.raises(ArchiveError, match="holds more than 2 files"):
        items_of(zip_of({f"{number:0100}": b"" for number in range(20)}), Limits(members=2))


def test_depth_is_bounded() -> None:
    path = "/".join("abcd")
    assert contents(items_of(zip_of({path: b""}), Limits(depth=3))) == {path: b""}
    assert reasons(items_of(zip_of({path: b""}), Limits(depth=2))) == {path: "lies more than 2 folders deep"}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (b"../x", "has a name that leads out of the archive"),
        (b"a/../../x", "has a name that leads out of the archive"),
        (b"..\\x", "has a name that leads out of the archive"),
        (b"a/..\\..\\x", "has a name that leads out of the archive"),
        (b"/etc/passwd", "has an absolute path for its name"),
        (b"C:/x", "has an absolute path for its name"),
        (b"C:\\x", "has an absolute path for its name"),
        (b"\\\\host\\share\\x", "has an absolute path for its name"),
        (b"a\0b", "has a NUL character in its name"),
        (b"", "has a name that is empty or too long"),
        (b"./.", "has a name that is empty or too long"),
        (b"x" * 5000, "has a name that is empty or too long"),
    ],
)
def test_names_that_lead_elsewhere(name: bytes, reason: str) -> None:
    assert list(reasons(items_of(raw_zip(name, b"x"))).values()) == [reason]


@pytest.mark.parametrize(
    ("name", "flags", "path"),
    [
        ("Größe".encode(), 0x0800, "Größe"),
        ("Größe".encode(), 0, "Größe"),
        (b"Gr\x94\xe1e", 0, "Größe"),
        (b"caf\xe9", 0x0800, "caf\\xe9"),
        (b"./a//b", 0, "a/b"),
        (b"logs\\console.txt", 0, "logs/console.txt"),
    ],
)
def test_names(name: bytes, flags: int, path: str) -> None:
    assert contents(items_of(raw_zip(name, b"x", flags=flags))) == {path: b"x"}


def test_folders_of_version_control_are_passed_over() -> None:
    files = {"a/.git/config": b"", "__MACOSX/._a": b"", ".gitignore": b"x"}
    assert contents(items_of(zip_of(files))) == {".gitignore": b"x"}


def link(name: bytes, target: bytes) -> bytes:
    return raw_zip(name, target, attributes=(stat.S_IFLNK | 0o777) << 16)


def test_links() -> None:
    assert items_of(link(b"a/link", b"../b")) == []
    out = {"a/link": "is a link that leads out of the archive"}
    assert reasons(items_of(link(b"a/link", b"../../b"))) == out
    assert reasons(items_of(link(b"a/link", b"/etc/passwd"))) == out


@pytest.mark.parametrize("cut", [10, 40, 100])
def test_a_truncated_archive(cut: int) -> None:
    with pytest.raises(ArchiveError, match="is cut short"):
        items_of(zip_of(FILES)[:-cut])


def test_members_that_are_not_where_the_directory_says() -> None:
    assert reasons(items_of(raw_zip(b"a", b"hello", offset=3)))["a"].startswith("is damaged (")
    outside = reasons(items_of(raw_zip(b"a", b"hello", offset=10**9)))
    assert outside == {"a": "is damaged (it is said to lie outside its archive)"}


def test_one_member_of_each_kind_of_trouble_leaves_the_rest() -> None:
    data = zip_of({"good": b"fine", "../bad": b"x", "also good": b"fine too"})
    items = items_of(data)
    assert contents(items) == {"good": b"fine", "also good": b"fine too"}
    assert list(reasons(items)) == ["../bad"]


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_a_changed_byte_is_found_or_does_no_harm(data: st.DataObject) -> None:
    whole = bytearray(zip_of({"a": b"hello", "b/c": b"x" * 300}))
    at = data.draw(st.integers(4, len(whole) - 1))
    whole[at] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ArchiveError):
        for item in items_of(bytes(whole)):
            if isinstance(item, Entry):
                with item.opener() as stream:
                    assert len(stream.read()) == item.size


@given(st.binary(max_size=200), st.booleans())
@settings(max_examples=100, deadline=None)
def test_any_bytes(data: bytes, with_end: bool) -> None:
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(data), 4, 0) if with_end else b""
    try:
        contents(items_of(b"PK\x03\x04" + data + end))
    except ArchiveError as error:
        assert str(error)


def test_openers_are_independent() -> None:
    (entry,) = items_of(zip_of({"a": b"0123456789"}))
    assert isinstance(entry, Entry)
    with entry.opener() as one, entry.opener() as two:
        assert (one.read(4), two.read(2), one.read(3), two.read()) == (b"0123", b"01", b"456", b"23456789")
    assert opener_of(b"x")().read() == b"x"
