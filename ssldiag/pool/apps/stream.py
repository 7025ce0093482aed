"""A connected socket as lines and bytes, bounded in length and time, nothing read ahead of a hand-over."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress

CHUNK = 65_536

CONNECT = 10.0
"""Seconds that a server on the same machine or network gets to take a connection."""


class Ended(Exception):
    """The other side closed the connection, or lost it."""


class Misused(Exception):
    """The other side sent more than is taken, or nothing in time; the text says which."""


class Stream:
    """One connection. ``idle`` is how many seconds a read waits, ``port`` what our own port is called, if not
    by its number: that of the profile.
    """

    def __init__(self, sock: socket.socket, idle: float, port: int = 0) -> None:
        sock.setblocking(False)
        self._port = port
        self.sock = sock
        self.idle = idle
        self.buffer = bytearray()

    @property
    def foreign(self) -> tuple[str, int]:
        """The partner's address and port; empty for a socket that has none."""
        return endpoint(self.sock, peer=True)

    @property
    def local(self) -> tuple[str, int]:
        """Our own address and port."""
        host, number = endpoint(self.sock, peer=False)
        return (host, self._port or number) if host else (host, number)

    async def more(self, most: int = CHUNK) -> None:
        """Read what is there. Raises Ended at the end of the stream, Misused after ``idle`` seconds."""
        loop = asyncio.get_running_loop()
        try:
            data = await asyncio.wait_for(loop.sock_recv(self.sock, most), self.idle or None)
        except TimeoutError:
            raise Misused("nothing was sent in time") from None
        except OSError as error:
            raise Ended(str(error)) from error
        if not data:
            raise Ended("closed")
        self.buffer += data

    async def line(self, longest: int) -> bytes:
        """The next line without its end (LF, or CR LF). Raises Ended, or Misused for a longer one."""
        searched = 0
        while (end := self.buffer.find(b"\n", searched)) < 0:
            searched = len(self.buffer)
            if searched > longest:
                raise Misused(f"a line is longer than {longest} bytes")
            await self.more()
        if end > longest:
            raise Misused(f"a line is longer than {longest} bytes")
        found = bytes(self.buffer[:end])
        del self.buffer[: end + 1]
        return found.removesuffix(b"\r")

    async def some(self, most: int = CHUNK) -> bytes:
        """What is there, at least one byte; empty at the end of the stream. ``most`` are read anew."""
        if not self.buffer:
            try:
                await self.more(most)
            except Ended:
                return b""
        found = bytes(self.buffer)
        self.buffer.clear()
        return found

    async def send(self, data: bytes) -> None:
        """Send all of it. Raises Ended, or Misused if the partner does not take it in time."""
        loop = asyncio.get_running_loop()
        try:
            await asyncio.wait_for(loop.sock_sendall(self.sock, data), self.idle or None)
        except TimeoutError:
            raise Misused("nothing was taken in time") from None
        except OSError as error:
            raise Ended(str(error)) from error

    def finish(self) -> None:
        """Say that nothing more will be sent."""
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Close it."""
        with suppress(OSError):
            self.sock.close()


def endpoint(sock: socket.socket, peer: bool) -> tuple[str, int]:
    """An address and port; ``("", 0)`` for a Unix socket or one that is gone."""
    try:
        found = sock.getpeername() if peer else sock.getsockname()
    except OSError:
        return "", 0
    return (str(found[0]), int(found[1])) if isinstance(found, tuple) else ("", 0)


async def connected(address: str, idle: float) -> Stream:
    """A connection to ``host:port``. Raises OSError."""
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    sock.setblocking(False)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, int(port), family=sock.family)
        async with asyncio.timeout(CONNECT):
            await asyncio.get_running_loop().sock_connect(sock, found[0][4])
    except (OSError, ValueError) as error:
        sock.close()
        raise OSError(str(error)) from error
    return Stream(sock, idle)


async def relay(one: Stream, other: Stream) -> None:
    """Carry bytes both ways until both sides have ended."""
    await asyncio.gather(carry(one, other), carry(other, one))


async def carry(source: Stream, target: Stream) -> None:
    """Carry bytes one way; the end of the stream is carried too."""
    with suppress(Ended, Misused):
        while data := await source.some():
            await target.send(data)
    target.finish()
