"""The console time line: one start a run, errors by severity, machines by name."""

from __future__ import annotations

from pathlib import Path

from ssldiag.bundle.gather import console
from tests.bundle import diffs
from tests.conftest import ROOT

SAMPLES = ROOT / "samples" / "zvm"


def rows(sample: str) -> list[tuple[str, int, str, str]]:
    found = console(diffs.of(SAMPLES / sample).facts)
    return [(row.file, row.line, row.machine, row.kind) for row in found if row.kind != "info"]


def test_starts_stops_and_errors() -> None:
    found = rows("broken-several")
    assert ("FTPSERVE.CONSOLE", 4, "FTPSERVE", "start") in found
    assert ("SSL00001.CONSOLE", 6, "SSL00001", "error") in found
    assert ("SSL00001.CONSOLE", 8, "SSL00001", "stop") in found
    assert ("QUERY.OUTPUT", 2, "QUERY.OUTPUT", "error") in found
    assert [kind for file, _, _, kind in found if file == "TCPIP.CONSOLE"] == ["start"]


def test_a_text_without_an_id_is_judged_by_its_severity() -> None:
    found = [(line, kind) for file, line, _, kind in rows("connections-refused") if file == "ftp session.txt"]
    assert found == [(3, "error")]


def test_two_runs_start_twice(tmp_path: Path) -> None:
    run = "LOGON SSL00001\nDTCRUN1011I Server started at 07:11:06 on 22 Nov 2026 (Sunday)\nDTCSSL001I x\n"
    host = diffs.side(tmp_path / "host", {"SSL00001.CONSOLE": run * 2})
    assert [row.line for row in console(host.facts) if row.kind == "start"] == [2, 5]
