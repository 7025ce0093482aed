"""Collecting through ``ssh``: with Python there, without it, and where nobody may log in."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ssldiag.collect import remote
from tests.collect.fakes import machine

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without Python, behind an ssh that PATH finds."""
    programs = machine(tmp_path)
    monkeypatch.setenv("PATH", str(programs))
    return programs


def names(data: bytes) -> set[str]:
    """The files of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return set(archive.namelist())


def test_python_there_runs_the_collector(host: Path) -> None:
    (host / "python3").symlink_to(sys.executable)
    lines: list[str] = []
    data = remote.fetch("me@shop1", ("MYLIB",), 20, NOW, lines.append)
    assert {"products.txt", "QTVTELNET-101003.txt", "collected.json"} <= names(data)
    assert lines == []
    manifest = remote.manifest_of(data)
    assert any("'MYLIB'" in row["command"] for row in manifest["commands"])
    assert len((host.parent / "ssh.log").read_text().splitlines()) == 1
    assert remote.summary(data).startswith("8 of 16 files; not there: ptfs.txt")


def test_without_python_each_command_is_run_by_itself(host: Path) -> None:
    lines: list[str] = []
    data = remote.fetch("me@shop1", (), 20, NOW, lines.append)
    assert lines[0] == "no Python 3.9 there (code 127); one by one"
    assert {"products.txt", "QTVTELNET-101003.txt", "collected.json"} <= names(data)
    assert remote.manifest_of(data)["host"] == "shop1"
    assert len((host.parent / "ssh.log").read_text().splitlines()) > 10


def test_an_old_python_is_as_none(host: Path) -> None:
    (host / "python3").write_text("#!/bin/sh\necho 'SyntaxError: future feature' >&2\nexit 1\n")
    (host / "python3").chmod(0o755)
    lines: list[str] = []
    assert "products.txt" in names(remote.fetch("me@shop1", (), 20, NOW, lines.append))
    assert "SyntaxError" in lines[0]


def test_who_may_not_log_in_reads_what_ssh_says(host: Path) -> None:
    with pytest.raises(remote.RemoteError, match="nobody@nowhere: ssh: Permission denied"):
        remote.fetch("nobody@nowhere", (), 20, NOW, lambda line: None)


@pytest.mark.parametrize("name", ["-oProxyCommand=x", "", "a b", "x;y", "me@-x"])
def test_what_is_no_host_is_refused(name: str) -> None:
    with pytest.raises(remote.RemoteError):
        remote.checked(name)


@pytest.mark.parametrize("name", ["shop1", "me@shop1.example.com", "ME@192.0.2.1", "me@[2001:db8::1]"])
def test_hosts(name: str) -> None:
    assert remote.checked(name) == name


def test_a_file_is_added() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("collected.json", json.dumps({"files": ["a"], "missing": []}))
    data = remote.with_files(buffer.getvalue(), {"form.txt": b"x"})
    assert names(data) == {"collected.json", "form.txt"}
    assert remote.summary(data) == "1 of 1 files"


@pytest.mark.parametrize("data", [b"", b"PK\3\4", b"x" * 100])
def test_what_is_no_zip_has_no_manifest(data: bytes) -> None:
    assert remote.manifest_of(data) == {}
