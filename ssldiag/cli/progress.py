"""Where a long run stands, on standard error: on a terminal, after a second, gone when it is over."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import TextIO

from ssldiag.render.escape import visible
from ssldiag.render.layout import clip

PATIENCE = 1.0
"""Seconds before anything is said: shorter work needs no comfort."""

PACE = 0.25
"""Seconds between two lines: faster is flicker."""

NAME = 40
"""Columns of a host's name: the line has to fit into 80, or it cannot be wiped."""


class Progress:
    """Says which of ``total`` hosts is being examined, and for how long the run has gone on."""

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
        self._began = clock()
        self._lock = Lock()
        self._doing = ""
        self._shown = False
        self._over = Event()

    def __enter__(self) -> Progress:
        """Tick in the background until the end: a single host may take long by itself."""
        if self._on:
            Thread(target=self._run, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.clear()

    def step(self, number: int, name: str) -> None:
        """The host of this number (from 1) is being examined."""
        which = f" {number:,} of {self._total:,}" if self._total > 1 else ""
        with self._lock:
            self._doing = f"examining{which}: {clip(visible(name), NAME)}"

    def tick(self) -> None:
        """Say where the run stands, if it takes long."""
        with self._lock:
            seconds = self._clock() - self._began
            if self._on and self._doing and seconds >= PATIENCE:
                self._shown = True
                self._stream.write(f"\r\x1b[K{self._doing}, {seconds:.0f} s")
                self._stream.flush()

    def clear(self) -> None:
        """Leave no trace on the terminal until the next step."""
        with self._lock:
            self._doing = ""
            if self._shown:
                self._shown = False
                self._stream.write("\r\x1b[K")
                self._stream.flush()

    def _run(self) -> None:
        while not self._over.wait(PACE):
            self.tick()
