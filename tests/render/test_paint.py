"""Colours: only where they are wanted."""

from __future__ import annotations

import io

import pytest

from ssldiag.render.paint import painted, wants_colour

LINE = (("error", "error"), (" plain ", ""))


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_plain_lines_hold_no_escape_and_no_trailing_blank() -> None:
    assert list(painted([LINE, ()], colour=False)) == ["error plain\n", "\n"]


def test_coloured_lines_end_each_colour() -> None:
    (line,) = painted([LINE], colour=True)
    assert line == "\x1b[1;31merror\x1b[0m plain\n"


@pytest.mark.parametrize(
    ("stream", "refused", "environ", "wanted"),
    [
        (Terminal(), False, {}, True),
        (Terminal(), True, {}, False),
        (Terminal(), False, {"NO_COLOR": "1"}, False),
        (Terminal(), False, {"NO_COLOR": ""}, True),
        (Terminal(), False, {"TERM": "dumb"}, False),
        (io.StringIO(), False, {}, False),
        (io.StringIO(), False, {"FORCE_COLOR": "1"}, True),
        (io.StringIO(), True, {"FORCE_COLOR": "1"}, False),
        (Terminal(), False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_wants_colour(stream: io.StringIO, refused: bool, environ: dict[str, str], wanted: bool) -> None:
    assert wants_colour(stream, refused, environ) is wanted
