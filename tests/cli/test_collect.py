"""``ssldiag collect`` through the runner: what it packs, doctor reads as it reads the files themselves."""

from __future__ import annotations

import json
import socket
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ssldiag.cli import app
from ssldiag.collect.pool import without_passwords
from tests.collect.fakes import CLEAN, machine

RUNNER = CliRunner()


def ssldiag(*words: str | Path) -> Any:
    """The program with these words."""
    return RUNNER.invoke(app, [*map(str, words)])


def examined(path: Path) -> Any:
    """What doctor says, as JSON."""
    done = ssldiag("doctor", path, "--format", "json", "--now", "2026-11-22T12:00:00Z")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The clean sample's host, on PATH."""
    programs = machine(tmp_path)
    monkeypatch.setenv("PATH", str(programs))
    return programs


@pytest.mark.parametrize("where", [(), ("--host", "me@shop1")], ids=["here", "there"])
def test_doctor_finds_in_the_zip_what_it_finds_in_the_sample(
    host: Path, tmp_path: Path, where: tuple[str, ...]
) -> None:
    target = tmp_path / "shop1.zip"
    done = ssldiag("collect", "ibmi", "-o", target, "--form", CLEAN / "settings.txt", *where)
    assert (done.exit_code, done.stdout) == (0, "")
    assert f"wrote {target}: 8 of 16 files; not there: ptfs.txt" in done.stderr
    packed, sample = examined(target), examined(CLEAN)
    assert packed["findings"] == sample["findings"]
    assert packed["passed"] == sample["passed"]
    assert [item["code"] for item in packed["skipped"]] == [item["code"] for item in sample["skipped"]]
    assert packed["unreadable"] == []


def test_a_fault_of_the_host_is_found_in_the_zip(host: Path, tmp_path: Path) -> None:
    answer = tmp_path / "answers" / "certificates"
    text = answer.read_text("utf-8")
    assert text.count("2027-11-22") == 1
    answer.write_text(text.replace("2027-11-22", "2026-11-20"), "utf-8")
    target = tmp_path / "shop1.zip"
    assert ssldiag("collect", "ibmi", "-q", "-o", target).exit_code == 0
    done = ssldiag("doctor", target, "--format", "json", "--now", "2026-11-22T12:00:00Z")
    assert done.exit_code == 1
    found = [item["evidence"][0]["file"] for item in json.loads(done.stdout)["findings"]]
    assert "certificates.txt" in found


def test_a_dry_run_runs_nothing(host: Path, tmp_path: Path) -> None:
    done = ssldiag("collect", "ibmi", "--dry-run", "--host", "me@shop1", "--lib", "mylib")
    assert done.exit_code == 0
    assert "DSPOBJD OBJ(MYLIB/QYPSVLDL)" in done.stdout
    assert not (tmp_path / "ssh.log").exists()


def test_wrong_use_is_told(host: Path, tmp_path: Path) -> None:
    assert ssldiag("collect", "ibmi").exit_code == 2
    assert ssldiag("collect", "ibmi", "-o", tmp_path / "x.zip", "--host", "-oX=y").exit_code == 2
    assert ssldiag("collect", "ibmi", "-o", tmp_path / "x.zip", "--lib", "A'B").exit_code == 2
    refused = ssldiag("collect", "ibmi", "-o", tmp_path / "x.zip", "--host", "nobody@nowhere")
    assert (refused.exit_code, "Permission denied" in refused.stderr) == (3, True)
    other = ssldiag("collect", "zos", "-o", tmp_path / "x.zip")
    assert (other.exit_code, "No such command" in other.stderr) == (2, True)
    assert not (tmp_path / "x.zip").exists()


def test_here_is_no_ibm_i(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = ssldiag("collect", "ibmi", "-q", "-o", tmp_path / "x.zip")
    assert (done.exit_code, "is this an IBM i?" in done.stderr) == (3, True)
    assert not (tmp_path / "x.zip").exists()


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder with a short path: sockets' names are at most 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="sp") as name:
        yield Path(name)


def test_a_running_pool_is_packed_without_keys(short: Path) -> None:
    folder, target = short / "p", short / "pool.zip"
    assert ssldiag("pool", "init", folder, "--apps", "echo", "--servers", "1").exit_code == 0
    down = ssldiag("collect", "pool", folder, "-o", target)
    assert (down.exit_code, target.exists()) == (3, False)
    (folder / "extra.pem").write_text("-----BEGIN PRIVATE KEY-----\n")
    with answering(folder):
        done = ssldiag("collect", "pool", folder, "-o", target)
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(target) as archive:
        names = set(archive.namelist())
        content = b"".join(archive.read(name) for name in names)
        manifest = json.loads(archive.read("collected.json"))
    assert {"PROFILE.TCPIP", "USER.DIRECT", "TCPIP.DATA", "pool.toml", "status.json"} <= names
    assert not any(name.endswith((".p12", ".sth")) or name.startswith("run/") for name in names)
    assert "extra.pem" not in names
    assert b"PRIVATE KEY" not in content
    reasons = {item["file"]: item["reason"] for item in manifest["left_out"]}
    assert reasons["extra.pem"] == "a private key is in it"
    assert reasons["bfs/VMSYS/GSKADMIN/Database.p12"] == "keys, secrets or packets"
    listed = ssldiag("collect", "pool", folder, "--dry-run")
    assert "goes in                   PROFILE.TCPIP" in listed.stdout
    assert ssldiag("collect", "pool", short / "none", "-o", target).exit_code == 2


@contextmanager
def answering(folder: Path) -> Iterator[None]:
    """A stack that answers one question."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(folder / "run" / "admin.sock"))
    server.listen(1)

    def answer() -> None:
        client, _ = server.accept()
        with client, client.makefile("rwb") as stream:
            stream.readline()
            stream.write(b'{"exit": 0, "lines": [], "document": {"servers": []}}\n')

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join(5)
        server.close()


def test_passwords_of_a_directory_stay_out() -> None:
    text = b"USER TCPIP GEHEIM1 128M 256M ABG\n  LINK TCPMAINT 0591 0591 RR\n\xff\n"
    found = without_passwords(text)
    assert b"GEHEIM1" not in found
    assert (len(found), found.count(b"\n")) == (len(text), 3)
    assert b"LINK TCPMAINT 0591 0591 RR" in found
