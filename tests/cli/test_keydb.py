"""``ssldiag keydb`` as a user types it."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ssldiag.cli import app
from ssldiag.keydb.troubles import Word

SAMPLES = Path(__file__).parent.parent / "keydb" / "data"
NOW = "2026-11-22T12:00Z"


def run(*arguments: str, data: bytes | None = None, env: dict[str, str] | None = None) -> Any:
    return CliRunner().invoke(app, ["keydb", *arguments], input=data, env={"NO_COLOR": "1", **(env or {})})


def sample(name: str) -> str:
    return str(SAMPLES / name)


def test_list() -> None:
    done = run("list", sample("basic.kdb"))
    assert (done.exit_code, done.stderr) == (0, "")
    assert "TLSCERT1         personal  yes  yes      yes      2027-11-22" in done.stdout


def test_list_as_json_and_csv(tmp_path: Path) -> None:
    assert (
        json.loads(run("list", sample("basic.kdb"), "--format", "json").stdout)["schema"] == "ssldiag.keydb/1"
    )
    rows = csv.DictReader(io.StringIO(run("list", sample("basic.kdb"), "--format", "csv").stdout))
    assert [row["label"] for row in rows] == ["Example Root CA", "TLSCERT1"]
    target = tmp_path / "out.json"
    done = run("list", sample("basic.kdb"), "--format", "json", "-o", str(target))
    assert (done.exit_code, done.stdout) == (0, "")
    assert json.loads(target.read_text("utf-8"))["records"] == 2


def test_damage_is_exit_code_1() -> None:
    for name in ("corrupt.kdb", "truncated.kdb"):
        for command in ("list", "show", "check"):
            done = run(command, sample(name))
            assert (done.exit_code, done.stderr) == (1, "")


def test_standard_input() -> None:
    done = run("list", "-", data=(SAMPLES / "basic.kdb").read_bytes())
    assert done.exit_code == 0
    assert done.stdout.startswith("standard input: GSKit key database")


def test_show_one() -> None:
    done = run("show", sample("labels.kdb"), "--label", " lead ")
    assert done.exit_code == 0
    assert done.stdout.count("SHA-256") == 1
    assert "CN=zvm3.example.test,O=Example,C=DE" in done.stdout


def test_show_a_label_that_is_not_there() -> None:
    done = run("show", sample("labels.kdb"), "--label", "TLSCERT1")
    assert (done.exit_code, done.stdout) == (3, "")
    assert 'no entry has the label "TLSCERT1"; there is "tlscert1"' in done.stderr
    assert "there is" not in run("show", sample("labels.kdb"), "--label", "other").stderr


@pytest.mark.parametrize(
    ("name", "options", "code"),
    [
        ("basic.kdb", (), 0),
        ("expired.kdb", (), 1),
        ("expired.kdb", ("--fail-on", "never"), 0),
        ("expired.kdb", ("--now", "2026-09-01"), 0),
        ("expired.kdb", ("--now", "2026-09-01", "--fail-on", "warning"), 1),
        ("expired.kdb", ("--now", "2026-09-01", "--fail-on", "warning", "--days", "10"), 0),
        ("chain.kdb", (), 0),
        ("chain.kdb", ("--fail-on", "info"), 1),
        ("order.kdb", (), 1),
        ("requests.rdb", (), 0),
    ],
)
def test_check_exit_codes(name: str, options: tuple[str, ...], code: int) -> None:
    done = run("check", sample(name), *(("--now", NOW) if "--now" not in options else ()), *options)
    assert done.exit_code == code, done.stdout


def test_check_as_json() -> None:
    found = json.loads(run("check", sample("noca.kdb"), "--now", NOW, "--format", "json").stdout)
    assert [finding["word"] for finding in found["findings"]] == ["issuer_missing"]
    assert found["judged_at"] == "2026-11-22T12:00:00Z"


PKCS12 = "rc2_40.p12"


def test_a_password_in_each_way(tmp_path: Path) -> None:
    file = tmp_path / "passwords"
    file.write_bytes(b"wrong\r\nsecret12\r\n")
    ways: tuple[dict[str, Any], ...] = (
        {"options": ("--password-file", str(file))},
        {"options": ("--password-env", "P12_PASSWORD"), "env": {"P12_PASSWORD": "secret12"}},
        {"options": ("--password-prompt",), "data": b"secret12\n"},
    )
    for way in ways:
        done = run("list", sample(PKCS12), *way["options"], data=way.get("data"), env=way.get("env"))
        assert done.exit_code == 0, done.stderr
        assert "LEGACY CA" in done.stdout
        assert "secret12" not in done.stdout + done.stderr


def test_without_password() -> None:
    for command in ("list", "show", "check"):
        done = run(command, sample(PKCS12))
        assert done.exit_code == 3
        assert "needs a password (--password-file" in done.stderr
        assert "its certificates are encrypted" in done.stdout
        assert "nothing wrong" not in done.stdout
    assert 'private key "LEGACY"' in run("list", sample(PKCS12)).stdout  # this label is not encrypted


def test_wrong_password() -> None:
    done = run("list", sample(PKCS12), "--password-env", "P12_PASSWORD", env={"P12_PASSWORD": "no"})
    assert done.exit_code == 3
    assert "the password given does not open it" in done.stderr


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "empty"), (b"text\n", "no key database"), (b"7H\x03", "cut off after 3 bytes")],
)
def test_files_that_are_none(tmp_path: Path, content: bytes, why: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    for command in ("list", "show", "check"):
        done = run(command, str(file))
        assert (done.exit_code, done.stdout) == (3, "")
        assert done.stderr.startswith(f"ssldiag: {file}: ")
        assert why in done.stderr
        assert done.stderr.count("\n") == 1


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "missing", tmp_path):
        done = run("list", str(path))
        assert (done.exit_code, done.stdout) == (3, "")
        assert str(path) in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("list",),
        ("list", "x", "--format", "xml"),
        ("check", "x", "--days", "-1"),
        ("check", "x", "--now", "tomorrow"),
        ("list", "x", "--password", "secret"),
        ("list", "x", "--password-env", "SSLDIAG_NO_SUCH_VARIABLE"),
        ("nothing",),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_hostile_labels_do_not_reach_the_terminal(tmp_path: Path) -> None:
    """The label in DER and in the index, replaced by one of the same length."""
    evil = b"\x1b[2J\x9b\n\x7f\xff"
    content = (SAMPLES / "expired.kdb").read_bytes().replace(b"TLSCERT1", evil)
    file = tmp_path / "evil.kdb"
    file.write_bytes(content)
    for command in ("list", "show", "check"):
        done = run(command, str(file))
        assert "\\x1b[2J\\x9b\\x0a\\x7f" in done.stdout
        assert all(line.isprintable() for line in done.stdout.split("\n"))
    assert json.loads(run("list", str(file), "--format", "json").stdout)["entries"][1][
        "label"
    ] == evil.decode("latin-1")


def test_help_says_what_it_does() -> None:
    done = run("--help")
    assert done.exit_code == 0
    for command in ("list", "show", "check"):
        assert command in done.stdout


DOCS = Path(__file__).parent.parent.parent / "docs" / "keydb.md"
EXAMPLES = re.findall(r"```console\n\$ ssldiag keydb (.*)\n([^`]*)```", DOCS.read_text("utf-8"))


@pytest.mark.parametrize(("command", "expected"), EXAMPLES)
def test_examples_in_the_docs(
    root: Path, monkeypatch: pytest.MonkeyPatch, command: str, expected: str
) -> None:
    monkeypatch.chdir(root)
    assert run(*shlex.split(command)).stdout == expected


def test_the_docs_name_every_word_and_field() -> None:
    text = DOCS.read_text("utf-8")
    assert len(EXAMPLES) == 3
    document = json.loads(run("check", sample("basic.kdb"), "--format", "json").stdout)
    finding = json.loads(run("check", sample("noca.kdb"), "--format", "json").stdout)["findings"][0]
    fields = [
        *document,
        *document["entries"][0],
        *document["entries"][0]["chain"],
        *finding,
        *finding["gskit"][0],
    ]
    assert [word for word in [*fields, *Word] if f"`{word}`" not in text] == []
