"""What the parts of the stack share: its plan, its loop, the words of the pool, and the consoles."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ssldiag.pool.children import Children
from ssldiag.pool.consoles import Console
from ssldiag.pool.control import NOBODY, Control
from ssldiag.pool.happenings import Event
from ssldiag.pool.loop import Loop, Timer
from ssldiag.pool.plan import PoolPlan
from ssldiag.pool.segment import Segment
from ssldiag.pool.world import World

FLUSH = 0.25
"""Seconds that a console line waits for others."""


@dataclass(slots=True)
class Parts:
    """``tell`` brings an event to the core; ``wake`` are the eventfds of the servers, in order, and the
    stack's own, which is the last; ``trouble`` by user id what goes wrong without stopping anything; ``pids``
    the processes of the servers and the
    agent.
    """

    directory: Path
    plan: PoolPlan
    world: World
    loop: Loop
    children: Children
    control: Control
    segment: Segment | None
    wake: tuple[int, ...]
    tell: Callable[[Event], None]
    consoles: dict[str, Console] = field(default_factory=dict)
    trouble: dict[str, str] = field(default_factory=dict)
    pids: dict[str, int] = field(default_factory=dict)
    flushing: Timer | None = None

    def console(self, userid: str) -> Console:
        """The console of a machine that the stack itself writes for."""
        found = self.consoles.get(userid)
        if found is None:
            found = Console(self.directory, userid, stamped=userid == self.plan.stack or self.plan.timestamps)
            self.consoles[userid] = found
        return found

    def say(self, text: str, userid: str = "") -> None:
        """A line for the stack's console, or that of another machine."""
        self.console(userid or self.plan.stack).say(text)
        if self.flushing is None:
            self.flushing = self.loop.after(FLUSH, self.flush)

    def flush(self) -> None:
        """Write what waits on any console."""
        if self.flushing is not None:
            self.flushing.cancel()
            self.flushing = None
        for console in self.consoles.values():
            console.flush()

    def choose(self) -> int:
        """Publish whose turn it is and wake it; the stack wakes itself if it is nobody's."""
        turn = self.control.choose()
        wake(self.wake[turn] if turn != NOBODY else self.wake[-1])
        return turn

    def rouse(self) -> None:
        """Wake every server: whose turn it is may have changed for each."""
        for descriptor in self.wake:
            wake(descriptor)


def wake(descriptor: int) -> None:
    """Add to an eventfd; one that cannot count higher is awake."""
    try:
        os.eventfd_write(descriptor, 1)
    except BlockingIOError:
        return


def awake(descriptor: int) -> None:
    """Take what an eventfd holds."""
    try:
        os.eventfd_read(descriptor)
    except BlockingIOError:
        return


def epoch(monotonic: float) -> float:
    """The time of day of a moment of the monotonic clock."""
    return time.time() - (time.monotonic() - monotonic)
