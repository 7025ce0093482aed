"""What a probing client knows in the middle of a connection: the one value of the package that changes. Only
:mod:`ssldiag.probe.client` and the two versions' modules beside it write to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from ssldiag.probe.hello import Offer
from ssldiag.probe.model import Ended
from ssldiag.probe.seal import Seal
from ssldiag.probe.shares import Share
from ssldiag.wire.cursor import Cursor, Cut
from ssldiag.wire.model import Hello
from ssldiag.wire.numbers import TLS10
from ssldiag.wire.suites import Suite

Open = Callable[[int, int, bytes], tuple[int, bytes] | None]
"""Kind, version and body of a record -> kind and content; None where it does not open."""


class Goal(IntEnum):
    """How far to go: its hello, all that the server says of itself, both Finished, a renegotiation."""

    HELLO = 1
    FLIGHT = 2
    FINISHED = 3
    RENEGOTIATED = 4


@dataclass(frozen=True, slots=True)
class Session:
    """What an earlier connection left to be taken up. ``secret`` is a master secret, in TLS 1.3 a PSK."""

    version: int
    cipher: int
    secret: bytes = field(repr=False)
    id: bytes = b""
    ticket: bytes = b""
    age_add: int = 0
    extended: bool = False


class Broken(Exception):
    """The handshake cannot go on; the text says why, as a clause. It does not leave :mod:`ssldiag.probe`."""


class Unable(Broken):
    """It is we who cannot go on: the server chose what is not computed here."""


@dataclass
class State:
    """``transcript`` are the handshake messages so far; ``secrets`` a key log of this connection by label."""

    offer: Offer
    random: bytes
    goal: Goal
    shares: Sequence[Share] = ()
    session: Session | None = None
    transcript: bytearray = field(default_factory=bytearray)
    secrets: dict[str, bytes] = field(default_factory=dict)
    server_hello: Hello | None = None
    retry: Hello | None = None
    suite: Suite | None = None
    version: int = 0
    record_version: int = TLS10
    open: Open | None = None
    seal: Seal | None = None
    wanted: bool = False
    alpn: str | None = None
    resumed: bool = False
    finished: bool = False
    renegotiated: bool = False
    new_session: Session | None = None
    ended: Ended | None = None
    flaw: str = ""
    alerts: list[tuple[int, int]] = field(default_factory=list)

    def end(self, how: Ended, flaw: str = "") -> None:
        """The first end counts."""
        if self.ended is None:
            self.ended, self.flaw = how, flaw

    def send(self, kind: int, content: bytes) -> bytes:
        """A record of ours, sealed once there are keys."""
        from ssldiag.probe.hello import records

        return self.seal(kind, content) if self.seal else records(kind, self.record_version, content)


def extensions_of(hello: Hello, server: bool = True) -> dict[int, bytes]:
    """The extensions of a decoded ServerHello by number; what is cut off is left out."""
    read = Cursor(hello.raw)
    found: dict[int, bytes] = {}
    try:
        read.take(2 + 32)
        read.vector(1)
        read.take(3 if server else 0)
        block = Cursor(read.vector(2))
        while block.left:
            number = block.number(2)
            found[number] = block.vector(2)
    except Cut:
        pass
    return found
