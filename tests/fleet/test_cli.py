"""The commands as a user types them; one run with Dask's own local processes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ssldiag.cli import app
from tests.fleet.made import hosts
from tests.fleet.support import documents, one_process, rotated


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["fleet", *map(str, words)])


def test_local_processes(tmp_path: Path) -> None:
    paths = rotated(tmp_path / "in")
    command = [
        sys.executable,
        "-W",
        "error::ResourceWarning",
        "-m",
        "ssldiag",
        "fleet",
        "pcap",
        "--workers",
        "1",
    ]
    words = ["--to", tmp_path / "out", "--fail-on", "never", tmp_path / "in"]
    done = subprocess.run([*command, *map(str, words)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert documents(tmp_path / "out") == one_process(paths)
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert "6 files" in lines[0]
    again = run("pcap", "--resume", "--to", tmp_path / "out", tmp_path / "in")
    assert (again.exit_code, again.stdout) == (0, "")
    assert "nothing new among 6" in again.stderr
    refused = run("pcap", "--to", tmp_path / "out", tmp_path / "in")
    assert refused.exit_code == 3
    assert "--resume adds what is new" in refused.stderr


def test_dry_runs_write_nothing(tmp_path: Path) -> None:
    rotated(tmp_path / "in")
    hosts(tmp_path / "hosts")
    found = run("pcap", "--dry-run", "--to", tmp_path / "out", tmp_path / "in")
    assert found.exit_code == 0
    assert "6 files of 1 captures of 6 listed" in found.stderr
    found = run("doctor", "--dry-run", "--workers", "3", "--to", tmp_path / "out", f"{tmp_path}/hosts/*")
    assert "8 hosts of 8 listed" in found.stderr
    assert "with 3 workers" in found.stderr
    assert not (tmp_path / "out").exists()


def test_since(tmp_path: Path) -> None:
    rotated(tmp_path / "in")
    found = run("pcap", "--dry-run", "--since", "2099-01-01", "--to", tmp_path / "out", tmp_path / "in")
    assert "nothing new among 0" in found.stderr
    assert run("pcap", "--since", "tomorrow", "--to", tmp_path / "out", tmp_path / "in").exit_code == 2


def test_a_dataset_among_what_is_read_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rotated(tmp_path)
    for name in ("fleet", "fleet-2"):
        (tmp_path / name / ".part").mkdir(parents=True)  # of a run that broke off
        (tmp_path / name / "left.parquet").touch()
    monkeypatch.chdir(tmp_path)
    assert "7 files of 2 captures of 7 listed" in run("pcap", "--dry-run", ".").stderr
    assert "7 files of 2 captures of 7 listed" in run("pcap", "--dry-run", tmp_path).stderr
    hosts(tmp_path / "hosts")
    (tmp_path / "hosts" / "fleet").mkdir()
    assert "8 hosts of 8" in run("doctor", "--dry-run", "--to", "hosts/fleet", "hosts").stderr


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    assert "there is nothing of that name" in run("doctor", tmp_path / "none").stderr
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".eth0.pcap").touch()
    assert "empty: there is no file in it" in run("pcap", tmp_path / "empty").stderr
    assert run("doctor", "--select", "NOSUCH1", tmp_path).exit_code == 2
    assert run("query", tmp_path).exit_code == 2
    assert run("query", "--ask", "nosuch", tmp_path).exit_code == 2
    assert run("query", "SELECT 1", tmp_path).exit_code == 3
    assert run("report", tmp_path, "-o", tmp_path / "x.html").exit_code == 3
    assert not (tmp_path / "x.html").exists()


def test_query(fleet: Path) -> None:
    text = run("query", "--ask", "legacy-clients", fleet)
    assert text.exit_code == 0
    assert "192.0.2.66  SSLv3" in text.stdout
    assert text.stdout.endswith("1 row\n")
    told = json.loads(
        run("query", "SELECT 1 AS a, NULL AS b, DATE '2026-01-02' AS c", fleet, "--format", "json").stdout
    )
    assert told == {
        "schema": "ssldiag.fleet-query/1",
        "columns": ["a", "b", "c"],
        "rows": [{"a": 1, "b": None, "c": "2026-01-02"}],
    }
    listed = run("query", "SELECT '=1+1' AS a, true AS b, ['x', 'y'] AS c", fleet, "--format", "csv").stdout
    assert listed.splitlines()[0] == "a,b,c"
    assert not listed.splitlines()[1].startswith("=")
    assert "expiring" in run("query", "--ask", "list", ".").stdout
    assert "expiring" in run("query", "--ask", "list").stdout
    assert "give SQL and the folder" in run("query").stderr


def test_a_long_cell_is_cut_for_people_alone(fleet: Path) -> None:
    sql = "SELECT repeat('x', 100) AS a"
    assert "x" * 45 + "..." in run("query", sql, fleet).stdout
    assert "x" * 100 in run("query", sql, fleet, "--format", "json").stdout


def test_report(fleet: Path, tmp_path: Path) -> None:
    found = run("report", fleet, "-o", tmp_path / "fleet.html", "--title", "All of it", "--now", "2026-11-22")
    assert found.exit_code == 0
    assert "<h1>All of it</h1>" in (tmp_path / "fleet.html").read_text("utf-8")


def test_help_loads_nothing_of_the_cluster() -> None:
    code = (
        "import sys\nfrom ssldiag.cli import main\n"
        "for words in [], ['doctor'], ['pcap'], ['query'], ['report']:\n"
        "    sys.argv = ['ssldiag', 'fleet', *words, '--help']\n"
        "    try: main()\n    except SystemExit: pass\n"
        "    heavy = {'dask', 'distributed', 'pyarrow', 'duckdb', 'fsspec', 'numpy'} & set(sys.modules)\n"
        "    if heavy: sys.exit(f'{words}: {heavy}')\n"
        "print('seen all')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("seen all\n")
