"""Folders, archives and single files become snapshots; what cannot be taken in is told."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ssldiag.archive import Limits
from ssldiag.model import Snapshot
from ssldiag.snapshot import SnapshotError, open_snapshot
from ssldiag.text import lines
from tests.archive.makers import gzip_of, raw_zip, tar_block, tar_entry, tar_of, xz_of, zip_of

Pack = Callable[[dict[str, bytes]], bytes]

DTCPARMS = b":nick.TCPIP    :type.server\n               :class.stack\n"
CONSOLE = b"DTCRUN1046I Using 'server' definition (TCPIP) from file: SYSTEM DTCPARMS D1\n" * 50
FILES = {
    "SYSTEM.DTCPARMS": DTCPARMS,
    "logs/TCPIP.CONSOLE": CONSOLE,
    "logs/ebcdic.txt": "USER SSL LBYONLY 160M 256M G\n".encode("cp037"),
    "notes/README.md": b"# Notes\n",
}
KINDS = {
    "SYSTEM.DTCPARMS": "dtcparms",
    "logs/TCPIP.CONSOLE": "transcript",
    "logs/ebcdic.txt": "user_direct",
    "notes/README.md": "note",
}


def fill(root: Path, files: dict[str, bytes]) -> Path:
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


def kinds(snapshot: Snapshot) -> dict[str, str]:
    return {source.path: source.kind for source in snapshot.sources}


def reasons(snapshot: Snapshot) -> dict[str, str]:
    return {str(item.place): item.reason for item in snapshot.unreadable}


def test_a_folder(tmp_path: Path) -> None:
    snapshot = open_snapshot(fill(tmp_path / "host", FILES))
    assert (snapshot.name, kinds(snapshot), snapshot.unreadable) == ("host", KINDS, ())
    assert [source.path for source in snapshot.sources] == sorted(FILES)
    assert {source.path: source.read() for source in snapshot.sources} == FILES
    assert [source.encoding for source in snapshot.sources] == ["utf-8", "utf-8", "cp1047", "utf-8"]
    assert [source.path for source in snapshot.of_kind("transcript")] == ["logs/TCPIP.CONSOLE"]


@pytest.mark.parametrize(
    "pack",
    [
        zip_of,
        tar_of,
        lambda files: gzip_of(tar_of(files)),
        lambda files: xz_of(tar_of(files)),
    ],
)
@pytest.mark.parametrize("name", ["host.archive", "snapshot.dat", "x"])
def test_an_archive_is_told_by_content(tmp_path: Path, pack: Pack, name: str) -> None:
    fill(tmp_path, {name: pack(FILES)})
    snapshot = open_snapshot(tmp_path / name)
    assert (snapshot.name, kinds(snapshot), snapshot.unreadable) == (name, KINDS, ())
    assert {source.path: source.read() for source in snapshot.sources} == FILES
    assert list(tmp_path.iterdir()) == [tmp_path / name]
    assert len(list(lines(snapshot.sources[1]))) == 50


def test_a_single_file(tmp_path: Path) -> None:
    fill(tmp_path, {"TCPIP.CONSOLE": CONSOLE})
    snapshot = open_snapshot(tmp_path / "TCPIP.CONSOLE")
    assert (snapshot.name, kinds(snapshot)) == ("TCPIP.CONSOLE", {"TCPIP.CONSOLE": "transcript"})
    assert snapshot.sources[0].read() == CONSOLE


def test_an_empty_folder_and_an_empty_file(tmp_path: Path) -> None:
    assert open_snapshot(tmp_path) == Snapshot(tmp_path.name, ())
    fill(tmp_path, {"nothing": b""})
    assert kinds(open_snapshot(tmp_path / "nothing")) == {"nothing": "unknown"}


def test_mode_and_time(tmp_path: Path) -> None:
    fill(tmp_path, {"Database.sth": b"x" * 10, "a.tar": tar_of({"b": b""})})
    os.chmod(tmp_path / "Database.sth", 0o644)
    os.utime(tmp_path / "Database.sth", (1e9, 1e9))
    stash, member = open_snapshot(tmp_path).sources
    moment = datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)
    assert (stash.mode, stash.taken) == (0o644, moment)
    assert (member.path, member.mode, member.taken) == ("a.tar/b", 0o640, moment)
    (alone,) = open_snapshot(tmp_path / "Database.sth").sources
    assert (alone.mode, alone.taken) == (0o644, moment)


def test_archives_inside_a_folder_are_part_of_it(tmp_path: Path) -> None:
    archives: dict[str, Pack] = {
        "logs.zip": zip_of,
        "a.tgz": lambda files: gzip_of(tar_of(files)),
        "b": tar_of,
    }
    fill(tmp_path, {name: pack({"console.txt": CONSOLE}) for name, pack in archives.items()})
    snapshot = open_snapshot(tmp_path)
    assert kinds(snapshot) == {f"{name}/console.txt": "transcript" for name in sorted(archives)}
    assert {source.read() for source in snapshot.sources} == {CONSOLE}


@pytest.mark.parametrize("pack", [zip_of, tar_of, lambda files: gzip_of(tar_of(files))])
def test_archives_inside_an_archive(tmp_path: Path, pack: Pack) -> None:
    inner = zip_of({"console.txt": CONSOLE, "deeper.zip": zip_of({"x": b""})})
    fill(tmp_path, {"host": pack({"logs.zip": inner, "SYSTEM.DTCPARMS": DTCPARMS})})
    snapshot = open_snapshot(tmp_path / "host")
    assert kinds(snapshot) == {"SYSTEM.DTCPARMS": "dtcparms", "logs.zip/console.txt": "transcript"}
    assert list(reasons(snapshot)) == ["logs.zip/deeper.zip"]
    assert snapshot.sources[1].read() == CONSOLE


def test_a_large_archive_inside_an_archive_is_left_out(tmp_path: Path) -> None:
    fill(tmp_path, {"host": zip_of({"logs.zip": zip_of({"console.txt": CONSOLE})})})
    snapshot = open_snapshot(tmp_path / "host", Limits(held=100))
    assert reasons(snapshot) == {"logs.zip": "is an archive of 0 MiB inside another: unpack it first"}


def test_trouble_in_an_archive_inside_is_told_with_its_path(tmp_path: Path) -> None:
    cut = tar_entry(b"a", b"1") + tar_entry(b"b", b"2" * 5000)[:2000]
    fill(
        tmp_path,
        {
            "bad.zip": zip_of({"x": b""})[:-5],
            "cut.tar": cut,
            "links.tar": tar_block(b"l", kind=b"2", link=b"/etc/passwd") + bytes(1024),
            "ok": b"x",
        },
    )
    snapshot = open_snapshot(tmp_path)
    assert kinds(snapshot) == {"cut.tar/a": "unknown", "ok": "unknown"}
    assert reasons(snapshot) == {
        "bad.zip": "is cut short (the directory at its end is missing)",
        "cut.tar": "is cut short",
        "links.tar/l": "is a link that leads out of the archive",
    }


def test_packed_files_that_are_no_archives_stay_files(tmp_path: Path) -> None:
    fill(
        tmp_path,
        {"a.pcap.gz": gzip_of(b"\xd4\xc3\xb2\xa1" * 9), "b.docx": zip_of({"x": b""}), "c.xz": xz_of(b"x")},
    )
    assert kinds(open_snapshot(tmp_path)) == {"a.pcap.gz": "capture", "b.docx": "unknown", "c.xz": "unknown"}


def test_a_name_that_is_there_twice(tmp_path: Path) -> None:
    fill(tmp_path, {"x.tar": tar_entry(b"a", b"first") + tar_entry(b"./a", b"second") + bytes(1024)})
    snapshot = open_snapshot(tmp_path / "x.tar")
    assert [source.read() for source in snapshot.sources] == [b"first"]
    assert reasons(snapshot) == {"a": "is there twice; the first one is used"}


def test_bounds_go_over_a_folder_and_its_archives(tmp_path: Path) -> None:
    fill(tmp_path, {"a.zip": zip_of({"1": b"", "2": b"", "3": b""}), "b": b"", "c": b""})
    snapshot = open_snapshot(tmp_path, Limits(members=5))
    assert kinds(snapshot).keys() == {"a.zip/1", "a.zip/2", "a.zip/3", "b"}
    assert reasons(snapshot) == {".": "holds more than 5 files and folders; the rest is left out"}


def test_a_bomb_leaves_the_rest(tmp_path: Path) -> None:
    fill(
        tmp_path,
        {
            "a.zip": zip_of({"bomb": bytes(2_000_000), "good": b"x"}),
            "b.tgz": gzip_of(tar_of({"x": bytes(2_000_000)})),
        },
    )
    snapshot = open_snapshot(tmp_path, Limits(ratio_from=1_000_000))
    assert list(kinds(snapshot)) == ["a.zip/good"]
    bomb = "unpacks to more than 500 times its size"
    assert reasons(snapshot) == {"a.zip/bomb": bomb, "b.tgz": bomb}


def test_undecided_files_get_a_longer_look(tmp_path: Path) -> None:
    screens = b"nothing to see here\n" * 500
    fill(tmp_path, {"a": screens + CONSOLE, "b.zip": zip_of({"c": screens + CONSOLE})})
    assert set(kinds(open_snapshot(tmp_path)).values()) == {"transcript"}


def test_no_such_path(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError) as caught:
        open_snapshot(tmp_path / "missing")
    assert str(caught.value) == f"{tmp_path / 'missing'} does not exist."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"BZh91AY&SY", "is packed with bzip2, which is not supported: unpack it first"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "is packed with 7-Zip, which is not supported: unpack it first"),
        (b"\x28\xb5\x2f\xfd....", "is packed with zstd, which is not supported: unpack it first"),
        (gzip_of(CONSOLE), "is packed with gzip and holds no tar archive: unpack it first"),
        (xz_of(CONSOLE), "is packed with xz and holds no tar archive: unpack it first"),
        (zip_of(FILES)[:-30], "is cut short (the directory at its end is missing)"),
        (tar_of({"a": b"x" * 5000})[:2000], "is cut short"),
    ],
)
def test_what_gives_no_snapshot(tmp_path: Path, data: bytes, reason: str) -> None:
    fill(tmp_path, {"x.zip": data})
    with pytest.raises(SnapshotError) as caught:
        open_snapshot(tmp_path / "x.zip")
    assert str(caught.value) == f"{tmp_path / 'x.zip'} {reason}."


def test_an_archive_of_nothing_but_trouble_is_a_snapshot(tmp_path: Path) -> None:
    fill(tmp_path, {"x.zip": raw_zip(b"secret", b"x", flags=1)})
    assert reasons(open_snapshot(tmp_path / "x.zip")) == {"secret": "is encrypted"}


def test_devices_and_odd_paths(tmp_path: Path) -> None:
    for path in (Path("/dev/null"), Path("a\0b")):
        with pytest.raises(SnapshotError):
            open_snapshot(path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SnapshotError, match="is not a regular file"):
        open_snapshot(tmp_path / "pipe")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, {"secret": b"x", "open": DTCPARMS})
    opening = os.open

    def refuse(path: str, flags: int) -> int:
        if path.endswith("secret"):
            raise PermissionError(13, "Permission denied", path)
        return opening(path, flags)

    monkeypatch.setattr(os, "open", refuse)
    snapshot = open_snapshot(tmp_path)
    assert kinds(snapshot) == {"open": "dtcparms"}
    assert reasons(snapshot) == {"secret": "cannot be read: Permission denied"}
    with pytest.raises(SnapshotError, match="cannot be read: Permission denied"):
        open_snapshot(tmp_path / "secret")


def test_a_path_through_a_link(tmp_path: Path) -> None:
    fill(tmp_path / "host", FILES)
    (tmp_path / "latest").symlink_to("host")
    snapshot = open_snapshot(tmp_path / "latest")
    assert (snapshot.name, kinds(snapshot)) == ("host", KINDS)


def test_paths_are_relative_whatever_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "host", FILES)
    monkeypatch.chdir(tmp_path / "host")
    snapshot = open_snapshot(Path("."))
    assert (snapshot.name, kinds(snapshot)) == ("host", KINDS)
    monkeypatch.chdir("/")
    assert snapshot.sources[0].read() == DTCPARMS


def test_a_folder_of_2000_files(tmp_path: Path) -> None:
    for number in range(2_000):
        (tmp_path / f"L{number:05}.DIRECT").write_bytes(
            b"USER L%05d LBYONLY 160M 256M G\n  INCLUDE X\n" % number
        )
    snapshot = open_snapshot(tmp_path)
    assert {source.kind for source in snapshot.sources} == {"user_direct"}
    assert len(snapshot.sources) == 2_000


def test_real_material(shared: Path) -> None:
    snapshot = open_snapshot(shared / "real")
    assert kinds(snapshot) == {
        "README.md": "note",
        "zvm-bootcamp/LICENSE": "note",
        "zvm-bootcamp/TCPIP.CONSOLE": "transcript",
        "zvm-bootcamp/profile tcpip (xedit screen).txt": "profile_tcpip",
        "zvm-bootcamp/system dtcparms (xedit screen).txt": "dtcparms",
    }
    assert snapshot.unreadable == ()
    assert all(source.mode is not None and not source.mode & stat.S_IWOTH for source in snapshot.sources)
