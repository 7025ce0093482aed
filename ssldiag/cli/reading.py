"""A stream in, the same stream out, which says on a terminal how far it has been read."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import BinaryIO, TextIO, cast

from ssldiag.cli.progress import PACE, PATIENCE
from ssldiag.render.escape import visible


class Reading:
    """``read`` of ``stream``, with a line on standard error now and then; gone when the end is reached."""

    def __init__(
        self,
        stream: BinaryIO,
        size: int,
        name: str,
        show: TextIO,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = stream
        self._of = f" of {size / 1e6:,.0f}" if size else ""
        self._name = visible(name)[:50]
        self._show = show
        self._clock = clock
        self._due = clock() + PATIENCE
        self._done = 0
        self._shown = False

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._stream.read(size)
        self._done += len(data)
        if not data:
            self._clear()
        elif self._clock() >= self._due:
            self._due = self._clock() + PACE
            self._shown = True
            self._show.write(f"\r\x1b[Kreading {self._name}: {self._done / 1e6:,.0f}{self._of} MB")
            self._show.flush()
        return data

    def _clear(self) -> None:
        if self._shown:
            self._shown = False
            self._show.write("\r\x1b[K")
            self._show.flush()


def reading(stream: BinaryIO, size: int, name: str, wanted: bool) -> BinaryIO:
    """The stream, with progress if it is wanted and standard error is a terminal."""
    if not wanted or sys.stderr is None or not sys.stderr.isatty():
        return stream
    return cast(BinaryIO, Reading(stream, size, name, sys.stderr))
