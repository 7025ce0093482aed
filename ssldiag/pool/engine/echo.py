"""An application that answers each client with what it sends, inside the server's own loop."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress

from ssldiag.pool.engine.loop import IN, OUT, SIZE, Loop


class Echo:
    """Listens on an abstract Unix socket; ``backend`` is how a plan names it."""

    def __init__(self, loop: Loop, name: str) -> None:
        self.backend = f"@{name}"
        self._loop = loop
        self._open: set[_Echoed] = set()
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        self._listener.bind(f"\0{name}")
        self._listener.listen(1024)
        loop.add(self._listener.fileno(), self._arrived)

    def _arrived(self, _: int) -> None:
        with suppress(OSError):
            end, _address = self._listener.accept()
            end.setblocking(False)
            self._open.add(_Echoed(self._loop, end, self._open.discard))

    def close(self) -> None:
        """Listen no more, and end what is open."""
        self._loop.drop(self._listener.fileno())
        self._listener.close()
        for each in list(self._open):
            each.close()


class _Echoed:
    """One connection. Nothing is read while something waits to be sent."""

    def __init__(self, loop: Loop, end: socket.socket, ended: Callable[[_Echoed], None]) -> None:
        self._loop, self._end, self._ended = loop, end, ended
        self._waiting = b""
        loop.add(end.fileno(), self._ready)

    def _ready(self, events: int) -> None:
        try:
            data = self._waiting or self._end.recv(SIZE)
            if not data:
                self.close()
                return
            sent = self._end.send(data)
        except BlockingIOError:
            return
        except OSError:
            self.close()
            return
        before, self._waiting = bool(self._waiting), data[sent:]
        if before != bool(self._waiting):
            self._loop.epoll.modify(self._end.fileno(), OUT if self._waiting else IN)

    def close(self) -> None:
        """End it."""
        self._loop.drop(self._end.fileno())
        self._end.close()
        self._ended(self)
