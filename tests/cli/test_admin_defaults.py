"""The file of a user's defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssldiag.cli.admin_defaults import file, load, save


def test_saved_and_loaded(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    save(tmp_path, 1000, {"server": "SSL00002"})
    assert load(tmp_path, 1000) == {"server": "SSL00002"}
    assert file(tmp_path, 1000).stat().st_mode & 0o777 == 0o600
    assert load(tmp_path, 1001) == {}
    assert [path.name for path in (tmp_path / "run").iterdir()] == ["settings-1000.json"]
    save(tmp_path, 1000, {})
    assert load(tmp_path, 1000) == {}


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 4000, '{"server": 5}', "x" * 9000])
def test_files_that_hold_something_else(tmp_path: Path, text: str) -> None:
    (tmp_path / "run").mkdir()
    file(tmp_path, 1).write_text(text, "utf-8")
    assert load(tmp_path, 1) == {}


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "other").write_text('{"server": "SSL00001"}', "utf-8")
    file(tmp_path, 1).symlink_to(tmp_path / "other")
    assert load(tmp_path, 1) == {}
    save(tmp_path, 1, {"server": "SSL00002"})
    assert (tmp_path / "other").read_text("utf-8") == '{"server": "SSL00001"}'


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(OSError) as caught:
        save(tmp_path, 1, {})
    assert caught.value.filename == str(tmp_path / "run" / "settings-1.json")
