"""Explanations as text, JSON, CSV and Markdown."""

from __future__ import annotations

import csv
import io
import json

import pytest

from ssldiag.errors.model import ErrorEntry, Explanation, OtherSide
from ssldiag.render import explain as render
from ssldiag.render.explain import COLUMNS, Look

ENTRY = ErrorEntry(
    platform="gskit8",
    api="GSKit",
    code=420,
    hex="0x1A4",
    constant="GSK_ERROR_SOCKET_CLOSED",
    message_id="",
    text="",
    meaning="The other side ended the connection.",
    cause="It refused something.",
    recovery="Read its log.",
    source="made up",
    confidence="measured",
    other_side=tuple(
        OtherSide("gskit8", code, f"NAME_{code}", "", (f"occasion {code}",)) for code in range(8)
    ),
    same_as=(OtherSide("ibmi", -22, "SSL_ERROR_SOCKET_CLOSED"),),
    look_for="An alert.",
    notes=("A note.",),
)
DOUBTFUL = ErrorEntry(
    "zvm", "System SSL function", 408, "134CC198", "", "", "", "M.", "C.", "D.", "s", "unverified"
)

ONE = """\
GSKit 8, GSKit  420  GSK_ERROR_SOCKET_CLOSED
  Meaning    The other side ended the connection.
  Cause      It refused something.
  Do         Read its log.
  Other side GSKit 8 0 NAME_0: occasion 0
             GSKit 8 1 NAME_1: occasion 1
             GSKit 8 2 NAME_2: occasion 2
             GSKit 8 3 NAME_3: occasion 3
             GSKit 8 4 NAME_4: occasion 4
             GSKit 8 5 NAME_5: occasion 5
             and 2 more (--verbose)
  Elsewhere  IBM i -22 SSL_ERROR_SOCKET_CLOSED
  Capture    An alert.
  Note       A note.
  Source     made up (measured: checked against the library itself, or measured
             with it)
"""

SEVERAL = """\
408: 2 readings
Said to be so.

1. z/VM, System SSL function  134CC198 (408)
  Unverified recalled or derived, not seen in a source.
  Meaning    M.
  Cause      C.
  Do         D.
  Source     s (unverified: recalled or derived, not seen in a source)
"""

FOUND = """\
402  a.log, lines 3, 9 (7 times)
z/VM, System SSL function  134CC198 (408)
  Unverified recalled or derived, not seen in a source.
  Meaning    M.
  Cause      C.
  Do         D.
  Or         GSKit 8 420 GSK_ERROR_SOCKET_CLOSED: The other side ended the
             connection.
"""


def text(explanation: Explanation, look: Look | None = None) -> str:
    return "".join(render.text([explanation], look or Look()))


def test_one_reading() -> None:
    assert text(Explanation("420", (ENTRY,))) == ONE


def test_several_readings() -> None:
    shown = text(Explanation("408", (DOUBTFUL, ENTRY), ("Said to be so.",)))
    assert shown.startswith(SEVERAL)
    assert "\n\n2. GSKit 8, GSKit  420  GSK_ERROR_SOCKET_CLOSED\n" in shown
    assert "and 5 more" in shown


def test_a_code_of_a_log() -> None:
    assert text(Explanation("402", (DOUBTFUL, ENTRY), (), (), "a.log", (3, 9), 7)) == FOUND


def test_many_lines_are_cut_short() -> None:
    shown = text(Explanation("402", (DOUBTFUL,), (), (), "a.log", tuple(range(1, 31)), 1234))
    assert shown.startswith("402  a.log, lines 1, 2, 3, 4, 5, 6, 7, 8, ... (1,234 times)\n")
    assert text(Explanation("402", (DOUBTFUL,), (), (), "a.log", (5,))).startswith("402  a.log, line 5\n")


def test_verbose_cuts_nothing() -> None:
    shown = text(Explanation("420", (ENTRY,)), Look(verbose=True))
    assert "NAME_7" in shown and "more" not in shown
    assert "Source" in text(Explanation("402", (DOUBTFUL,), (), (), "a.log", (1,)), Look(verbose=True))


def test_quiet_is_a_line_a_reading() -> None:
    shown = text(Explanation("x", (DOUBTFUL, ENTRY), (), (), "a.log", (3,)), Look(quiet=True))
    assert shown.splitlines() == [
        "a.log:3: z/VM 134CC198 (408): M. (unverified)",
        "a.log:3: GSKit 8 420 GSK_ERROR_SOCKET_CLOSED: The other side ended the connection.",
    ]
    assert text(Explanation("x\x1b", ()), Look(quiet=True)) == "x\\x1b: nothing known\n"


def test_nothing_known() -> None:
    shown = text(Explanation("x\x1b[m", (), ("Note.",), ("y", "z")))
    assert shown == "x\\x1b[m: nothing known\nNote.\nDid you mean y or z?\n"
    assert "y, z or w?" in text(Explanation("x", (), (), ("y", "z", "w")))


def test_expected_sides_are_said_to_be_so() -> None:
    entry = ErrorEntry(
        *("ibmi", "SSL_ API", -23, "", "C", "", "", "M.", "C.", "D.", "s", "seen"),
        other_side=(OtherSide("openssl", 1048, "SSL_R_X", "tlsv1 alert unknown ca", ("x",), "expected"),),
    )
    shown = text(Explanation("-23", (entry,)))
    assert "Other side What it should log, which was not measured:\n" in shown
    assert "OpenSSL 1048 tlsv1 alert unknown ca: x\n" in shown


@pytest.mark.parametrize("columns", [20, 40, 80, 110])
def test_lines_fit(columns: int) -> None:
    shown = text(Explanation("420", (ENTRY, DOUBTFUL)), Look(columns=columns))
    long = [line for line in shown.splitlines() if len(line) > max(columns, 60)]
    assert long == []


def test_colours() -> None:
    assert "\x1b[1;34mMeaning" in text(Explanation("420", (ENTRY,)), Look(colour=True))


def test_json_says_all() -> None:
    explanation = Explanation("q", (ENTRY,), ("n",), ("s",), "a.log", (3, 4), 2)
    made = json.loads("".join(render.json([explanation], Look())))
    assert made["schema"] == "ssldiag.explain/1"
    (result,) = made["results"]
    assert (result["line"], result["lines"], result["count"]) == (3, [3, 4], 2)
    assert result["entries"][0]["other_side"][0]["platform"] == "gskit8"
    assert "file" not in json.loads("".join(render.json([Explanation("q", ())], Look())))["results"][0]
    (line,) = render.jsonl([explanation], Look())
    assert json.loads(line)["query"] == "q"


def test_csv_is_safe_for_spreadsheets() -> None:
    rows = list(
        csv.reader(
            io.StringIO("".join(render.csv([Explanation('=1+"x",', (ENTRY,)), Explanation("n", ())], Look())))
        )
    )
    assert rows[0] == list(COLUMNS)
    assert rows[1][0] == '\'=1+"x",' and rows[1][6] == "420"
    assert rows[2][0] == "n" and {len(row) for row in rows} == {len(COLUMNS)}


def test_markdown_shows_no_markup_of_others() -> None:
    shown = "".join(
        render.markdown([Explanation("<b>`x`", (ENTRY,), (), (), "@a", (1,)), Explanation("n", ())], Look())
    )
    assert "## `` <b>`x` ``\n" in shown
    assert "`@a`, line 1" in shown and "Nothing known." in shown and "- Do: Read its log.\n" in shown
