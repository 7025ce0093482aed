"""What may be left after a repair: lines that consoles have once and for all, and nothing else."""

from __future__ import annotations

import pytest

from ssldiag.lab.compare import healthy
from ssldiag.lab.fault import DoctorWish, FindingWish
from ssldiag.lab.stage import Judged, Stage
from ssldiag.model import Evidence, Severity, TextPlace
from tests.render.reports import report, result, rule

WISH = DoctorWish((FindingWish("ZVM728"),))


def after(file: str, severity: Severity) -> Judged:
    """What is said of one finding that is left."""
    stage = Stage()
    stage.act(7)
    left = result(
        rule("ZVM728", "handshake-failed", severity), "failed", Evidence(TextPlace(file, 1, 1, 1, "x"))
    )
    healthy(stage, report(results=(left,)), WISH, True)
    return stage.judgements[-1]


def test_a_line_of_a_console_stays() -> None:
    found = after("console/SSL00001.CONSOLE", Severity.WARNING)
    assert found.ok
    assert found.expected == "no error, ZVM728 only of lines from before"


@pytest.mark.parametrize(
    ("file", "severity"),
    [("SYSTEM.DTCPARMS", Severity.WARNING), ("console/SSL00001.CONSOLE", Severity.ERROR)],
)
def test_nothing_else_does(file: str, severity: Severity) -> None:
    found = after(file, severity)
    assert not found.ok
    assert "ZVM728" in found.found
