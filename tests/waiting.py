"""Waiting for other processes and threads: a look now and again, and a limit that only a hang reaches."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 60.0
"""Seconds. Whatever is waited for takes a hundredth of it on a quiet machine; a busy one may be that slow."""

LOOK = 0.02
"""Seconds between two looks: short beside a test, and long enough for others to get on meanwhile."""


def until(
    true: Callable[[], T], what: str | Callable[[], str] = "what was waited for", seconds: float = PATIENCE
) -> T:
    """The first answer that is true. Raises AssertionError with ``what`` if there is none in time."""
    end = time.monotonic() + seconds
    while not (found := true()):
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds:g} s: {what if isinstance(what, str) else what()}")
        time.sleep(LOOK)
    return found
