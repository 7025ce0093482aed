"""An event loop: descriptors and what to call when they are ready, deadlines, and timers. One thread.

Level-triggered ``epoll``. Whoever is called does its input and output until it would have to wait, and
trusts no flag: a descriptor may have been closed and used anew within one round.
"""

from __future__ import annotations

import heapq
import mmap
import select
import time
from collections.abc import Callable
from itertools import count

IN, OUT = select.EPOLLIN, select.EPOLLOUT

SIZE = 65_536
"""Bytes of the one buffer: four TLS records (RFC 8446 5.1), and what a socket gives at once."""

TICK = 0.25
"""Seconds between looks at deadlines, while there are any: they are of seconds, not of milliseconds."""

Handler = Callable[[int], None]


class Deadlines:
    """Objects that are given the same time each; ``until`` has them in the order in which it ends."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.until: dict[object, float] = {}

    def start(self, item: object, now: float) -> None:
        """Give ``item`` its time, anew if it had some. Nothing happens if the time is 0."""
        if self.seconds:
            self.until.pop(item, None)
            self.until[item] = now + self.seconds

    def stop(self, item: object) -> None:
        """It needs no more time."""
        self.until.pop(item, None)

    def due(self, now: float) -> list[object]:
        """Those whose time is over; they are not kept."""
        over: list[object] = []
        for item, until in self.until.items():
            if until > now:
                break
            over.append(item)
        for item in over:
            del self.until[item]
        return over

    def __len__(self) -> int:
        return len(self.until)


class Loop:
    """The loop. ``handlers`` is read directly by connections, which change what is called for them."""

    def __init__(self) -> None:
        self.epoll = select.epoll()
        self.handlers: dict[int, Handler] = {}
        self.view = memoryview(mmap.mmap(-1, SIZE, mmap.MAP_PRIVATE))  # takes no memory before it is used
        self.now = time.monotonic()
        self.running = True
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()
        self._watched: list[tuple[Deadlines, Callable[[object], None]]] = []

    def add(self, descriptor: int, handler: Handler, events: int = IN) -> None:
        """Call ``handler`` when the descriptor is ready."""
        self.handlers[descriptor] = handler
        self.epoll.register(descriptor, events)

    def drop(self, descriptor: int) -> None:
        """Forget a descriptor that stays open."""
        if self.handlers.pop(descriptor, None) is not None:
            self.epoll.unregister(descriptor)

    def after(self, seconds: float, call: Callable[[], None]) -> None:
        """Call once, later."""
        heapq.heappush(self._timers, (time.monotonic() + seconds, next(self._order), call))

    def watch(self, deadlines: Deadlines, over: Callable[[object], None]) -> None:
        """Call ``over`` with each object whose time is over."""
        self._watched.append((deadlines, over))

    def _wait(self) -> float:
        """How long nothing is due; -1 for ever."""
        wait = -1.0
        for deadlines, _ in self._watched:
            if deadlines.until:
                wait = TICK
                break
        if self._timers:
            left = max(self._timers[0][0] - time.monotonic(), 0.0)
            wait = left if wait < 0 else min(wait, left)
        return wait

    def run(self) -> None:
        """Until ``running`` is false."""
        poll, handlers, checked = self.epoll.poll, self.handlers, 0.0
        while self.running:
            for descriptor, events in poll(self._wait(), 64):
                handler = handlers.get(descriptor)
                if handler is not None:
                    try:
                        handler(events)
                    except Exception as error:
                        self.trouble(handler, error)
            self.now = now = time.monotonic()
            if self._timers and self._timers[0][0] <= now:
                self._call_due(now)
            if now - checked >= TICK:
                checked = now
                for deadlines, over in self._watched:
                    for item in deadlines.due(now):
                        over(item)

    def _call_due(self, now: float) -> None:
        while self._timers and self._timers[0][0] <= now:
            heapq.heappop(self._timers)[2]()

    def trouble(self, handler: Handler, error: Exception) -> None:
        """A fault of ours in a handler; whoever owns the loop replaces this."""
        raise error

    def close(self) -> None:
        """Free the descriptor of ``epoll``."""
        self.handlers.clear()
        self.epoll.close()
