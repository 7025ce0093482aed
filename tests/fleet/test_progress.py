"""How far a run is, in a line."""

from __future__ import annotations

import io

import pytest

from ssldiag.fleet.progress import Progress, spell


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_line_now_and_then() -> None:
    now = [0.0]
    out = io.StringIO()
    progress = Progress("files", 40, 1_000_000_000, out, lambda: now[0])
    progress.step(1, 25_000_000)
    assert out.getvalue() == ""
    now[0] = 60.0
    progress.step(9, 225_000_000)
    assert out.getvalue() == "ssldiag: 10 of 40 files (25%), 0.2 a second, 4 MB/s, 3 min left\n"
    progress.close()


def test_one_line_on_a_terminal() -> None:
    now = [0.0]
    out = Terminal()
    progress = Progress("hosts", 4, 0, out, lambda: now[0])
    now[0] = 1.0
    progress.step(2, 0)
    assert out.getvalue() == "\r\x1b[K2 of 4 hosts (50%), 2.0 a second, 1 s left"
    progress.close()
    assert out.getvalue().endswith("\r\x1b[K")


def test_none() -> None:
    progress = Progress("hosts", 4, 0, None)
    progress.step(4, 0)
    progress.close()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (-5, "0 s"), (89, "89 s"), (600, "10 min"), (12_000, "3 h 20 min"), (1e6, "12 days")],
)
def test_spell(seconds: float, words: str) -> None:
    assert spell(seconds) == words
