"""One thread that waits for descriptors, times and signals, and calls what is registered for them.

epoll, level-triggered. A callback that raises is a fault of ours: it is reported and the loop goes on, so
that one connection's trouble is not everybody's.
"""

from __future__ import annotations

import heapq
import os
import select
import signal
import time
from collections.abc import Callable, Iterable
from itertools import count

Callback = Callable[[], None]

READ, WRITE = select.EPOLLIN, select.EPOLLOUT


class Timer:
    """A call in the future; ``cancel`` takes it back."""

    __slots__ = ("callback",)

    def __init__(self, callback: Callback | None) -> None:
        self.callback = callback

    def cancel(self) -> None:
        self.callback = None


class Loop:
    """``run`` returns once ``stop`` was called."""

    def __init__(self, report: Callable[[BaseException], None]) -> None:
        self._epoll = select.epoll()
        self._calls: dict[int, Callback] = {}
        self._timers: list[tuple[float, int, Timer]] = []
        self._number = count()
        self._report = report
        self._going = True
        self._signals: tuple[int, int] | None = None

    @property
    def now(self) -> float:
        """The time that timers go by."""
        return time.monotonic()

    def watch(self, descriptor: int, callback: Callback, events: int = READ) -> None:
        """Call whenever there is something to read (or as ``events`` say)."""
        if descriptor in self._calls:
            self._epoll.modify(descriptor, events)
        else:
            self._epoll.register(descriptor, events)
        self._calls[descriptor] = callback

    def forget(self, descriptor: int) -> None:
        """Watch it no more; call this before it is closed."""
        if self._calls.pop(descriptor, None) is not None:
            self._epoll.unregister(descriptor)

    def after(self, seconds: float, callback: Callback) -> Timer:
        """Call once, later."""
        timer = Timer(callback)
        heapq.heappush(self._timers, (self.now + seconds, next(self._number), timer))
        return timer

    def signals(self, numbers: Iterable[int], callback: Callable[[int], None]) -> None:
        """Call for signals, one after the other and never in the middle of something else."""
        reading, writing = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._signals = reading, writing
        for number in numbers:
            signal.signal(number, lambda *_: None)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)

        def received() -> None:
            for number in dict.fromkeys(os.read(reading, 4096)):
                callback(number)

        self.watch(reading, received)

    def run(self) -> None:
        """Wait and call, until ``stop``."""
        while self._going:
            try:
                found = self._epoll.poll(self._pause())
            except InterruptedError:
                continue
            for descriptor, _ in found:
                callback = self._calls.get(descriptor)
                if callback is not None:
                    self._call(callback)
            self._due()

    def _pause(self) -> float | None:
        while self._timers and self._timers[0][2].callback is None:
            heapq.heappop(self._timers)
        return max(self._timers[0][0] - self.now, 0.0) if self._timers else None

    def _due(self) -> None:
        now = self.now
        while self._timers and self._timers[0][0] <= now:
            timer = heapq.heappop(self._timers)[2]
            if timer.callback is not None:
                self._call(timer.callback)

    def _call(self, callback: Callback) -> None:
        try:
            callback()
        except Exception as error:
            self._report(error)

    def stop(self) -> None:
        """Return from ``run`` soon."""
        self._going = False

    def close(self) -> None:
        """Give back what the loop itself holds."""
        if self._signals is not None:
            signal.set_wakeup_fd(-1)
            for descriptor in self._signals:
                os.close(descriptor)
        self._epoll.close()


def in_child() -> None:
    """After a fork: signals do what they do by themselves again."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)
