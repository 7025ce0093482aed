"""One report a line."""

from __future__ import annotations

import json

from ssldiag.render.json import document
from ssldiag.render.jsonl import render
from ssldiag.render.style import Style
from tests.render import reports


def test_one_line_a_report() -> None:
    lines = list(render([reports.report(), reports.hostile()], Style(several=True)))
    assert [line.count("\n") for line in lines] == [1, 1]
    assert json.loads(lines[0]) == document(reports.report())
    assert json.loads(lines[1])["schema"] == "ssldiag.report/1"
