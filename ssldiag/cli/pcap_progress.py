"""How far a capture has been read, as a line on standard error: a bar, the rate, the time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

from ssldiag.capture.decode import Progress
from ssldiag.cli.progress import PACE, PATIENCE

BAR = 20
"""Columns of the bar: the whole line fits into 80."""


class Meter:
    """Shows a line now and then while it is told how far reading is; ``clear`` wipes it."""

    def __init__(
        self, wanted: bool, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream or sys.stderr
        self._on = wanted and self._stream is not None and self._stream.isatty()
        self._clock = clock
        self._began = clock()
        self._due = self._began + PATIENCE
        self._shown = False

    def __call__(self, progress: Progress) -> None:
        """Show how far it is, if it is time to."""
        now = self._clock()
        if self._on and now >= self._due:
            self._due, self._shown = now + PACE, True
            self._stream.write(f"\r\x1b[K{line(progress, now - self._began)}")
            self._stream.flush()

    def clear(self) -> None:
        """Leave no trace on the terminal."""
        if self._shown:
            self._shown = False
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def line(progress: Progress, elapsed: float) -> str:
    """``[#####-----]  50 %, 1.2 million packets, 480,000 a second, 12 s left``."""
    rate = progress.packets / elapsed if elapsed > 0 else 0.0
    parts = [f"{_large(progress.packets)} packets", f"{_large(rate)} a second"]
    if not progress.total:
        return f"reading: {progress.read / 1e6:,.0f} MB, {', '.join(parts)}"
    share = min(progress.read / progress.total, 1.0)
    if share > 0:
        parts.append(f"{_span(elapsed / share - elapsed)} left")
    full = round(share * BAR)
    return f"[{'#' * full}{'-' * (BAR - full)}] {share:4.0%}, {', '.join(parts)}"


def _large(number: float) -> str:
    return f"{number / 1e6:.1f} million" if number >= 1e6 else f"{number:,.0f}"


def _span(seconds: float) -> str:
    """Seconds, minutes or hours, in a few digits."""
    for unit, size, most in (("s", 1, 100), ("min", 60, 6000), ("h", 3600, 360_000)):
        if seconds < most:
            return f"{seconds / size:.0f} {unit}"
    return "days"
