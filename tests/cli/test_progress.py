"""Progress: late, and gone at the end."""

from __future__ import annotations

import io

from ssldiag.cli.progress import PATIENCE, Progress
from tests.waiting import until


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_nothing_in_the_first_second() -> None:
    stream, clock = Terminal(), Clock()
    progress = Progress(9, True, stream, clock)
    progress.step(1, "a")
    clock.now += 0.9
    progress.tick()
    progress.clear()
    assert stream.getvalue() == ""


def test_then_where_it_stands_until_it_is_cleared() -> None:
    stream, clock = Terminal(), Clock()
    progress = Progress(2000, True, stream, clock)
    progress.step(1000, "host\x1b[2J" + "x" * 99)
    clock.now += 12
    progress.tick()
    progress.clear()
    progress.clear()
    progress.tick()
    line = "examining 1,000 of 2,000: host\\x1b[2J" + "x" * 26 + "..., 12 s"
    assert stream.getvalue() == f"\r\x1b[K{line}\r\x1b[K"
    assert len(line) < 80


def test_a_single_host_is_not_numbered() -> None:
    stream, clock = Terminal(), Clock()
    progress = Progress(1, True, stream, clock)
    progress.step(1, "host")
    clock.now += 2
    progress.tick()
    assert stream.getvalue() == "\r\x1b[Kexamining: host, 2 s"


def test_never_where_nobody_looks() -> None:
    clock = Clock()
    for stream, wanted in ((io.StringIO(), True), (Terminal(), False)):
        progress = Progress(2, wanted, stream, clock)
        progress.step(1, "a")
        clock.now += 99
        progress.tick()
        assert stream.getvalue() == ""


def test_it_ticks_by_itself_and_ends() -> None:
    stream, clock = Terminal(), Clock()
    with Progress(1, True, stream, clock) as progress:
        progress.step(1, "host")
        clock.now += PATIENCE
        until(stream.getvalue, "a line")
    assert stream.getvalue().startswith("\r\x1b[Kexamining: host, 1 s")
    assert stream.getvalue().endswith("\r\x1b[K")
