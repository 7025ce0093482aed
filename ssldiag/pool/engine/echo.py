"""An application that answers each client with what it sends, inside the server's own loop."""

from __future__ import annotations

import socket
from contextlib import suppress

from ssldiag.pool.engine.loop import IN, OUT, SIZE, Loop


class Echo:
    """Listens on an abstract Unix socket; ``backend`` is how a plan names it."""

    def __init__(self, loop: Loop, name: str) -> None:
        self.backend = f"@{name}"
        self._loop = loop
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        self._listener.bind(f"\0{name}")
        self._listener.listen(1024)
        loop.add(self._listener.fileno(), self._arrived)

    def _arrived(self, _: int) -> None:
        with suppress(OSError):
            end, _address = self._listener.accept()
            end.setblocking(False)
            _Echoed(self._loop, end)


class _Echoed:
    """One connection. Nothing is read while something waits to be sent."""

    def __init__(self, loop: Loop, end: socket.socket) -> None:
        self._loop, self._end = loop, end
        self._waiting = b""
        loop.add(end.fileno(), self._ready)

    def _ready(self, events: int) -> None:
        try:
            data = self._waiting or self._end.recv(SIZE)
            if not data:
                self._close()
                return
            sent = self._end.send(data)
        except BlockingIOError:
            return
        except OSError:
            self._close()
            return
        before, self._waiting = bool(self._waiting), data[sent:]
        if before != bool(self._waiting):
            self._loop.epoll.modify(self._end.fileno(), OUT if self._waiting else IN)

    def _close(self) -> None:
        self._loop.drop(self._end.fileno())
        self._end.close()
