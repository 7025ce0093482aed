"""How much work a function does, counted or as time of the processor: a busy machine changes little of it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType


def calls(run: Callable[[], object]) -> int:
    """How many calls of functions, built-in ones included, a run makes."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        if event in ("call", "c_call"):
            count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


def seconds(run: Callable[[], object]) -> float:
    """Seconds of the processor that a run takes. A bound on them is ten times what was measured, or more:
    caches that others share may cost a factor of two.
    """
    began = time.process_time()
    run()
    return time.process_time() - began
