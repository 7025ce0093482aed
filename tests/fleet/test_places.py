"""What patterns name, on this machine and through fsspec."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fsspec.implementations.memory import MemoryFileSystem
from fsspec.registry import register_implementation

from ssldiag.fleet import places
from ssldiag.fleet.model import FleetError, Item


def touched(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "ascii")


def names(items: list[Item], folder: Path) -> list[str]:
    return [item.name.removeprefix(f"{folder}/") for item in items]


def test_captures_are_the_files_of_folders_and_patterns(tmp_path: Path) -> None:
    touched(tmp_path, "b/2.pcap", "b/1.pcap", "b/below/3.pcap", "b/.hidden", "a.pcap")
    assert names(places.captures(str(tmp_path / "b")), tmp_path) == ["b/1.pcap", "b/2.pcap", "b/below/3.pcap"]
    assert names(places.captures(str(tmp_path / "*" / "*.pcap")), tmp_path) == ["b/1.pcap", "b/2.pcap"]
    found = places.captures(str(tmp_path / "a.pcap"))[0]
    assert (found.size, found.folder) == (6, False)
    assert found.modified is not None and found.stamp


def test_a_name_with_signs_of_patterns_is_a_name(tmp_path: Path) -> None:
    touched(tmp_path, "[1].pcap", "1.pcap")
    assert names(places.captures(str(tmp_path / "[1].pcap")), tmp_path) == ["[1].pcap"]


def test_hosts_are_files_folders_and_what_folders_of_hosts_hold(tmp_path: Path) -> None:
    touched(
        tmp_path, "fleet/one/PROFILE.TCPIP", "fleet/two/sub/x", "fleet/three.zip", "single/A", "single/sub/B"
    )
    assert names(places.hosts(str(tmp_path / "fleet")), tmp_path) == [
        "fleet/one",
        "fleet/three.zip",
        "fleet/two",
    ]
    assert names(places.hosts(str(tmp_path / "single")), tmp_path) == ["single"]
    assert names(places.hosts(str(tmp_path / "fleet" / "three.zip")), tmp_path) == ["fleet/three.zip"]


def test_the_stamp_of_a_folder_changes_with_its_files(tmp_path: Path) -> None:
    touched(tmp_path, "host/A", "host/sub/B")
    before = places.hosts(str(tmp_path / "host"))[0]
    assert before.size == len("host/A") + len("host/sub/B")
    assert places.hosts(str(tmp_path / "host"))[0] == before
    (tmp_path / "host/sub/B").write_text("something longer than that", "ascii")
    assert places.hosts(str(tmp_path / "host"))[0].stamp != before.stamp


def test_nothing_of_that_name(tmp_path: Path) -> None:
    for pattern in (f"{tmp_path}/none*", f"zip://*.pcap::file://{tmp_path}/none.zip", "file:///none/*.pcap"):
        with pytest.raises(FleetError, match=r"nothing of that name|cannot be listed"):
            places.captures(pattern)


def test_an_unknown_kind_of_url() -> None:
    with pytest.raises(FleetError, match="cannot be listed"):
        places.captures("nosuchthing://bucket/*.pcap")


def test_what_an_archive_holds(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for name in ("in/1.pcap", "in/2.pcap", "in/note.txt"):
            archive.writestr(name, name)
    found = places.captures(f"zip://in/*.pcap::file://{tmp_path}/all.zip")
    assert [item.name for item in found] == [
        f"zip://in/{name}.pcap::file://{tmp_path}/all.zip" for name in (1, 2)
    ]
    assert [item.size for item in found] == [9, 9]


def test_local_urls_keep_their_protocol(tmp_path: Path) -> None:
    touched(tmp_path, "1.pcap")
    assert places.captures(f"file://{tmp_path}/*.pcap")[0].name == f"file:///{tmp_path}/1.pcap".replace(
        "////", "///"
    )


def test_more_than_can_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MAX_ITEMS", 2)
    touched(tmp_path, "1", "2", "3")
    with pytest.raises(FleetError, match="several runs"):
        places.captures(str(tmp_path))


class Hosted(MemoryFileSystem):  # type: ignore[misc]  # fsspec tells no types
    """Files of a host that paths do not name, as of ``sftp://``, in lists without sizes, as of ``http://``."""

    protocol = "hosted"

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        rest = path.partition("://")[2]
        return "/" + rest.partition("/")[2].rstrip("/") if rest else path.rstrip("/")

    def ls(self, path: str, detail: bool = True, **words: Any) -> Any:
        found = super().ls(path, detail=True, **words)
        named = [{**each, "size": None if each["type"] == "file" else 0} for each in found]
        return named if detail else [each["name"] for each in named]


@pytest.fixture
def hosted() -> Iterator[None]:
    register_implementation("hosted", Hosted, clobber=True)
    MemoryFileSystem().pipe({"/hosted/in/1.pcap": b"123", "/hosted/in/below/2.pcap": b"4567"})
    yield
    MemoryFileSystem().rm("/hosted", recursive=True)


@pytest.mark.parametrize("pattern", ["hosted/in", "hosted/in/", "hosted/*/**/*.pcap"])
def test_who_and_where_stays_in_names(hosted: None, pattern: str) -> None:
    found = places.captures(f"hosted://me@there:22/{pattern}")
    top = "hosted://me@there:22/hosted/in"
    assert [(item.name, item.size) for item in found] == [(f"{top}/1.pcap", 3), (f"{top}/below/2.pcap", 4)]


def test_a_folder_in_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for name in ("in/1.pcap", "in/below/2.pcap", "note.txt"):
            archive.writestr(name, name)
    chained = f"::file://{tmp_path}/all.zip"
    found = places.captures(f"zip://in{chained}")
    assert [item.name for item in found] == [f"zip://in/{name}.pcap{chained}" for name in ("1", "below/2")]


def test_a_password_in_a_url_is_refused(tmp_path: Path) -> None:
    """It would be in the name of every file."""
    with pytest.raises(FleetError, match=r"sftp://joe:\*\*\*@host/.*fsspec") as found:
        places.captures("sftp://joe:geheim@host/x/*.pcap")
    assert "geheim" not in str(found.value)
