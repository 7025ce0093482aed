"""Where plaintext goes: ``host:port``, or the path of a Unix socket (``@name`` for an abstract one)."""

from __future__ import annotations

import _socket
import errno
import os
import socket
from dataclasses import dataclass

_GOING_ON = (0, errno.EINPROGRESS)
_KIND = int(socket.SOCK_STREAM | socket.SOCK_NONBLOCK)


@dataclass(frozen=True, slots=True)
class Target:
    """An address to connect to."""

    family: socket.AddressFamily
    address: str | tuple[str, int]
    text: str

    def open(self) -> _socket.socket:
        """A socket that is connected or about to be, of the class beneath ``socket.socket``, which adds
        nothing that is needed here; it never waits. Raises BlockingIOError if a Unix
        socket's queue is full (try again), OSError for the rest.
        """
        end = _socket.socket(self.family, _KIND)
        code = end.connect_ex(self.address)
        if code in _GOING_ON:
            if self.family != socket.AF_UNIX:
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return end
        end.close()
        raise OSError(code, os.strerror(code))


def target(text: str) -> Target:
    """The target that a text names. Raises ValueError, and OSError for a host that is not known."""
    if text.startswith(("/", "./", "@")):
        return Target(socket.AF_UNIX, "\0" + text[1:] if text[0] == "@" else text, text)
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError(f"{text} is neither host:port nor the path of a Unix socket")
    found = socket.getaddrinfo(host.strip("[]") or "127.0.0.1", int(port), type=socket.SOCK_STREAM)
    family, _, _, _, address = found[0]
    return Target(family, (str(address[0]), int(address[1])), text)
