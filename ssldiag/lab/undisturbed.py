"""Keeps Ctrl-C and SIGTERM waiting while something is put away that would otherwise be left behind."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

WAITING = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def undisturbed() -> Iterator[None]:
    """What is inside is done to its end; an interruption that came meanwhile is raised behind it. Raises
    KeyboardInterrupt. Outside the main thread, which no signal interrupts, nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {number: signal.signal(number, lambda got, frame: came.append(got)) for number in WAITING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if came:
        raise KeyboardInterrupt
