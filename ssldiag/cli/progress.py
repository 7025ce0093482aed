"""Where a long run stands, on standard error: on a terminal, after a second, gone when it is over."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

PATIENCE = 1.0
"""Seconds before anything is said: shorter work needs no comfort."""

PACE = 0.2
"""Seconds between two lines: faster is flicker."""


class Progress:
    """Says which of ``total`` hosts is being examined."""

    def __init__(
        self,
        total: int,
        wanted: bool = True,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._total = total
        self._stream = stream or sys.stderr
        self._on = wanted and self._stream is not None and self._stream.isatty()
        self._clock = clock
        self._due = clock() + PATIENCE
        self._shown = False

    def step(self, number: int, name: str) -> None:
        """The host of this number (from 1) is next."""
        if self._on and self._clock() >= self._due:
            self._due = self._clock() + PACE
            self._shown = True
            self._stream.write(f"\r\x1b[Kexamining {number:,} of {self._total:,}: {name[:50]}")
            self._stream.flush()

    def clear(self) -> None:
        """Leave no trace on the terminal."""
        if self._shown:
            self._shown = False
            self._stream.write("\r\x1b[K")
            self._stream.flush()
