"""The change note as text: parts in order, places short, nothing of a file unescaped."""

from __future__ import annotations

from ssldiag.bundle.changes import Change, Cited, Difference
from ssldiag.bundle.diff import compare
from ssldiag.render.bundle_diff import places, render
from ssldiag.render.style import Style
from tests.bundle import diffs
from tests.conftest import ROOT


def test_the_note() -> None:
    samples = ROOT / "samples" / "zvm"
    found = compare(diffs.of(samples / "ftp-label"), diffs.of(samples / "clean"))
    lines = "".join(render(found, Style(100))).splitlines()
    assert lines[0] == "ftp-label (2026-11-22 12:00 UTC) -> clean (2026-11-22 12:00 UTC)"
    headings = [line for line in lines[1:] if line and not line.startswith(" ") and "." not in line]
    assert headings == ["Findings", "Settings", "Files"]
    assert "  ~ TLSLABEL: TLSCRT1 -> TLSCERT1 [SRVRFTP.CONFIG:5]" in lines
    assert max(map(len, lines)) <= 100


def test_many_of_one_rule_are_counted() -> None:
    clean = diffs.of(ROOT / "samples" / "zvm" / "clean")
    many = tuple(Change("finding", "gone", f"A1 gone: {n}", code="A1") for n in range(50))
    found = Difference(clean, clean, (*many, Change("finding", "gone", "B1 gone", code="B1")), (), ())
    lines = "".join(render(found, Style(100))).splitlines()
    assert len(lines) < 25 and "  - B1 gone" in lines
    assert lines[-1] == "    and 40 more like these; --format json has all"


def test_places_of_both_sides() -> None:
    def of(old: Cited | None, new: Cited | None) -> str:
        return places(Change("setting", "changed", "x", old, new))

    assert of(Cited("a", 1), Cited("a", 2)) == "a:1 -> 2"
    assert of(Cited("a", 1), Cited("b", 2)) == "a:1 -> b:2"
    assert of(Cited("a", 1), Cited("a", 1)) == "a:1"
    assert of(None, Cited("\x1b[31m", 3)) == "\\x1b[31m:3"
    assert of(None, None) == ""
