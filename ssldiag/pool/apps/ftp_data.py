"""Data connections of the FTP server: passive and active, in the clear or secured, of one client only."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from dataclasses import dataclass

from ssldiag.pool.apps.link import Link
from ssldiag.pool.apps.stream import Stream

WAIT = 20.0
"""Seconds that a client has to make a data connection."""


class NoData(Exception):
    """There is no data connection; the text is the reply."""


@dataclass
class Ways:
    """How the next data connection comes about: a listener of ours, or an address of the client's."""

    listener: socket.socket | None = None
    target: tuple[str, int] | None = None

    def forget(self) -> None:
        """Close the listener, forget the address."""
        if self.listener is not None:
            self.listener.close()
        self.listener = self.target = None

    def listen(self, control: Stream) -> tuple[str, int]:
        """Open a listener on the address of the control connection. Raises NoData."""
        self.forget()
        host = control.local[0] or "127.0.0.1"
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        sock = socket.socket(family)
        try:
            sock.bind((host, 0))
            sock.listen(1)
        except OSError as error:
            sock.close()
            raise NoData(f"425 Cannot listen: {error.strerror}") from error
        sock.setblocking(False)
        self.listener = sock
        return host, sock.getsockname()[1]

    async def open(self, control: Stream) -> Stream:
        """Make the data connection. Raises NoData."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(WAIT):
                if self.listener is not None:
                    sock, _ = await loop.sock_accept(self.listener)
                elif self.target is not None:
                    host, port = self.target
                    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
                    sock.setblocking(False)
                    await loop.sock_connect(sock, (host, port))
                else:
                    raise NoData("425 Use PASV, EPSV, PORT or EPRT first")
        except (OSError, TimeoutError) as error:
            raise NoData("425 Cannot open the data connection") from error
        finally:
            self.forget()
        stream = Stream(sock, control.idle)
        if control.foreign[0] and stream.foreign[0] != control.foreign[0]:
            stream.close()
            raise NoData("425 The data connection comes from somebody else")
        return stream

    def take_port(self, words: str, control: Stream) -> None:
        """PORT (RFC 959). Raises NoData for an address that is not the client's (RFC 2577, section 3)."""
        numbers = [int(word) for word in words.split(",") if word.strip().isdigit()]
        if len(numbers) != 6 or max(numbers) > 255:
            raise NoData("501 PORT h1,h2,h3,h4,p1,p2")
        self.take(".".join(map(str, numbers[:4])), numbers[4] * 256 + numbers[5], control)

    def take_eprt(self, words: str, control: Stream) -> None:
        """EPRT (RFC 2428). Raises NoData."""
        match = re.fullmatch(r"(.)([12])\1([0-9A-Fa-f.:]{2,45})\1(\d{1,5})\1", words.strip())
        if match is None:
            raise NoData("501 EPRT |1|address|port|")
        self.take(match[3], int(match[4]), control)

    def take(self, host: str, port: int, control: Stream) -> None:
        """Keep the client's address for the next data connection. Raises NoData."""
        self.forget()
        theirs = control.foreign[0]
        same = not theirs or ipaddress.ip_address(host) == ipaddress.ip_address(theirs)
        if not same or not 1024 <= port <= 65535:
            raise NoData("500 Only an unprivileged port of your own address will do")
        self.target = host, port


async def secured(link: Link, stream: Stream, protect: bool) -> Stream:
    """The data connection, with TLS if it is to be protected. Raises NotSecured."""
    return await link.secure(stream) if protect else stream
