"""The text report, whole: ``golden/*.txt`` are read in review."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from ssldiag.model import Evidence, FilePlace, Report
from ssldiag.render.layout import cells
from ssldiag.render.style import Style
from ssldiag.render.text import DEEPEST, STEP, render
from tests.render import reports

GOLDEN = Path(__file__).parent / "golden"


def text(*which: Report, style: Style | None = None) -> str:
    return "".join(render(which, style or Style()))


@pytest.mark.parametrize(
    ("name", "which", "style"),
    [
        ("report", [reports.report()], Style()),
        ("verbose", [reports.report()], Style(verbose=True)),
        ("quiet", [reports.report()], Style(quiet=True)),
        ("several", [reports.clean(), reports.report()], Style(several=True)),
        ("clean", [reports.clean()], Style()),
    ],
)
def test_golden(name: str, which: Iterable[Report], style: Style) -> None:
    assert text(*which, style=style) == (GOLDEN / f"{name}.txt").read_text("utf-8")


def test_nothing_is_wider_than_80_columns() -> None:
    assert max(map(cells, text(reports.report(), style=Style(verbose=True)).split("\n"))) <= 80


def test_no_colour_unless_asked_for() -> None:
    assert "\x1b" not in text(reports.report())
    coloured = text(reports.report(), style=Style(colour=True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured).replace(" \n", "\n") == text(reports.report())


@pytest.mark.parametrize("style", [Style(), Style(verbose=True), Style(quiet=True), Style(several=True)])
def test_hostile_text_is_made_visible(style: Style) -> None:
    shown = text(reports.hostile(), style=style)
    assert all(line.isprintable() for line in shown.split("\n"))
    assert "\\x1b[31m" in shown and "\\u202e" in shown and "\\udc80" in shown


def test_many_findings_of_a_rule_are_cut_short_and_counted() -> None:
    shown = text(reports.flood(10_000))
    assert shown.count("warning[CERT101]") == 20
    assert "and 9,980 more of CERT101 (use --format json to see all)" in shown
    assert shown.count("= why:") == shown.count("= more:") == 1
    assert shown.split("\n")[-2].startswith("10,000 warnings; ")


def test_a_consequence_shows_no_fix_of_its_own() -> None:
    shown = text(reports.report(results=(reports.story(),)))
    assert shown.index("then follows:") < shown.index("error[ZVM102]") < shown.index("warning[ZVM301]")
    assert shown.count("= fix:") == 1
    assert "= certainty: inferred" in shown


def test_a_long_chain_keeps_room_for_its_source() -> None:
    story = reports.result(reports.KEY, "The last.", Evidence(FilePlace("the last file")))
    for _ in range(12):
        story = reports.result(reports.KEY, "Before.", Evidence(FilePlace("f")), below=(story,))
    (last,) = (line for line in text(reports.report(results=(story,))).split("\n") if "the last file" in line)
    assert last == " " * (STEP * DEEPEST) + " --> the last file"
