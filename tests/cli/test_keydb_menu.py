"""``ssldiag keydb menu FILE`` with a script on standard input."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ssldiag.cli import app
from ssldiag.keydb import store_file

ENV = {"NO_COLOR": "1", "DB_PASSWORD": "secret12"}
CREATE = ("1", "Database.p12", "secret12", "secret12")
CA = ("6", "1", "Root CA", "4", "", "CN=Root CA", "3650")


def run(*answers: str, words: tuple[str, ...] = ("menu", "Database.p12")) -> Any:
    script = "".join(f"{answer}\n" for answer in answers)
    return CliRunner().invoke(app, ["keydb", *words], input=script, env=ENV)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_script_makes_a_database(folder: Path) -> None:
    server = ("1", "1", "10", "1", "TLSCERT1", "4", "", "CN=zvm1", "zvm1.example", "", "")
    done = run(*CREATE, *CA, *server, "2", "3", "7", "2", "x.pem", "pw", "pw", "", "", "10", "0")
    assert done.exit_code == 0, done.output
    found = store_file.load(folder / "Database.p12", b"secret12")
    assert [one.label for one in found.records] == ["Root CA", "TLSCERT1"]
    assert found.default is found.records[1]
    for name in ("Database.p12", "Database.sth", "x.pem"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert "secret12" not in done.output
    assert "PRIVATE KEY" not in done.output
    assert b"ENCRYPTED PRIVATE KEY" in (folder / "x.pem").read_bytes()


def test_the_option_is_the_command() -> None:
    run(*CREATE, "0")
    one = run("secret12", "0", words=("--menu", "Database.p12"))
    two = run("secret12", "0")
    assert one.output == two.output
    assert "Database: Database.p12" in one.output


def test_the_password_may_come_from_elsewhere() -> None:
    run(*CREATE, "10", "0")
    for words in (("--stash",), ("--password-env", "DB_PASSWORD")):
        done = run("0", words=("menu", "Database.p12", *words))
        assert done.exit_code == 0
        assert "Key Management Menu" in done.output


def test_password_and_delete(folder: Path) -> None:
    run(*CREATE, "10", "0")
    done = run("wrong", "3", "Database.p12", "secret12", "other", "other", "0")
    assert done.exit_code == 1  # the first answer did not open it
    assert store_file.load(folder / "Database.p12", b"other").records == ()
    assert run("0", words=("menu", "Database.p12", "--stash")).exit_code == 0
    assert run("other", "", "5", "Database.p12", "other", "1", "0").exit_code == 0
    assert os.listdir(folder) == []


def test_a_refusal_is_exit_code_1() -> None:
    done = run(*CREATE, "99", "0")
    assert done.exit_code == 1
    assert "99 is not among the options." in done.output


def test_the_end_of_the_script() -> None:
    assert run().exit_code == 0
    assert run(*CREATE).exit_code == 0
    cut = run("1", words=("menu", "Other.p12"))
    assert cut.exit_code == 3
    assert "ended in the middle of a question" in cut.stderr


def test_a_line_that_is_too_long() -> None:
    assert run("x" * 5000).exit_code == 3


def test_labels_cannot_paint_the_terminal(folder: Path) -> None:
    done = run(*CREATE, "6", "1", "a\x1b[31m", "4", "", "CN=x", "", "0")
    assert done.exit_code == 1
    assert "\x1b" not in done.stdout.replace("a\x1b[31m", "")
