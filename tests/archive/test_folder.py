"""Folders: files come in the order of their paths; links and devices do not lead out or hang."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from ssldiag.archive import ArchiveError, Budget, Item, Limits, open_file, walk
from tests.archive.makers import contents, reasons


def walked(root: Path, limits: Limits | None = None) -> list[Item]:
    return list(walk(os.path.realpath(root), Budget(limits or Limits())))


def fill(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(path.encode())


def test_files_in_order(tmp_path: Path) -> None:
    fill(tmp_path, "b", "a/c", "a/b/c", "Z")
    found = contents(walked(tmp_path))
    assert list(found) == ["Z", "a/b/c", "a/c", "b"]
    assert found["a/b/c"] == b"a/b/c"


def test_folders_of_version_control_are_passed_over(tmp_path: Path) -> None:
    fill(tmp_path, ".git/config", "a/.svn/x", ".profile", "a/b")
    assert list(contents(walked(tmp_path))) == [".profile", "a/b"]


def test_links(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    fill(outside, "secret")
    root = tmp_path / "root"
    fill(root, "a/file")
    links = {
        "out": outside / "secret",
        "out-folder": outside,
        "a/up": Path("../../outside/secret"),
        "in": Path("a/file"),
        "in-folder": Path("a"),
        "round": Path("round"),
        "nothing": Path("a/missing"),
        "self": Path("."),
    }
    for name, target in links.items():
        (root / name).symlink_to(target)
    found = walked(root)
    assert list(contents(found)) == ["a/file"]
    assert reasons(found) == {
        "a/up": "is a link that leads out of the folder",
        "nothing": "is a link to nothing",
        "out": "is a link that leads out of the folder",
        "out-folder": "is a link that leads out of the folder",
        "round": "is a link to nothing",
    }


def test_a_folder_whose_name_begins_alike_is_outside(tmp_path: Path) -> None:
    fill(tmp_path, "root/a", "root-other/secret")
    (tmp_path / "root" / "link").symlink_to("../root-other/secret")
    assert list(reasons(walked(tmp_path / "root"))) == ["link"]


def test_devices_pipes_and_sockets_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        here = os.open(".", os.O_RDONLY)
        os.chdir(tmp_path)  # the path of a socket has at most 107 characters
        try:
            listener.bind("socket")
        finally:
            os.fchdir(here)
            os.close(here)
        assert set(reasons(walked(tmp_path))) == {"pipe"}


def test_a_file_that_became_a_pipe_or_a_link_does_not_hang(tmp_path: Path) -> None:
    fill(tmp_path, "a", "b")
    (tmp_path / "a").unlink()
    os.mkfifo(tmp_path / "a")
    with pytest.raises(ArchiveError, match="is not a regular file"):
        open_file(str(tmp_path / "a"))
    (tmp_path / "link").symlink_to("b")
    with pytest.raises(OSError, match="symbolic links"):
        open_file(str(tmp_path / "link"))


def test_depth_is_bounded(tmp_path: Path) -> None:
    fill(tmp_path, "1/2/3/4/deep", "1/2/3/here")
    found = walked(tmp_path, Limits(depth=3))
    assert list(contents(found)) == ["1/2/3/here"]
    assert reasons(found) == {"1/2/3/4": "lies more than 3 folders deep"}


def test_the_number_is_bounded(tmp_path: Path) -> None:
    fill(tmp_path, *(f"file{number}" for number in range(10)))
    found = walked(tmp_path, Limits(members=4))
    assert list(contents(found)) == ["file0", "file1", "file2", "file3"] or len(contents(found)) == 4
    assert reasons(found) == {".": "holds more than 4 files and folders; the rest is left out"}


def test_the_total_is_bounded_and_sparse_files_count_in_full(tmp_path: Path) -> None:
    fill(tmp_path, "a", "z")
    with (tmp_path / "sparse").open("wb") as stream:
        stream.truncate(10 * 1024**3)
    found = walked(tmp_path)
    assert list(contents(found)) == ["a", "z"]
    assert reasons(found) == {"sparse": "would bring what is read to more than 4,096 MiB"}


def test_a_folder_that_may_not_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "a/b", "c")
    listing = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("/a"):
            raise PermissionError(13, "Permission denied", path)
        return listing(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = walked(tmp_path)
    assert list(contents(found)) == ["c"]
    assert reasons(found) == {"a": "cannot be read: Permission denied"}


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"caf\xe9")).write_bytes(b"x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names alone")
    assert contents(walked(tmp_path)) == {"caf\\xe9": b"x"}
