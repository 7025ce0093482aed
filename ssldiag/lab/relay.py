"""Stands between one client and a port: passes bytes on, writes them down, and does what faulty devices do.

One thread accepts, one carries each connection. Nothing is decoded: a fault counts bytes.
"""

from __future__ import annotations

import select
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ssldiag.lab.witness import Unheard, Witness
from ssldiag.pool.engine.recorder import PcapFile

PIECE = 65_536
PACKET = 1448
"""Bytes of data in a full packet of Ethernet, with the usual TCP options."""

FIRST_PORT = 49_152
"""Shown as the client's port where it is not known: the first dynamic one (RFC 6335, 6)."""

MOST = 64
"""Connections of one client: FTP needs two, what comes beyond is no client of ours."""

RESET = struct.pack("ii", 1, 0)
"""SO_LINGER with no time: closing resets."""

LONGEST = 30.0
"""Seconds that a connection may be silent: clients have at most 10."""


@dataclass(frozen=True, slots=True)
class Device:
    """What is between client and server. ``fault`` is a word of :mod:`ssldiag.lab.verbs`."""

    fault: str = "none"
    over: int = 0
    seconds: float = 1.0

    @property
    def faulty(self) -> bool:
        """Whether it does anything."""
        return self.fault != "none"

    @property
    def deaf(self) -> bool:
        """Whether no connection comes about."""
        return self.fault == "no-answer"


class Relay:
    """A port of its own in front of a port of the pool; a context."""

    def __init__(self, target: tuple[str, int], device: Device, capture: Path) -> None:
        self._target = target
        self._device = device
        self._file = PcapFile(str(capture), lambda _: None)
        self._socket = socket.create_server((target[0], 0), backlog=0 if device.deaf else None)
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._ended = False
        self.port: int = self._socket.getsockname()[1]

    def __enter__(self) -> Relay:
        if self._device.deaf:
            self._fall_silent()
        else:
            self._spawn(self._accept)
        return self

    def _fall_silent(self) -> None:
        """Nobody accepts, and the one place to wait in is taken: Linux ignores further SYNs (listen(2))."""
        self._open.append(socket.create_connection((self._target[0], self.port), 5.0))
        Unheard(self._file, (self._target[0], FIRST_PORT), self._target)

    def __exit__(self, *_: object) -> None:
        self._ended = True
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for end in self._open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5.0)
        for end in self._open:
            end.close()
        self._file.close()

    def _spawn(self, work: Callable[..., None], *words: object) -> None:
        thread = threading.Thread(target=work, args=words, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        for _ in range(MOST):
            try:
                client, address = self._socket.accept()
                server = socket.create_connection(self._target, 5.0)
            except OSError:
                return
            self._open += [client, server]
            link = Link(client, server, Witness(self._file, address[:2], self._target), self._device)
            self._spawn(link.carry)


class Link:
    """One connection through the relay: ``recv`` is the client's direction, ``send`` the server's."""

    def __init__(
        self, client: socket.socket, server: socket.socket, witness: Witness, device: Device
    ) -> None:
        self._ends = {"recv": client, "send": server}
        self._witness = witness
        self._device = device
        self._seen = dict.fromkeys(self._ends, 0)
        self._forgotten = False
        self._dark = False
        self._hole = False

    def carry(self) -> None:
        """Until both directions are over, or the device has cut it."""
        open_ = dict(self._ends)
        while open_:
            ready = select.select(open_.values(), [], [], self._patience())[0]
            if not ready and not self._silent():
                return
            for direction in [name for name, end in open_.items() if end in ready]:
                data = took(self._ends[direction])
                if data is None:
                    self._cut(direction)
                    return
                if not data:
                    self._over(direction)
                    del open_[direction]
                elif not self._handled(direction, data):
                    return
                self._seen[direction] += len(data)

    def _patience(self) -> float:
        waits = self._device.fault == "cut-when-idle" and self._seen["send"] and not self._forgotten
        return self._device.seconds if waits else LONGEST

    def _silent(self) -> bool:
        """Nothing came for a while: whether to go on."""
        if self._device.fault != "cut-when-idle" or self._forgotten:
            return False
        self._forgotten = True
        return True

    def _handled(self, direction: str, data: bytes) -> bool:
        """Pass data on, or do to it what the device does; whether the connection lives on.

        Once something was swallowed (``_dark``) the server waits for just that: nothing of what it says then
        would have been said.
        """
        fault = self._device.fault
        first = not self._seen[direction]
        if self._dark and direction == "send":
            return True
        if direction == "recv":
            if fault == "swallow-all" or (fault == "drop-hello" and first and len(data) > self._device.over):
                self._witness.unheard(data)
                self._dark = True
                return True
            if self._forgotten or (fault == "reset-after-hello" and first):
                self._witness.raw(direction, data)
                return self._cut()
        elif fault == "lose-certificate" and (first or self._hole):
            return self._holed(data)
        self._witness.raw(direction, data)
        with suppress(OSError):
            self._other(direction).sendall(data)
        return self._cut() if fault == "reset-after-answer" and direction == "send" else True

    def _other(self, direction: str) -> socket.socket:
        return self._ends["send" if direction == "recv" else "recv"]

    def _over(self, direction: str) -> None:
        if self._dark and direction == "send":
            return
        self._witness.ended(direction)
        with suppress(OSError):
            self._other(direction).shutdown(socket.SHUT_WR)

    def _cut(self, direction: str = "send") -> bool:
        """Resets both sides."""
        self._witness.reset(direction)
        for end in self._ends.values():
            with suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                end.close()
        return False

    def _holed(self, data: bytes) -> bool:
        """Full packets of an answer get lost, the rest comes behind a hole: the client cannot use it."""
        full = 0 if self._hole else len(data) // PACKET * PACKET
        if full:
            self._witness.lost(full)
            self._hole = True
        if self._hole:
            self._witness.behind(data[full:])
            return True
        self._witness.raw("send", data)
        with suppress(OSError):
            self._ends["recv"].sendall(data)
        return True


def took(end: socket.socket) -> bytes | None:
    """What came; nothing at the end, None for a reset."""
    try:
        return end.recv(PIECE)
    except OSError:
        return None
