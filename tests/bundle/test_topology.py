"""The drawing names root causes first, on boxes and on arrows; a start counts once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from ssldiag.bundle.gather import STARTS, console
from ssldiag.bundle.topology import topology
from ssldiag.doctor import examine
from ssldiag.facts import Facts
from ssldiag.registry import load
from ssldiag.settings import Settings
from ssldiag.snapshot import open_snapshot

SAMPLE = Path(__file__).parents[2] / "samples" / "zvm" / "stack-moved"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_root_cause_is_named() -> None:
    snapshot = open_snapshot(SAMPLE)
    report = examine(snapshot, tuple(load().values()), NOW, Settings())
    drawing = topology(Facts(snapshot, Settings(), NOW), report)
    assert any("ZVM101" in node.codes for node in drawing.nodes)
    assert any("ZVM101" in edge.codes for edge in drawing.edges)


def test_a_start_counts_once() -> None:
    rows = list(console(Facts(open_snapshot(SAMPLE), Settings(), NOW)))
    ids = [(row.file, row.message_id) for row in rows if row.message_id == "DTCRUN1011I"]
    starts = [row for row in rows if row.message_id == "DTCRUN1011I" and row.kind == "start"]
    assert "DTCRUN1011I" in STARTS
    assert 0 < len(starts) < len(ids)
