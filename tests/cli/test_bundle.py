"""``ssldiag bundle`` as a user meets it: made, listed, checked, compared, turned back, examined."""

from __future__ import annotations

import errno
import json
import os
import shutil
import zipfile
from pathlib import Path
from typing import TextIO

import pytest
from typer.testing import CliRunner, Result

from ssldiag.cli import app, doctor
from ssldiag.model import Snapshot
from ssldiag.snapshot import open_snapshot

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples" / "zvm"
NOW = ["--now", "2026-11-22T12:00:00Z"]


def run(*arguments: str | Path, text: str | None = None) -> Result:
    return CliRunner().invoke(app, ["bundle", *map(str, arguments)], input=text)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with bundles of two samples and their mapping."""
    place = tmp_path_factory.mktemp("made")
    for name in ("certificate-expired", "clean"):
        result = run(SAMPLES / name, "-o", place / f"{name}.zip", *NOW, "-q")
        assert result.exit_code == 0, result.output
        assert result.output == ""
    return place


def test_doctor_takes_a_bundle(made: Path) -> None:
    findings = []
    for path in (SAMPLES / "certificate-expired", made / "certificate-expired.zip"):
        result = CliRunner().invoke(app, ["doctor", str(path), *NOW, "--format", "json"])
        assert result.exit_code == 1, result.output
        found = json.loads(result.stdout)["findings"]
        findings.append(
            [(item["code"], [(e["file"], e["line"]) for e in item["evidence"]]) for item in found]
        )
    assert findings[0] == findings[1] != []


def test_the_mapping_is_beside_the_bundle_and_never_in_it(made: Path) -> None:
    assert (made / "case.mapping.json").is_file()
    with zipfile.ZipFile(made / "clean.zip") as archive:
        assert not any("mapping" in name for name in archive.namelist())


def test_verify(made: Path, tmp_path: Path) -> None:
    mapping: list[str | Path] = ["--mapping", made / "case.mapping.json"]
    result = run("verify", made / "clean.zip", *mapping)
    assert result.exit_code == 0, result.output
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(made / "clean.zip") as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            if name != "sources/SMTP.CONFIG":
                new.writestr(
                    name, old.read(name) + (b" zvm1.example.com" if name.endswith("TCPIP.DATA") else b"")
                )
        new.writestr("more.txt", "x")
    result = run("verify", changed, *mapping)
    assert result.exit_code == 1
    assert "sources/TCPIP.DATA is not what was written" in result.stdout
    assert "sources/SMTP.CONFIG is missing" in result.stdout
    assert "more.txt is not in the manifest" in result.stdout
    assert "an original can be read: sources/TCPIP.DATA" in result.stdout


def test_diff_reads_like_a_change_note(made: Path) -> None:
    result = run("diff", made / "certificate-expired.zip", made / "clean.zip")
    assert result.exit_code == 1
    assert "CERT101 gone" in result.stdout
    assert "TLSCERT1 has another certificate in Database.kdb: it expires" in result.stdout
    assert "days later" in result.stdout
    result = run("diff", made / "clean.zip", made / "clean.zip")
    assert (result.exit_code, result.stdout) == (0, "nothing changed\n")


def test_reveal(made: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(made / "clean.zip") as archive:
        text = archive.read("sources/PROFILE.TCPIP").decode()
    assert "192.0.2.10" not in text
    result = run("reveal", "-", "--mapping", made / "case.mapping.json", text=text)
    assert result.exit_code == 0
    original = [line.rstrip() for line in (SAMPLES / "clean" / "PROFILE.TCPIP").read_text().split("\n")]
    assert result.stdout.rstrip("\n").split("\n") == original[:-1]
    assert run("reveal", "-", "--mapping", tmp_path / "none", text="x").exit_code == 2


def test_dry_run_lists_and_writes_nothing(tmp_path: Path) -> None:
    host = tmp_path / "host"
    shutil.copytree(SAMPLES / "clean", host)
    (host / "Database.sth").write_bytes(bytes(range(129)))
    result = run(host, "--dry-run")
    assert result.exit_code == 0, result.output
    assert "dropped" in result.stdout and "stashed password" in result.stdout and "redacted" in result.stdout
    document = json.loads(run(host, "--dry-run", "--format", "json").stdout)
    assert document["schema"] == "ssldiag.bundle-plan/1"
    assert {"path", "size", "kept", "fate", "reason", "replaced"} <= set(document["items"][0])
    assert [path.name for path in tmp_path.iterdir()] == ["host"]


def test_the_page_alone(tmp_path: Path) -> None:
    result = run(SAMPLES / "clean", "-o", tmp_path / "case.html", *NOW)
    assert result.exit_code == 0, result.output
    text = (tmp_path / "case.html").read_text()
    assert text.lower().startswith("<!doctype html>")
    assert "192.0.2.10" not in text


def test_without_a_path_it_is_this_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "this_host", lambda path: open_snapshot(SAMPLES / "clean"))
    result = run("-o", tmp_path / "case.zip", *NOW)
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(tmp_path / "case.zip") as archive:
        assert "sources/PROFILE.TCPIP" in archive.namelist()
    monkeypatch.setattr(doctor, "this_host", lambda path: Snapshot("here", ()))
    result = run("-o", tmp_path / "none.zip", *NOW)
    assert result.exit_code == 3 and "there is no file in it" in result.output
    assert not (tmp_path / "none.zip").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["{clean}"], 2, "-o FILE.zip"),
        (["{clean}", "-o", "{tmp}/x.zip", "--keep", "shoes"], 2, "the kinds are ips"),
        (["{tmp}/none", "-o", "{tmp}/x.zip"], 3, "does not exist"),
        (["{clean}", "-o", "{tmp}/x.zip", "--mapping", "{tmp}/bad.json"], 3, "no mapping file"),
        (["verify", "{tmp}/bad.json"], 3, "no bundle"),
        (["diff", "{tmp}/bad.json", "{tmp}/bad.json"], 3, "none that ssldiag knows"),
        (["diff", "{tmp}/none", "{clean}"], 3, "does not exist"),
        (["{clean}", "-o", "{tmp}"], 2, "is a folder: give a file in it"),
        (["{clean}", "-o", "{tmp}/case.txt"], 2, "ends with .zip (archive) or .html (page)"),
        (["{clean}", "-o", "{tmp}/case"], 2, "ends with .zip (archive) or .html (page)"),
    ],
)
def test_what_goes_wrong_is_a_sentence(tmp_path: Path, arguments: list[str], code: int, said: str) -> None:
    (tmp_path / "bad.json").write_text("{}")
    given = [word.format(clean=SAMPLES / "clean", tmp=tmp_path) for word in arguments]
    result = run(*given)
    assert result.exit_code == code, result.output
    assert said in " ".join(result.output.split())
    assert [path.name for path in tmp_path.iterdir()] == ["bad.json"]


def test_help_names_the_commands() -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert all(word in result.stdout for word in ("verify", "diff", "reveal"))
    assert all(word in result.stdout for word in ("--keep KINDS", "--secret WORD", "--dry-run", "[PATH]"))


def test_nothing_is_made_where_the_mapping_has_no_folder(tmp_path: Path) -> None:
    said = run(SAMPLES / "clean", "-o", tmp_path / "case.zip", "--mapping", tmp_path / "none" / "m.json")
    assert said.exit_code == 2 and "there is no folder" in said.output
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["case.zip", "case.html"])
def test_no_bundle_without_its_mapping(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(document: object, stream: TextIO, **options: object) -> None:
        stream.write("{")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (tmp_path / name).write_text("the old one")
    monkeypatch.setattr(json, "dump", full)
    said = run(SAMPLES / "clean", "-o", tmp_path / name, *NOW)
    assert said.exit_code == 3, said.output
    assert "case.mapping.json: the mapping cannot be saved (No space left on device)" in said.output
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "the old one"


def test_a_plan_may_have_any_name(tmp_path: Path) -> None:
    assert run(SAMPLES / "clean", "--dry-run", "-o", tmp_path / "plan.txt").exit_code == 0
    assert "files go in" in (tmp_path / "plan.txt").read_text()


@pytest.mark.parametrize("kind", ["hosts", "mail"])
def test_names_that_are_kept_are_no_leak(tmp_path: Path, kind: str) -> None:
    assert run(SAMPLES / "clean", "-o", tmp_path / "case.zip", "--keep", kind, "-q").exit_code == 0


def test_dry_run_says_what_was_not_read(tmp_path: Path) -> None:
    held = b"PK"
    for name in ("deep.zip", "in.zip", "out.zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("PROFILE.TCPIP" if held == b"PK" else "held.zip", held)
        held = (tmp_path / name).read_bytes()
        (tmp_path / name).unlink()
    (tmp_path / "out.zip").write_bytes(held)
    said = run(tmp_path, "--dry-run").output
    assert "note: not read: out.zip/held.zip" in said
