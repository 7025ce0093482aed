"""``ssldiag collect local``, and ``ssldiag doctor`` without a path, through the runner."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ssldiag.cli import app
from ssldiag.cli import doctor as command

RUNNER = CliRunner()
ROOT = Path(__file__).parents[2]
CONF = "Listen 443\nKeyFile /k/web.kdb\n<VirtualHost *:443>\nSSLEnable\n</VirtualHost>\n"


@pytest.fixture
def host(tmp_path: Path) -> Path:
    """A tree with an IBM HTTP Server whose key database is not there."""
    folder = tmp_path / "host" / "opt/IBM/HTTPServer/conf"
    folder.mkdir(parents=True)
    (folder / "httpd.conf").write_text(CONF)
    return tmp_path / "host"


def ssldiag(*words: str | Path) -> Result:
    return RUNNER.invoke(app, [*map(str, words)])


def test_a_zip_that_doctor_reads(host: Path, tmp_path: Path) -> None:
    target = tmp_path / "host.zip"
    result = ssldiag("collect", "local", "--root", host, "-o", target)
    assert result.exit_code == 0, result.output
    assert "1 files" in result.stderr
    assert target.stat().st_mode & 0o777 == 0o600
    assert sorted(zipfile.ZipFile(target).namelist()) == [
        "collected.json",
        "opt/IBM/HTTPServer/conf/httpd.conf",
    ]
    said = ssldiag("doctor", target, "-q", "--select", "LNX102")
    assert said.exit_code == 1
    assert "names /k/web.kdb, which does not exist" in said.stdout


def test_without_a_path_this_host_is_examined(host: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "HERE", host)
    result = ssldiag("doctor", "-q", "--select", "LNX1")
    assert result.exit_code == 1
    assert "names /k/web.kdb, which does not exist" in result.stdout


def test_a_host_without_products_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "HERE", tmp_path)
    result = ssldiag("doctor", "--select", "LNX,CERT")
    assert result.exit_code == 0
    assert "no problem found" in result.stdout
    assert "collect:" not in result.stdout


def test_a_dry_run_writes_nothing(host: Path, tmp_path: Path) -> None:
    result = ssldiag("collect", "local", "--root", host, "--dry-run", "-o", tmp_path / "x.zip")
    assert result.exit_code == 0
    assert "absent                        k/web.kdb" in result.stdout
    assert not (tmp_path / "x.zip").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "give the file to write with -o FILE.zip"),
        (("-o", "-"), "give the file to write with -o FILE.zip"),
        (("--root", "/no/such", "-o", "x.zip"), "/no/such is not a folder"),
        (("--dry-run", "--root", "tests", "--with", "samples/linux/sound/linux1.zip"), "is no text"),
    ],
)
def test_wrong_usage_is_a_sentence(
    words: tuple[str, ...], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    result = ssldiag("collect", "local", *words)
    assert result.exit_code == 2
    assert sentence in result.stderr
