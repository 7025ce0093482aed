"""How far a run is, on standard error: done of all, the rate, and the time left.

On a terminal one line that is written over; elsewhere a line now and then, for logs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

TERMINAL, LOG = 0.5, 30.0
"""Seconds between two lines."""


class Progress:
    """Is told of each item. ``word`` names them."""

    def __init__(
        self,
        word: str,
        items: int,
        size: int,
        stream: TextIO | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._word, self._items, self._size = word, items, size
        self._stream = stream
        self._terminal = stream is not None and stream.isatty()
        self._clock = clock
        self._began = self._last = clock()
        self._done = self._bytes = 0
        self._shown = False

    def step(self, items: int, size: int) -> None:
        """So many items more are done, and so many bytes."""
        self._done += items
        self._bytes += size
        now = self._clock()
        if now - self._last >= (TERMINAL if self._terminal else LOG):
            self._last = now
            self._say(self.line(now))

    def line(self, now: float) -> str:
        """How far it is."""
        seconds = max(now - self._began, 1e-9)
        share = self._bytes / self._size if self._size else self._done / max(self._items, 1)
        left = f", {spell(seconds / share - seconds)} left" if share else ""
        rate = self._bytes / seconds / 1e6
        read = f", {rate:,.0f} MB/s" if rate >= 1 else ""
        return (
            f"{self._done:,} of {self._items:,} {self._word} ({share:.0%}), "
            f"{self._done / seconds:,.1f} a second{read}{left}"
        )

    def _say(self, line: str) -> None:
        if self._stream is not None:
            self._shown = True
            self._stream.write(f"\r\x1b[K{line}" if self._terminal else f"ssldiag: {line}\n")
            self._stream.flush()

    def close(self) -> None:
        """Leave no trace on a terminal."""
        if self._terminal and self._shown and self._stream is not None:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def spell(seconds: float) -> str:
    """A span of time as people say it: ``40 s``, ``12 min``, ``3 h 20 min``, ``4 days``."""
    seconds = max(0.0, seconds)
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes / 60 / 24:,.0f} days"
