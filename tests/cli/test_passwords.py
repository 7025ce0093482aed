"""Where passwords come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssldiag.cli.exits import Stop
from ssldiag.cli.passwords import LARGEST, passwords


def test_none() -> None:
    assert passwords(None, None, False, {}) == ()


def test_file_then_environment(tmp_path: Path) -> None:
    file = tmp_path / "p"
    file.write_bytes(b"one\r\n\ntwo words\n")
    assert passwords(file, "P", False, {"P": "drei\udc80"}) == (b"one", b"two words", b"drei\x80")


def test_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "asked é")
    assert passwords(None, None, True, {}) == ("asked é".encode(),)


@pytest.mark.parametrize("variable", ["MISSING"])
def test_a_missing_variable(variable: str) -> None:
    with pytest.raises(Stop, match="there is no such environment variable"):
        passwords(None, variable, False, {})


def test_a_missing_or_huge_file(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="cannot be read: No such file"):
        passwords(tmp_path / "none", None, False, {})
    huge = tmp_path / "huge"
    huge.write_bytes(b"x" * (LARGEST + 1))
    with pytest.raises(Stop, match="so it holds no passwords"):
        passwords(huge, None, False, {})
