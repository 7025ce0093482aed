"""``ssldiag bundle diff`` as a user meets it: pages, archives, folders; in words, as JSON, as a page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ssldiag.bundle import carried
from ssldiag.cli import app

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples" / "zvm"
NOW = ["--now", "2026-11-22T12:00:00Z"]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["bundle", *map(str, arguments)])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive of the sound sample, a page of a broken one, and their mapping."""
    place = tmp_path_factory.mktemp("made")
    for sample, name in (("ftp-label", "old.html"), ("clean", "new.zip")):
        assert run(SAMPLES / sample, "-o", place / name, *NOW, "-q").exit_code == 0
    return place


def test_a_page_and_an_archive(made: Path) -> None:
    result = run("diff", made / "old.html", made / "new.zip")
    assert result.exit_code == 1, result.output
    assert "Gone: ZVM725, ZVM501." in result.stdout
    assert "TLSLABEL: TLSCRT1 -> TLSCERT1 [SRVRFTP.CONFIG:5]" in result.stdout
    assert "192.0.2" not in result.stdout


def test_a_folder_beside_a_bundle_is_replaced_alike(made: Path) -> None:
    mapping = made / "case.mapping.json"
    result = run("diff", SAMPLES / "clean", made / "new.zip", "--mapping", mapping, *NOW)
    assert (result.exit_code, result.stdout) == (0, "nothing changed\n"), result.output
    result = run("diff", SAMPLES / "clean", made / "new.zip", *NOW)
    assert result.exit_code == 1 and "give the mapping with --mapping" in " ".join(result.stdout.split())
    assert run("diff", made / "new.zip", made / "new.zip", "--mapping", made / "none").exit_code == 2


def test_json_and_html(made: Path) -> None:
    result = run("diff", made / "old.html", made / "new.zip", "--format", "json")
    document = json.loads(result.stdout)
    assert document["schema"] == "ssldiag.bundle-diff/1" and document["old"]["redacted"] is True
    assert {"subject", "kind", "what", "old", "new", "code", "severity"} == set(document["changes"][0])
    target = made / "diff.html"
    assert run("diff", made / "old.html", made / "new.zip", "--format", "html", "-o", target).exit_code == 1
    page = target.read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>") and "<script" not in page and "old.html → new.zip" in page


def test_doctor_takes_a_page(made: Path) -> None:
    found = []
    for path in (SAMPLES / "ftp-label", made / "old.html"):
        result = CliRunner().invoke(app, ["doctor", str(path), *NOW, "--format", "json"])
        findings = json.loads(result.stdout)["findings"]
        found.append([(one["code"], [(e["file"], e["line"]) for e in one["evidence"]]) for one in findings])
    assert found[0] == found[1] != []


def test_verify_takes_a_page(made: Path, tmp_path: Path) -> None:
    mapping: list[str | Path] = ["--mapping", made / "case.mapping.json"]
    assert run("verify", made / "old.html", *mapping).exit_code == 0
    page = (made / "old.html").read_bytes()
    changed = tmp_path / "changed.html"
    changed.write_bytes(page.replace(b"</h1>", b" 192.0.2.10</h1>", 1))
    result = run("verify", changed, *mapping)
    assert result.exit_code == 1
    assert "the page is not what was written" in result.stdout
    assert "an original can be read: html" in result.stdout
    bare, archive = carried.split(page)
    assert archive is not None
    block = "".join(carried.block(archive[:300] + bytes(20) + archive[320:])).encode()
    changed.write_bytes(bare.replace(b"</body>", block + b"</body>"))
    assert run("verify", changed).exit_code in (1, 3)


def test_a_page_that_carries_nothing_is_no_bundle(made: Path, tmp_path: Path) -> None:
    bare, _ = carried.split((made / "old.html").read_bytes())
    page = tmp_path / "bare.html"
    page.write_bytes(bare)
    assert run("verify", page).exit_code == 0
    assert run("diff", page, made / "new.zip").exit_code == 3
