"""The program as a whole: its commands, its help, completion, and how it ends."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import import_module

import pytest
from typer.testing import CliRunner

from ssldiag import __version__
from ssldiag.cli import COMMANDS, app, load

RUNNER = CliRunner()


def program(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run ``python -m ssldiag`` as a user would."""
    return subprocess.run(
        [sys.executable, "-m", "ssldiag", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, **environ},
    )


def test_version() -> None:
    done = program("--version")
    assert (done.returncode, done.stdout) == (0, f"ssldiag {__version__}\n")


def test_help_lists_every_command_in_full() -> None:
    result = RUNNER.invoke(app, ["--help"])
    assert result.exit_code == 0
    for name, (_, line) in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(line)}$", result.stdout, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_loads_and_shows_help_without_completion_options(name: str) -> None:
    module = COMMANDS[name][0].partition(":")[0]
    try:
        import_module(module)
    except ModuleNotFoundError as error:
        if error.name == module:
            pytest.skip("this command is not there yet")
        raise
    assert load(name).name == name
    result = RUNNER.invoke(app, [name, "--help"])
    assert result.exit_code == 0
    assert f"Usage: ssldiag {name} " in result.stdout or f"Usage: root {name} " in result.stdout
    assert "completion" not in result.stdout


@pytest.mark.parametrize("words", [(), ("doctor",), ("explain",), ("rules",), ("keydb",), ("keydb", "list")])
def test_help_is_h_too(words: tuple[str, ...]) -> None:
    short, long = program(*words, "-h"), program(*words, "--help")
    assert short.returncode == 0, short.stderr
    assert short.stdout == long.stdout


def test_no_arguments_are_wrong_usage() -> None:
    assert program().returncode == 2


def test_a_misspelt_command_is_wrong_usage_with_a_hint() -> None:
    done = program("docter")
    assert done.returncode == 2
    assert "Did you mean 'doctor'?" in done.stderr


def test_a_misspelt_option_is_wrong_usage() -> None:
    done = program("doctor", "--colour", ".")
    assert done.returncode == 2
    assert "No such option" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "expected"),
    [("ssldiag do", "doctor"), ("ssldiag rules ZVM10", "ZVM101"), ("ssldiag doctor --format sar", "sarif")],
)
def test_completion(words: str, expected: str) -> None:
    done = program(
        _SSLDIAG_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(len(words.split()) - 1)
    )
    assert expected in done.stdout.split()


def test_completion_script_can_be_shown() -> None:
    done = program("--show-completion", "bash", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert done.returncode == 0
    assert "_SSLDIAG_COMPLETE=complete_bash" in done.stdout


def test_completion_can_be_installed(tmp_path: object) -> None:
    done = program(
        "--install-completion", "bash", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1", HOME=str(tmp_path)
    )
    assert done.returncode == 0
    assert "completion installed" in done.stdout


def test_a_reader_that_goes_away_is_no_event() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as stdout:
        done = subprocess.run(
            [sys.executable, "-m", "ssldiag", "rules", "--format", "json"],
            stdout=stdout,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs the device that is always full")
def test_a_full_disk_is_a_sentence() -> None:
    with open("/dev/full", "wb") as stdout:
        done = subprocess.run(
            [sys.executable, "-m", "ssldiag", "rules"],
            stdout=stdout,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert done.returncode == 3
    assert done.stderr == b"ssldiag: No space left on device\n"


def test_what_a_stream_cannot_show_is_written_by_number() -> None:
    done = program("rules", "ß", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 2
    assert "\\xdf" in done.stderr
