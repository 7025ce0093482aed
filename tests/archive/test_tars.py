"""Tar archives, packed or not: members come out, bad names and damage are told, nothing runs away."""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.archive import ArchiveError, Budget, Entry, Item, Limits, format_of, holds_tar, members
from tests.archive.makers import (
    contents,
    gzip_of,
    items_of,
    opener_of,
    reasons,
    tar_block,
    tar_entry,
    tar_of,
    xz_of,
)

FILES = {
    "SYSTEM.DTCPARMS": b":nick.A :type.server\n",
    "logs/console.txt": b"DTCRUN1011I\n" * 1000,
    "empty": b"",
}
END = bytes(1024)

Pack = Callable[[bytes], bytes]


def plain(data: bytes) -> bytes:
    return data


@pytest.fixture(params=[plain, gzip_of, xz_of])
def pack(request: pytest.FixtureRequest) -> Pack:
    found: Pack = request.param
    return found


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_files_come_out(pack: Pack, form: int) -> None:
    items = items_of(pack(tar_of(FILES, form)))
    assert contents(items) == FILES
    assert contents(items) == FILES, "and a second time"
    assert reasons(items) == {}


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_long_names(pack: Pack, form: int) -> None:
    files = {"/".join(["folder" * 5] * 9) + "/x": b"1", "ü" * 120: b"2", "short": b"3"}
    assert contents(items_of(pack(tar_of(files, form)))) == files


def test_the_prefix_of_ustar() -> None:
    path = "p" * 90 + "/" + "n" * 60
    assert contents(items_of(tar_of({path: b"x"}, tarfile.USTAR_FORMAT))) == {path: b"x"}


def test_what_is_known_of_a_file() -> None:
    (entry,) = items_of(tar_of({"a/b": b"xyz"}))
    assert isinstance(entry, Entry)
    assert (entry.path, entry.size, entry.mode) == ("a/b", 3, 0o640)
    assert entry.taken == datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)


@pytest.mark.parametrize("mtime", [b"\xff" * 12, b"\x80" + b"\xff" * 11, b"99999999999"])
def test_times_that_no_calendar_has(mtime: bytes) -> None:
    (entry,) = items_of(tar_block(b"a", mtime=mtime) + END)
    assert isinstance(entry, Entry) and entry.taken is None


def test_members_that_are_not_kept_in_memory(pack: Pack) -> None:
    files = {name: name.encode() * 70_000 for name in "abcdef"}
    items = items_of(pack(tar_of(files)), Limits(held=150_000, held_member=80_000, ratio=100_000))
    assert contents(items) == files
    assert contents(items[::-1]) == files, "in the other order"
    entries = [item for item in items if isinstance(item, Entry)]
    with entries[4].opener() as one, entries[5].opener() as two:
        assert (one.read(3), two.read(3), one.read(), two.read()) == (
            b"eee",
            b"fff",
            b"e" * 69_997,
            b"f" * 69_997,
        )


def test_the_beginning_is_at_hand_where_opening_takes_long() -> None:
    items = items_of(gzip_of(tar_of({"a": b"x" * 100_000})), Limits(held=0))
    assert [item.head for item in items if isinstance(item, Entry)] == [b"x" * 65_536]


def test_several_packed_files_are_one() -> None:
    data = tar_of(FILES)
    assert contents(items_of(gzip_of(data[:700]) + gzip_of(data[700:]) + bytes(99))) == FILES
    assert contents(items_of(xz_of(data[:700]) + bytes(8) + xz_of(data[700:]))) == FILES


def test_too_many_packed_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssldiag.archive.chunks._PACKED_FILES", 10)
    with pytest.raises(ArchiveError, match="more than 10 packed files"):
        items_of(gzip_of(tar_of(FILES)) + gzip_of(b"") * 20)


@pytest.mark.parametrize("cut", [1, 5, 600, 2000])
def test_a_truncated_archive_gives_what_came_before(pack: Pack, cut: int) -> None:
    data = tar_entry(b"a", b"1" * 600) + tar_entry(b"b", bytes(range(256)) * 20)
    data = data[: -cut - 400] if pack is plain else pack(data)[: max(-cut, -100)]
    found, error = as_far_as_possible(data)
    assert error == "is cut short"
    assert contents(found) in ({"a": b"1" * 600}, {"a": b"1" * 600, "b": bytes(range(256)) * 20})


def as_far_as_possible(data: bytes, limits: Limits | None = None) -> tuple[list[Item], str]:
    found: list[Item] = []
    form = format_of(data[:512])
    assert form
    try:
        for item in members(form, opener_of(data), len(data), Budget(limits or Limits())):
            found.append(item)  # noqa: PERF402 (what came before an error counts)
    except ArchiveError as error:
        return found, str(error)
    return found, ""


def test_a_truncated_member_is_not_given_out() -> None:
    found, error = as_far_as_possible(tar_entry(b"a", b"1") + tar_entry(b"b", b"2" * 5000)[:2000])
    assert (list(contents(found)), error) == (["a"], "is cut short")


def test_a_wrong_check_value_of_gzip() -> None:
    data = gzip_of(tar_of(FILES))
    found, error = as_far_as_possible(data[:-8] + b"\0\0\0\0" + data[-4:])
    assert contents(found) == FILES
    assert error.startswith("is damaged (")


def test_damage_in_the_middle(pack: Pack) -> None:
    data = tar_entry(b"a", b"1") + b"\x01garbage" * 64 + tar_entry(b"b", b"2") + END
    found, error = as_far_as_possible(pack(data))
    assert contents(found) == {"a": b"1"}
    assert error == "is damaged at byte 1,024"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (b"../x", "has a name that leads out of the archive"),
        (b"a/../../x", "has a name that leads out of the archive"),
        (b"/etc/passwd", "has an absolute path for its name"),
        (b"C:\\x", "has an absolute path for its name"),
    ],
)
def test_names_that_lead_elsewhere(pack: Pack, name: bytes, reason: str) -> None:
    items = items_of(pack(tar_entry(name, b"x") + tar_entry(b"good", b"y") + END))
    assert reasons(items) == {name.decode(): reason}
    assert contents(items) == {"good": b"y"}


def pax(**records: str) -> bytes:
    data = b""
    for key, value in records.items():
        record = f" {key.replace('__', '.')}={value}\n".encode()
        length = len(record) + 2
        data += str(length if length < 100 else length + 1).encode() + record
    return tar_entry(b"header", data, b"x")


@pytest.mark.parametrize("name", ["../../x", "/x"])
def test_names_of_pax_headers_are_held_to_the_same(name: str) -> None:
    assert list(reasons(items_of(pax(path=name) + tar_entry(b"a", b"x") + END))) == [name]


def test_pax_records_go_for_one_member() -> None:
    data = pax(path="first", mtime="1000000000.5") + tar_entry(b"a", b"x") + tar_entry(b"b", b"y") + END
    items = items_of(data)
    assert list(contents(items)) == ["first", "b"]
    assert isinstance(items[0], Entry) and items[0].taken == datetime(
        2001, 9, 9, 1, 46, 40, 500_000, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "data", [b"11 path=x\n", b"9999 a=b\n", b"x path=y\n", b"5 a=b", b"-3 a=b\n", b"12 mtime=zz\n"]
)
def test_pax_headers_that_are_none(data: bytes) -> None:
    _, error = as_far_as_possible(tar_entry(b"h", data, b"x") + tar_entry(b"a", b"x"))
    assert error.startswith("is damaged (")


def test_a_pax_header_of_too_many_records() -> None:
    _, error = as_far_as_possible(tar_entry(b"h", b"6 a=b\n" * 201, b"x") + tar_entry(b"a", b"x"))
    assert error == "is damaged (a pax header that is none)"


def test_names_that_are_not_utf8() -> None:
    assert list(contents(items_of(tar_entry(b"caf\xe9", b"") + END))) == ["caf\\xe9"]


@pytest.mark.parametrize(
    ("kind", "link", "reason"),
    [
        (b"1", b"a", None),
        (b"1", b"../b", "is a link that leads out of the archive"),
        (b"2", b"../b", None),
        (b"2", b"../../b", "is a link that leads out of the archive"),
        (b"2", b"/etc/passwd", "is a link that leads out of the archive"),
        (b"3", b"", "is a device or a pipe, which are not read"),
        (b"4", b"", "is a device or a pipe, which are not read"),
        (b"6", b"", "is a device or a pipe, which are not read"),
        (b"5", b"", None),
        (b"Z", b"", "has a type that is not known ('Z')"),
    ],
)
def test_what_is_no_file(kind: bytes, link: bytes, reason: str | None) -> None:
    data = tar_block(b"f/x", kind=kind, link=link) + tar_entry(b"good", b"y") + END
    items = items_of(data)
    assert reasons(items) == ({} if reason is None else {"f/x": reason})
    assert contents(items) == {"good": b"y"}


def test_sparse_files() -> None:
    block = bytearray(tar_block(b"holes", 512, b"S"))
    block[482] = 1
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    data = bytes(block) + bytes(512) + b"x" * 512 + tar_entry(b"good", b"y") + END
    items = items_of(data)
    assert reasons(items) == {"holes": "is a sparse file, which is not read from a tar archive"}
    assert contents(items) == {"good": b"y"}
    assert list(reasons(items_of(pax(GNU__sparse__major="1") + tar_entry(b"a", b"x") + END))) == ["a"]


def test_numbers_too_large_for_octal() -> None:
    large = (0x80 << 88 | 10**9).to_bytes(12, "big")
    found, error = as_far_as_possible(tar_block(b"a", large))
    assert (found, error) == ([], "is cut short")


@pytest.mark.parametrize("size", [b"-0000000001", b"1_0", b"9", b"\xff" * 12, b"x"])
def test_sizes_that_are_no_numbers(size: bytes) -> None:
    _, error = as_far_as_possible(tar_block(b"a", size) + END)
    assert error == "is damaged (a number in a header is none)"


def test_an_enormous_extension_header() -> None:
    _, error = as_far_as_possible(tar_block(b"h", 2**30, b"x") + END)
    assert error == "is damaged (an extension header of 1,073,741,824 bytes)"


def test_extension_headers_without_end() -> None:
    _, error = as_far_as_possible(pax(path="a") * 100 + tar_entry(b"a", b"x"))
    assert error.startswith("is damaged at byte")


@pytest.mark.parametrize("packer", [gzip_of, xz_of])
def test_a_bomb(packer: Pack) -> None:
    data = packer(tar_entry(b"good", b"x") + tar_entry(b"bomb", bytes(5_000_000)) + END)
    found, error = as_far_as_possible(data, Limits(ratio_from=1_000_000))
    assert (list(contents(found)), error) == (["good"], "unpacks to more than 500 times its size")


def test_the_total_is_bounded() -> None:
    found, error = as_far_as_possible(tar_of({"a": b"x" * 600, "b": b"y" * 600}), Limits(total=1_000))
    assert (list(contents(found)), list(reasons(found)), error) == (["a"], ["b"], "")
    _, error = as_far_as_possible(gzip_of(tar_of({"a": b"x" * 600, "b": b"y" * 600})), Limits(total=1_000))
    assert error == "would bring what is read to more than 0 MiB"


def test_the_number_of_members_is_bounded() -> None:
    found, error = as_far_as_possible(tar_of({"a": b"", "b": b"", "c": b""}), Limits(members=2))
    assert list(contents(found)) == ["a", "b"]
    assert error == "holds more than 2 files and folders; the rest is left out"


def test_memory_of_xz_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssldiag.unpacking._XZ_MEMORY", 1_000)
    _, error = as_far_as_possible(xz_of(tar_of(FILES)))
    assert error.startswith("is damaged (Memory usage limit")


def test_what_holds_a_tar_archive() -> None:
    budget = Budget(Limits())
    assert holds_tar("gzip", opener_of(gzip_of(tar_of(FILES))), budget)
    assert holds_tar("tar", opener_of(tar_of(FILES)), budget)
    assert not holds_tar("gzip", opener_of(gzip_of(b"just a log\n" * 100)), budget)
    assert not holds_tar("gzip", opener_of(b"\x1f\x8b\x08garbage"), budget)
    assert not holds_tar("xz", opener_of(xz_of(b"")), budget)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_changed_byte_is_found_or_does_no_harm(data: st.DataObject) -> None:
    whole = bytearray(tar_of({"a": b"hello", "b/c": b"x" * 300, "n" * 200: b""}))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] = data.draw(st.integers(0, 255))
    if format_of(bytes(whole[:512])) == "tar":
        contents(as_far_as_possible(bytes(whole))[0])


KINDS = st.sampled_from([b"0", b"x", b"L", b"S", b"g", b"2"])
BLOCKS = st.builds(tar_block, st.binary(max_size=100), st.binary(max_size=12), KINDS)


@given(st.lists(st.one_of(st.binary(max_size=600), BLOCKS), max_size=6))
@settings(max_examples=100, deadline=None)
def test_any_blocks(blocks: list[bytes]) -> None:
    contents(as_far_as_possible(tar_block(b"a") + b"".join(blocks))[0])
