"""What happened on one connection, as it happens; then the decoded handshake and its verdict.

Frames are counted as a capture would: the first two are those of the TCP connection. The verdict is that of
:mod:`ssldiag.wire.verdict`, so that a refusal is explained as in a capture.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import lru_cache

from ssldiag.keydb.model import Certificate
from ssldiag.wire.conversation import Conversation
from ssldiag.wire.events import Closed, Data, Direction, Ended, Event, Opened, Quality
from ssldiag.wire.keylog import KeyLog
from ssldiag.wire.model import Endpoint, Handshake, Verdict


class Recording:
    """The events of one connection; ``a`` is the probe."""

    def __init__(self, target: str, client: Endpoint, server: Endpoint) -> None:
        self._file = target
        self._client = client
        self._server = server
        self._events: list[Event] = []
        self.bytes = {"a": 0, "b": 0}

    def _frame(self) -> tuple[int, float]:
        return len(self._events) + 1, time.time()

    def opening(self) -> None:
        """The SYN goes out."""
        self._events.append(Opened("a", "syn", *self._frame()))

    def opened(self, client: Endpoint) -> None:
        """The connection is there."""
        self._client = client
        self._events.append(Opened("b", "syn_ack", *self._frame()))
        self._events.append(Opened("a", "ack", *self._frame()))

    def data(self, direction: Direction, data: bytes) -> None:
        """Bytes that were sent (``a``) or came (``b``)."""
        if data:
            self.bytes[direction] += len(data)
            self._events.append(Data(direction, data, *self._frame()))

    def closed(self, direction: Direction, reset: bool = False) -> None:
        """A FIN or a reset."""
        self._events.append(Closed(direction, "rst" if reset else "fin", *self._frame()))

    def silent(self) -> None:
        """Nothing more came, and nobody closed."""
        self._events.append(Ended("idle", *self._frame()))

    def handshake(self, keylog: KeyLog) -> Handshake | None:
        """The handshake that this was."""
        if not self._events:
            return None
        conversation = Conversation(self._file, self._client, self._server, keylog, expected=True)
        for event in self._events:
            conversation.feed(event)
        found = conversation.result(Quality(self.bytes["a"], self.bytes["b"]))
        return found[0] if found else None


def judged(handshake: Handshake) -> Verdict:
    """Its verdict, with the certificates parsed that the server showed."""
    from ssldiag.wire.verdict import judge

    began = datetime.fromtimestamp(handshake.start, UTC)
    return judge(handshake, certificates(handshake), began, captured=False)


def certificates(handshake: Handshake) -> tuple[Certificate, ...]:
    """The certificates of a handshake that can be read."""
    return parsed(tuple(seen.der for seen in handshake.certificates))


def parsed(ders: tuple[bytes, ...]) -> tuple[Certificate, ...]:
    """The certificates that can be read, in their order."""
    return tuple(one for one in map(_read, ders[:MOST]) if one is not None)


def _read(der: bytes) -> Certificate | None:
    from ssldiag.keydb.certificate import NotACertificate

    try:
        return certificate(der)
    except NotACertificate:
        return None


def certificate(der: bytes) -> Certificate:
    """A certificate; one that was read lately is not read again. Raises NotACertificate.

    Each is wanted for the verdict, for its chain and for the output, and servers show the same ones again.
    """
    return _remembered(der) if len(der) <= SMALL else _remembered.__wrapped__(der)


@lru_cache(maxsize=256)
def _remembered(der: bytes) -> Certificate:
    from ssldiag.keydb.certificate import parse

    return parse(der)


MOST = 100
"""Certificates of a chain that are parsed; verdicts look at the first ten."""

SMALL = 16_384
"""Bytes of certificates that are remembered: usual ones have one or two thousand."""
