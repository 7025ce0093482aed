"""The course of a handshake: what was gathered, both directions, and where reading stands. The readers of
records and messages (:mod:`ssldiag.wire.flow`, :mod:`ssldiag.wire.meaning`, :mod:`ssldiag.wire.old_flow`)
write to it.
"""

from __future__ import annotations

from copy import copy

from ssldiag.wire.decrypt import Decrypter
from ssldiag.wire.gathered import (
    LOST,
    MAX_CERTIFICATE_BYTES,
    MAX_CERTIFICATES,
    MAX_MESSAGES,
    TLS,
    Gathered,
    Half,
)
from ssldiag.wire.keylog import KeyLog
from ssldiag.wire.model import Hello

MAX_HANDSHAKES = 20
"""Handshakes in the clear that are kept of one connection besides the last: an FTP session that goes back to
plain text (CCC, RFC 4217 3) may have a few.
"""


class Course:
    """``got`` is what was said; ``frame`` and ``time`` are those of the packet that is being read."""

    __slots__ = ("before", "decrypter", "frame", "got", "halves", "keylog", "time")

    def __init__(self, a: Half, b: Half, keylog: KeyLog | None) -> None:
        self.halves = a, b
        self.keylog = keylog
        self.decrypter: Decrypter | None = None
        self.got = Gathered()
        self.before: list[Gathered] = []
        self.frame = 0
        self.time = 0.0

    def again(self) -> None:
        """A handshake of its own begins in the same connection."""
        self.got.halves = tuple(map(copy, self.halves))
        if len(self.before) < MAX_HANDSHAKES:
            self.before.append(self.got)
        self.got = Gathered()
        self.got.seen = True
        self.decrypter = None
        for half in self.halves:
            half.again()

    @property
    def keeps(self) -> bool:
        """Whether the bodies of application data are wanted, to be decrypted."""
        return self.decrypter is not None and self.decrypter.wants_data

    def other(self, half: Half) -> Half:
        """The other direction."""
        a, b = self.halves
        return b if half is a else a

    def decoded(self) -> list[Half]:
        """The directions in which TLS has begun."""
        return [half for half in self.halves if half.mode in (TLS, LOST)]

    def clear(self) -> None:
        """ChangeCipherSpec means nothing in TLS 1.3 (RFC 8446 D.4)."""
        for half in self.halves:
            half.encrypted = False

    def show(self, half: Half, what: str, size: int) -> None:
        """Put a message into the list, as long as there is room."""
        got = self.got
        if len(got.messages) < MAX_MESSAGES:
            got.messages.append((half.direction, what, self.frame, self.time, size))
        else:
            got.odd(f"more than {MAX_MESSAGES} messages; the rest is not listed", self.frame)

    def note(self, notes: list[str]) -> None:
        """Take over what a parser found odd."""
        for what in notes:
            self.got.odd(what, self.frame)

    def finish(self, half: Half) -> None:
        """A side has finished; note the moment at which both have."""
        got = self.got
        half.finished = True
        if not got.done and self.other(half).finished:
            got.done, got.done_time = True, self.time

    def offered(self, half: Half, said: Hello) -> None:
        """A ClientHello, in whichever form."""
        got = self.got
        if got.client is None:
            got.client = half.direction
        elif got.client != half.direction:
            got.odd("both sides sent a ClientHello", self.frame)
            return
        if got.client_hello is None:
            got.client_hello = said
        elif got.done:
            got.renegotiated = True
        elif got.retry is not None and got.second is None:
            got.second = said
        else:
            got.odd("another ClientHello though the server had not asked for one", self.frame)

    def answers(self, half: Half) -> None:
        """This direction is the server's."""
        if self.got.client is None:
            self.got.client = self.other(half).direction

    def showed(self, half: Half, found: tuple[bytes, ...], whole: bool) -> None:
        """Certificates; from a client none at all says something too."""
        got = self.got
        for der in found:
            got.certificate_bytes += len(der)
            if len(got.certificates) >= MAX_CERTIFICATES or got.certificate_bytes > MAX_CERTIFICATE_BYTES:
                got.odd("more certificates than are kept", self.frame)
                break
            got.certificates.append((half.direction, der, self.frame))
        if half.direction == got.client and (found or whole) and not got.done:
            got.client_certificate = bool(found)
