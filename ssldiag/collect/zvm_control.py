"""The control connection of FTP: ftplib with TLS in each of its ways, and with replies that are bounded in
time and size, whatever drips in.

Who logs on and what is asked for is not decided here.
"""

from __future__ import annotations

import ftplib
import socket
import ssl
import time
from dataclasses import dataclass, field

PORTS = {"tls": 21, "plain": 21, "implicit": 990}
"""What each way connects to unless told otherwise (RFC 959; 990 is FTP over TLS in IANA's list of ports)."""

LONGEST_REPLY = 64 * 1024
"""Bytes of one reply: a banner of many lines has a few thousand."""

BROKEN: tuple[type[Exception], ...] = (*ftplib.all_errors, ValueError, OverflowError)
"""What ftplib raises: its own errors, those of sockets, and those of numbers that a server made up."""

ENCODING = "latin-1"
"""Of replies and commands: any byte is a character, so no reply can be undecodable."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """``step``: seconds for one reply; ``file``: for one file; ``whole``: for the session; ``size``: bytes of
    a file."""

    step: float = 30.0
    file: float = 300.0
    whole: float = 3600.0
    size: int = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Door:
    """How to get in. ``way``: tls, implicit or plain; ``name``: the one that the certificate must be for."""

    host: str
    port: int
    way: str
    user: str
    password: str = field(repr=False)
    context: ssl.SSLContext
    name: str = ""


def context(authorities: str | None) -> ssl.SSLContext:
    """TLS that verifies: against the system's certificates, or those of a PEM file. Raises OSError.

    Python 3.13 began to refuse certificates without the extensions of RFC 5280, 4.2, which those of older CAs
    on z/VM may lack; all versions take them here.
    """
    made = ssl.create_default_context(cafile=authorities)
    made.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return made


class Control(ftplib.FTP_TLS):
    """ftplib with replies that are bounded in time and size, whatever drips in."""

    def __init__(self, door: Door, bounds: Bounds) -> None:
        super().__init__(context=door.context, timeout=bounds.step, encoding=ENCODING)
        self._door, self._bounds = door, bounds
        self._held = b""
        self._taken = 0
        self.ends = time.monotonic() + bounds.whole
        self._due = self.ends
        self.stage = "connect"

    def begin(self) -> str:
        """Connect, with TLS at once if it is implicit; the greeting."""
        door = self._door
        self.host, self.port = door.name or door.host, door.port  # ftplib verifies data connections by it
        self.sock = socket.create_connection((door.host, door.port), timeout=self._bounds.step)
        self.af = self.sock.family
        if door.way == "implicit":
            self.sock = self.context.wrap_socket(self.sock, server_hostname=self.host)
        self.welcome = self.getresp()
        return self.welcome

    def secure(self) -> None:
        """AUTH TLS on this connection (RFC 4217, 4). Nothing that came before it counts as said in it."""
        self.voidcmd("AUTH TLS")
        if self._held:
            raise ftplib.error_proto("bytes in clear text behind the reply to AUTH")
        assert self.sock is not None
        self.sock = self.context.wrap_socket(self.sock, server_hostname=self.host)

    def getresp(self) -> str:
        """One reply, within the time for it."""
        self._due = min(time.monotonic() + self._bounds.step, self.ends)
        self._taken = 0
        return super().getresp()

    def getline(self) -> str:
        """One line of a reply without its end."""
        while b"\n" not in self._held:
            if self._taken > LONGEST_REPLY:
                raise ftplib.error_proto("a reply without end")
            left = self._due - time.monotonic()
            if left <= 0:
                raise TimeoutError("no reply in time")
            assert self.sock is not None
            self.sock.settimeout(left)
            piece = self.sock.recv(4096)
            if not piece:
                raise EOFError("the server closed the connection")
            self._held += piece
            self._taken += len(piece)
        line, _, self._held = self._held.partition(b"\n")
        return line.removesuffix(b"\r").decode(ENCODING)

    def putline(self, line: str) -> None:
        """Send a command, within the time for one step."""
        assert self.sock is not None
        self.sock.settimeout(self._bounds.step)
        super().putline(line)

    @property
    def protocol(self) -> str:
        """The version of TLS, or that there is none."""
        found = self.sock.version() if isinstance(self.sock, ssl.SSLSocket) else None
        return found or "no TLS"


def why(error: BaseException) -> str:
    """An exception in a sentence."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"CERTIFICATE_VERIFY_FAILED: {error.verify_message}"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return str(error) or "the server closed the connection"
