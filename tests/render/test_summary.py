"""The end of a text report."""

from __future__ import annotations

import pytest

from ssldiag.kinds import KINDS
from ssldiag.model import Report, Skipped, TextPlace, Unreadable
from ssldiag.render.style import Style
from ssldiag.render.summary import IMPORTANT, LISTED, counts, left_alone, summary
from ssldiag.render.tally import Tally
from tests.render import reports


def told(report: Report, style: Style | None = None) -> list[str]:
    return ["".join(text for text, _ in line) for line in summary(report, style or Style())]


def test_lists_are_cut_short_unless_verbose() -> None:
    unreadable = tuple(Unreadable(TextPlace("F", n), "odd") for n in range(1, 31))
    report = reports.report(unreadable=unreadable)
    assert f"  and {30 - LISTED} more (use -v to see all)" in told(report)
    assert "  F:30:1: odd" in told(report, Style(verbose=True))


def test_what_settles_most_is_named_in_a_line_of_its_own_if_it_settles_enough() -> None:
    skip = Skipped(reports.SKIPPED, "none", "SYSTEM DTCPARMS (TCPMAINT 198)")
    few = reports.report(skipped=(skip,) * (IMPORTANT - 1), crashed=(), results=())
    assert not any("next, collect" in line for line in told(few))
    many = reports.report(skipped=(skip,) * IMPORTANT, crashed=(), results=())
    lines = told(many, Style(columns=30))
    assert "next, collect SYSTEM DTCPARMS:" in lines
    assert lines[-1].startswith(
        "no problem found in what could be read; 1 place could not be read; 1 check passed"
    )


def test_what_nothing_can_settle_is_not_to_be_collected() -> None:
    lines = told(reports.report())
    assert "To settle 1 more check, collect:" in lines
    assert not any("nothing" in line for line in lines)


@pytest.mark.parametrize(
    ("numbers", "line"),
    [
        (Tally(), "no problem found in 2 hosts; 0 checks passed, 0 skipped"),
        (
            Tally(unreadable=2),
            "no problem found in what could be read in 2 hosts; 2 places could not be read; "
            "0 checks passed, 0 skipped",
        ),
        (Tally(1, 0, 3, 2), "1 error, 3 info in 2 hosts; 2 checks passed, 0 skipped"),
        (Tally(0, 1, 0, 0, 4, 1), "1 warning in 2 hosts; 0 checks passed, 4 skipped, 1 failed by our fault"),
    ],
)
def test_counts(numbers: Tally, line: str) -> None:
    assert "".join(text for text, _ in counts(numbers, "in 2 hosts")) == line


def test_left_alone_follows_the_table_of_kinds() -> None:
    alone = {kind for kind in KINDS if left_alone(reports.source("x", b"", kind))}
    assert {"unknown", "note", "private_key"} == alone
    assert left_alone(reports.source("x", b"", "a kind of a later version"))


def test_files_that_were_not_recognised_are_named() -> None:
    line = "1 file was not recognised (-v says why): photo.jpg"
    assert line in told(reports.report())
    assert line not in told(reports.report(), Style(verbose=True))  # there the list of files has it
