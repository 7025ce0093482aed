"""The console time line: one start a run, errors by severity, machines by name; codes, each id once."""

from __future__ import annotations

from pathlib import Path

from ssldiag.bundle.gather import console, explained
from ssldiag.bundled import folder
from ssldiag.doctor import examine
from ssldiag.errors.load import Tables
from ssldiag.settings import Settings
from tests.bundle import diffs
from tests.conftest import ROOT
from tests.support import NOW, snapshot_of

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


def test_messages_that_share_an_id_are_one_card() -> None:
    log = b"DTCRUN1011I Server started at 12:00\nDTCRUN1011I No parameters in use\n"
    report = examine(snapshot_of({"SSL00001.CONSOLE": log}), [], NOW, Settings())
    found = {item.query: item for item in explained(report, Tables(folder("errortables")))}
    assert [entry["text"] for entry in found["DTCRUN1011I"].entries] == [
        "Server started at",
        "No parameters in use",
    ]
    assert [line for _, line in found["DTCRUN1011I"].places] == [1, 2]
