"""Runs what is said before TLS: bytes of the server in, an answer out, until TLS may begin or was refused.

A protocol is a generator over the bytes held so far: it takes what it used away, yields what to send, or
nothing while it needs more. Nothing here knows a protocol or a socket.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

Talk = Generator[bytes, None, None]
Script = Callable[[bytearray], Talk]

MOST = 64 * 1024
"""Bytes that a server may say before TLS: a greeting with a long notice has a few thousand."""

SHOWN = 200
"""Characters of its words that are repeated, as everywhere for plain text before TLS."""


class Refused(Exception):
    """The server said no, or does not speak this protocol; the text is a clause."""


class Dialogue:
    """A :class:`ssldiag.probe.dial.Prelude` made of a script."""

    def __init__(self, script: Script) -> None:
        self.done = False
        self.refused: str | None = None
        self._held = bytearray()
        self._left = MOST
        self._last = b""
        self._talk = script(self._held)

    def feed(self, data: bytes) -> bytes:
        """What to send next; nothing while more is needed, or when it is over."""
        self._held += data
        self._left -= len(data)
        self._last = (self._last + data)[-4 * SHOWN :]
        if self._left < 0:
            self.refused = f"the server said more than {MOST:,} bytes, and came to no answer"
        if self.done or self.refused is not None:
            return b""
        said = bytearray()
        try:
            while part := next(self._talk):
                said += part
        except StopIteration:
            self.done = True
        except Refused as error:
            self.refused = str(error)
        return bytes(said)

    @property
    def said(self) -> str:
        """The last line that came, for an end without an answer; empty if there was no text."""
        lines = [line for line in self._last.splitlines() if line.strip()]
        return shown(lines[-1]) if lines else ""


def shown(line: bytes) -> str:
    """Words of a server, shortened; what is not text stands as ``\\xff``."""
    return line.strip()[:SHOWN].decode("utf-8", "backslashreplace")


LONGEST = 8192
"""Bytes of a line or small message: capabilities of IMAP are the longest, with a few hundred."""


def line(held: bytearray) -> Generator[bytes, None, bytes]:
    """The next line, without its end. Raises Refused if there is none in sight."""
    looked = 0
    while (end := held.find(b"\n", looked)) < 0:
        if len(held) > LONGEST:
            raise Refused(f"it does not speak in lines: {shown(bytes(held[:40]))}")
        looked = len(held)
        yield b""
    found = bytes(held[:end]).rstrip(b"\r")
    del held[: end + 1]
    return found


def exactly(held: bytearray, size: int) -> Generator[bytes, None, bytes]:
    """The next ``size`` bytes."""
    while len(held) < size:
        yield b""
    found = bytes(held[:size])
    del held[:size]
    return found
