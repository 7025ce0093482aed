"""Who accepts: a server polls the secure ports only while it is its turn and it has room.

All servers inherit the listening sockets. The turn and the books are shared words; a change of turn is told
to the server that has it with its eventfd. What each server writes is its own: ``taken``, ``closed``,
``peak``, ``total``, ``failed``.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from ssldiag.pool.control import MAX_SESSIONS, NOBODY, PER_SERVER, TURN, Control
from ssldiag.pool.engine.loop import Loop
from ssldiag.pool.plan import SecurePort

Arrival = Callable[[SecurePort, socket.socket, tuple[str, int]], None]


class Gate:
    """The listeners and the books of one server."""

    def __init__(
        self,
        control: Control,
        index: int,
        wake: Sequence[int],
        loop: Loop,
        listeners: Sequence[tuple[SecurePort, socket.socket]],
        arrived: Arrival,
    ) -> None:
        self.control, self.index, self.loop = control, index, loop
        self._wake, self._arrived = wake, arrived
        self._listeners = tuple(listeners)
        self._armed = False
        self.barred = self._paused = False

    def open(self) -> None:
        """Listen for changes of the turn, and take it if it is there."""
        loop, mine = self.loop, self._wake[self.index]
        loop.add(mine, lambda _: self._woken(mine))
        for port, listener in self._listeners:
            listener.setblocking(False)
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # what it accepts inherits this
            loop.handlers[listener.fileno()] = self._ready(port, listener)
        self.look()

    def _woken(self, descriptor: int) -> None:
        with suppress(BlockingIOError):
            os.eventfd_read(descriptor)
        self.look()

    def look(self) -> None:
        """Poll the listeners if it is this server's turn, else leave them alone."""
        mine = self.control.words[TURN] == self.index and not self.barred and not self._paused
        if mine != self._armed:
            self._armed = mine
            for _, listener in self._listeners:
                if mine:
                    self.loop.epoll.register(listener.fileno(), 1)
                else:
                    self.loop.epoll.unregister(listener.fileno())

    def bar(self) -> None:
        """Take no more connections."""
        self.barred = True
        self.look()

    def choose(self) -> None:
        """Choose whose turn it is, and wake who has it: the stack if nobody has."""
        turn = self.control.choose()
        self.look()
        if turn != self.index:
            with suppress(BlockingIOError):
                os.eventfd_write(self._wake[-1 if turn == NOBODY else turn], 1)

    def _all_full(self) -> bool:
        """MAXSESSIONS is reached; where it is no less than the servers' own limits, they will tell."""
        control, words = self.control, self.control.words
        most = words[MAX_SESSIONS]
        return most < words[PER_SERVER] * control.servers and control.all_current() >= most

    def _ready(self, port: SecurePort, listener: socket.socket) -> Callable[[int], None]:
        control = self.control
        words, handed, taken, closed = control.words, control.handed, control.taken, control.closed
        beneath: Any = listener  # ``accept`` of socket.socket itself looks up names each time
        me, arrived, make, accept = self.index, self._arrived, socket.socket, beneath._accept
        family, kind = int(listener.family), int(listener.type)

        def ready(_: int) -> None:
            if words[TURN] != me or not self._armed:
                self.look()
                return
            here = handed[me] + taken[me] - closed[me]
            if here >= words[PER_SERVER] or self._all_full():
                self.choose()
                return
            try:
                descriptor, foreign = accept()
            except (BlockingIOError, ConnectionAbortedError):
                return
            except OSError:  # no descriptors left: wait for one to be closed
                self._pause()
                return
            taken[me] += 1
            client = make(family, kind, 0, descriptor)
            client.setblocking(False)
            arrived(port, client, foreign if len(foreign) == 2 else foreign[:2])

        return ready

    def _pause(self) -> None:
        """Out of descriptors: level-triggered polling would spin."""
        self._paused = True
        self.look()
        self.loop.after(0.1, self._resume)

    def _resume(self) -> None:
        self._paused = False
        self.look()

    def count(self) -> None:
        """A connection is here: the totals."""
        control, me = self.control, self.index
        control.total[me] += 1
        current = control.handed[me] + control.taken[me] - control.closed[me]
        if current > control.peak[me]:
            control.peak[me] = current
        if current >= control.words[PER_SERVER] and control.words[TURN] == me:
            self.choose()

    def left(self) -> None:
        """A connection is over."""
        control, me = self.control, self.index
        control.closed[me] += 1
        if control.words[TURN] > me and not self.barred:
            self.choose()
