"""Whatever goes wrong is a sentence and an exit code."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from ssldiag.cli.exits import FAILED, INTERRUPTED, PIPE_CLOSED, USAGE, Stop, guarded, sentence


def outcome(error: BaseException, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    with pytest.raises(typer.Exit) as caught, guarded():
        raise error
    return caught.value.exit_code, capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "text"),
    [
        (Stop("no such thing", USAGE), 2, "ssldiag: no such thing\n"),
        (Stop("could not"), 3, "ssldiag: could not\n"),
        (Stop("\x1b[2J"), 3, "ssldiag: \\x1b[2J\n"),
        (PermissionError(13, "Permission denied", "/x"), 3, "ssldiag: /x: Permission denied\n"),
        (OSError("odd"), 3, "ssldiag: odd\n"),
        (MemoryError(), 3, "ssldiag: there is not enough memory for this\n"),
        (KeyboardInterrupt(), INTERRUPTED, "ssldiag: interrupted\n"),
        (typer.Abort(), INTERRUPTED, "ssldiag: interrupted\n"),
        (BrokenPipeError(), PIPE_CLOSED, ""),
    ],
)
def test_sentences(error: BaseException, code: int, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(error, capsys) == (code, text)


def test_our_own_faults_say_so_and_show_a_traceback_only_if_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSLDIAG_DEBUG", raising=False)
    code, text = outcome(ZeroDivisionError("x"), capsys)
    assert code == FAILED
    assert text.startswith(
        "ssldiag: this is a fault of ssldiag itself, please report it: ZeroDivisionError: x ("
    )
    assert text.count("\n") == 1 and "SSLDIAG_DEBUG=1" in text
    monkeypatch.setenv("SSLDIAG_DEBUG", "1")
    assert "Traceback" in outcome(ZeroDivisionError("x"), capsys)[1]


@pytest.mark.parametrize("error", [typer.Exit(1), typer.BadParameter("x")])
def test_usage_errors_and_exit_codes_pass(error: Exception) -> None:
    with pytest.raises(type(error)) as caught, guarded():
        raise error
    assert caught.value is error


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        (tmp_path / "x").open()
    assert sentence(caught.value) == (f"{tmp_path / 'x'}: No such file or directory", FAILED)
