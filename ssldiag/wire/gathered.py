"""What has been seen of one handshake so far: the one value of this package that changes. Only
:mod:`ssldiag.wire.flow` writes to it; :mod:`ssldiag.wire.build` makes a Handshake of it.
"""

from __future__ import annotations

from ssldiag.wire.certificates import Request
from ssldiag.wire.events import Direction
from ssldiag.wire.messages import Messages
from ssldiag.wire.model import Hello
from ssldiag.wire.records import Records
from ssldiag.wire.tds import Packets

FRESH, PLAIN, TLS, LOST = range(4)
"""Modes of a direction: nothing decided yet; plain text; records; records are lost and looked for."""

MAX_MESSAGES = 2000
"""Messages listed of one handshake. A long certificate dialogue has thirty; a flood of tiny ones says nothing
new.
"""

MAX_ALERTS = 100
MAX_ODDITIES = 50
MAX_CERTIFICATES = 2000
"""Of one connection: two messages of the largest sort."""

MAX_CERTIFICATE_BYTES = 2 << 24
"""Kept of all certificates of a connection: two messages of the largest size."""

MAX_DATA_LISTED = 16
"""Records of application data that are listed per side; the rest is counted."""

Listed = tuple[Direction, str, int, float, int]
"""Direction, type, frame, time, size of a message."""


class Half:
    """One direction of the connection: how far its bytes are decoded. ``records`` and ``messages`` are there
    from the moment that TLS begins.
    """

    records: Records
    messages: Messages
    __slots__ = (
        "alert",
        "app",
        "changed_whole",
        "changes",
        "direction",
        "encrypted",
        "finished",
        "first",
        "held",
        "last_data",
        "listed",
        "messages",
        "mode",
        "plain",
        "records",
        "sure",
        "tds",
        "whole",
    )

    def __init__(self, direction: Direction) -> None:
        self.direction: Direction = direction
        self.mode = FRESH
        self.held = b""  # bytes of which it is not clear yet what they are
        self.first = b""
        self.plain = 0  # bytes of plain text so far
        self.sure = True  # messages are in step: nothing was lost
        self.whole = True  # no gap so far
        self.tds: Packets | None = None
        self.again()

    def again(self) -> None:
        """A handshake begins: keys are not in use, nothing is counted."""
        self.encrypted = False
        self.changes = 0  # ChangeCipherSpec records
        self.changed_whole = False  # nothing was missing up to the first of them
        self.finished = False
        self.app = 0  # records of application data
        self.listed = 0
        self.last_data: tuple[int, int, float] | None = None  # size, frame, time of the last one
        self.alert = b""  # first byte of an alert that is cut in two


class Gathered:
    """What was seen of a handshake."""

    __slots__ = (
        "alerts",
        "certificate_bytes",
        "certificates",
        "cipher",
        "client",
        "client_certificate",
        "client_hello",
        "client_signature",
        "decrypted",
        "dh_bits",
        "done",
        "done_time",
        "fatal",
        "full",
        "group",
        "halves",
        "hit",
        "mac_size",
        "messages",
        "oddities",
        "old",
        "plain",
        "renegotiated",
        "retry",
        "second",
        "seen",
        "server_hello",
        "signature",
        "stapled",
        "tls13",
        "version",
        "wanted",
    )

    def __init__(self) -> None:
        self.seen = False  # any TLS at all
        self.client: Direction | None = None
        self.client_hello: Hello | None = None
        self.second: Hello | None = None
        self.retry: Hello | None = None
        self.server_hello: Hello | None = None
        self.version: int | None = None
        self.cipher: int | None = None
        self.tls13 = False
        self.old = False  # SSL 2.0 all the way
        self.mac_size: int | None = None  # of a suite that does not encrypt; None if it does
        self.messages: list[Listed] = []
        self.certificates: list[tuple[Direction, bytes, int]] = []
        self.certificate_bytes = 0
        self.wanted: tuple[Request, int] | None = None
        self.client_certificate: bool | None = None
        self.alerts: list[tuple[Direction, int | None, int | None, int, float, bool]] = []
        self.oddities: dict[str, int] = {}  # what, and the frame where it was first so
        self.full = False  # a message that only a full handshake has
        self.hit: bool | None = None  # SSL 2.0's own word on resumption
        self.fatal = False
        self.done = False
        self.done_time = 0.0
        self.renegotiated = False
        self.group: int | None = None
        self.dh_bits: int | None = None
        self.signature: int | None = None
        self.client_signature: int | None = None
        self.stapled = False
        self.decrypted = False
        self.halves: tuple[Half, ...] = ()  # what they were when another handshake began
        self.plain = False  # something other than TLS was said

    def begun(self) -> tuple[int, float]:
        """Frame and time of the first message."""
        _, _, frame, time, _ = self.messages[0]
        return frame, time

    def odd(self, what: str, frame: int) -> None:
        """Note something that a healthy connection does not show; each thing once."""
        if what not in self.oddities and len(self.oddities) < MAX_ODDITIES:
            self.oddities[what] = frame
