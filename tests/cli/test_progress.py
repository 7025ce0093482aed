"""Progress: late, seldom, and gone at the end."""

from __future__ import annotations

import io

from ssldiag.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_nothing_in_the_first_second() -> None:
    stream, clock = Terminal(), Clock()
    progress = Progress(9, True, stream, clock)
    clock.now = 0.9
    progress.step(1, "a")
    progress.clear()
    assert stream.getvalue() == ""


def test_then_now_and_again() -> None:
    stream, clock = Terminal(), Clock()
    progress = Progress(2000, True, stream, clock)
    for number, clock.now in enumerate((1.0, 1.1, 1.3), 1000):
        progress.step(number, f"host{number}")
    progress.clear()
    progress.clear()
    assert stream.getvalue() == (
        "\r\x1b[Kexamining 1,000 of 2,000: host1000\r\x1b[Kexamining 1,002 of 2,000: host1002\r\x1b[K"
    )


def test_never_where_nobody_looks() -> None:
    clock = Clock()
    for stream, wanted in ((io.StringIO(), True), (Terminal(), False)):
        progress = Progress(2, wanted, stream, clock)
        clock.now = 99
        progress.step(1, "a")
        assert stream.getvalue() == ""
