"""The line that says how far a capture has been read: when it is shown, and what it says."""

from __future__ import annotations

import io

import pytest

from ssldiag.capture.decode import Progress
from ssldiag.cli.pcap_progress import Meter, line
from ssldiag.cli.progress import PACE, PATIENCE


class Terminal(io.StringIO):
    """A stream that says it is one."""

    def isatty(self) -> bool:
        return True


class Clock:
    """Time that a test sets."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def progress(read: int = 50, total: int | None = 100, packets: int = 1000) -> Progress:
    return Progress(read, total, packets)


@pytest.mark.parametrize(
    ("given", "elapsed", "wanted"),
    [
        (progress(), 10.0, "[##########----------]  50%, 1,000 packets, 100 a second, 10 s left"),
        (progress(0), 10.0, "[--------------------]   0%, 1,000 packets, 100 a second"),
        (progress(100), 4.0, "[####################] 100%, 1,000 packets, 250 a second, 0 s left"),
        (progress(200), 4.0, "[####################] 100%, 1,000 packets, 250 a second, 0 s left"),
        (
            progress(1, 100, 2_500_000),
            5.0,
            "[--------------------]   1%, 2.5 million packets, 500,000 a second, 8 min left",
        ),
        (
            progress(1, 1000, 1000),
            36.0,
            "[--------------------]   0%, 1,000 packets, 28 a second, 10 h left",
        ),
        (progress(25_000_000, None), 5.0, "reading: 25 MB, 1,000 packets, 200 a second"),
        (progress(), 0.0, "[##########----------]  50%, 1,000 packets, 0 a second, 0 s left"),
    ],
)
def test_line(given: Progress, elapsed: float, wanted: str) -> None:
    assert line(given, elapsed) == wanted


def test_a_line_fits_a_terminal() -> None:
    for read in (1, 10**6, 10**9):
        assert len(line(Progress(read, 10**12, 99_900_000), 1000.0)) <= 80


def test_it_waits_then_keeps_a_pace_and_leaves_no_trace() -> None:
    terminal, clock = Terminal(), Clock()
    meter = Meter(True, terminal, clock)
    meter(progress())
    meter.clear()
    assert terminal.getvalue() == ""
    clock.now += PATIENCE
    meter(progress())
    first = terminal.getvalue()
    assert first.startswith("\r\x1b[K[###")
    clock.now += PACE / 2
    meter(progress())
    assert terminal.getvalue() == first
    clock.now += PACE
    meter(progress())
    meter.clear()
    assert terminal.getvalue().endswith("left\r\x1b[K")
    meter.clear()
    assert terminal.getvalue().count("\r\x1b[K") == 3


@pytest.mark.parametrize(("wanted", "stream"), [(False, Terminal()), (True, io.StringIO())])
def test_it_is_silent_where_nobody_looks(wanted: bool, stream: io.StringIO) -> None:
    clock = Clock()
    meter = Meter(wanted, stream, clock)
    clock.now += 60
    meter(progress())
    meter.clear()
    assert stream.getvalue() == ""
