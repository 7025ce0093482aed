"""Files appear whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from ssldiag.cli import output
from ssldiag.cli.exits import Stop


def failing() -> Iterator[str]:
    yield "half"
    raise ZeroDivisionError


def test_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    output.write(["a\n", "b\n"], None)
    output.write(["c\n"], Path("-"))
    assert capsys.readouterr().out == "a\nb\nc\n"


def test_a_new_file_and_one_that_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "r.txt"
    output.write(["é\n"], file)
    assert file.read_text("utf-8") == "é\n"
    file.chmod(0o640)
    output.write(["b"], file)
    assert file.read_text() == "b"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["r.txt"]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "r.txt"
    file.write_text("old")
    with pytest.raises(ZeroDivisionError):
        output.write(failing(), file)
    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["r.txt"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    output.write(["new"], tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_device_is_written_in_place() -> None:
    output.write(["x"], Path(os.devnull))
    assert Path(os.devnull).is_char_device()


def test_what_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "none" / "r.txt"
    with pytest.raises(Stop, match=r"none/r\.txt: cannot be written: No such file or directory"):
        output.write(["x"], file)


def test_a_surrogate_does_not_stop_the_output(tmp_path: Path) -> None:
    output.write(["\udc80"], tmp_path / "r.txt")
    assert (tmp_path / "r.txt").read_text() == "\\udc80"


def test_no_terminal_means_80_columns_and_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert output.columns(None) == 80
    assert output.columns(None, 0) == 0
    assert not output.colour(None, False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert output.colour(None, False)
    assert not output.colour(Path("x"), False)
    assert not output.colour(None, True)
