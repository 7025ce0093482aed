"""A handshake and its parsed certificates in, the questions that every rule asks of them out.

It knows the order of things and who closed when; it judges nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, Generic, Literal, TypeVar

from ssldiag.keydb.model import Certificate
from ssldiag.wire.model import Alert, Handshake, Hello, Message, Side
from ssldiag.wire.numbers import is_tls13
from ssldiag.wire.values import value

T = TypeVar("T")

CLOSE_NOTIFY = 0
DECODE_ERROR = 50
TAG = 16
"""Bytes that the AEADs of all TLS 1.3 suites but CCM_8 add to a record (RFC 8446 5.2, RFC 5116 5)."""
ALERT_RECORD = 2 + 1 + TAG
"""An alert, its content type and the tag: what an unpadded encrypted TLS 1.3 alert measures."""

FIRST_SSL = 1994
"""The year of the first SSL (RFC 6101 1): an earlier time of a packet is none."""

WHEN = attrgetter("time", "frame")

TEXTUAL = frozenset(b"\t\r\n") | frozenset(range(0x20, 0x7F))


def other(side: Side) -> Side:
    """The other side."""
    return "server" if side == "client" else "client"


@value(frozen=True, slots=True)
class Closing:
    """How a side closed, as far as the capture shows."""

    side: Side
    how: Literal["fin", "rst"]
    frame: int


class lazily(Generic[T]):
    """``functools.cached_property`` without the lock that Python 3.11 takes for each value of each object."""

    def __init__(self, work_out: Callable[[Any], T]) -> None:
        self._work_out = work_out
        self.__doc__ = work_out.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, scene: Any, owner: type | None = None) -> T:
        """The value; from then on it stands in the object itself, where it is found first."""
        found: T = self._work_out(scene)
        scene.__dict__[self._name] = found
        return found


@value(frozen=True, slots=False)
class Scene:
    """A handshake as the rules see it. ``now`` and ``certificates`` are what the verdict was asked with;
    ``captured`` tells that it comes from a capture, which may have missed something.

    What costs time is worked out when it is first asked for; ``memo`` keeps what other modules work out.
    """

    handshake: Handshake
    certificates: Sequence[Certificate] = ()
    now: datetime | None = None
    captured: bool = True
    memo: dict[str, Any] = field(default_factory=dict, repr=False)

    @lazily
    def moment(self) -> datetime | None:
        """What certificates are judged by: ``now``, else when it began; None if that is not known.

        Captures without times say 1970, before there was any SSL.
        """
        if self.now is not None:
            return self.now if self.now.year >= FIRST_SSL else None
        try:
            began = datetime.fromtimestamp(self.handshake.start, UTC)
        except (ValueError, OverflowError, OSError):  # a damaged capture can claim any time
            return None
        return began if began.year >= FIRST_SSL else None

    @lazily
    def chains(self) -> Mapping[Side, tuple[Certificate, ...]]:
        """The certificates by the side that showed them; they are matched by their bytes."""
        by_der = {certificate.der: certificate for certificate in self.certificates}
        chains: dict[Side, list[Certificate]] = {}
        for seen in self.handshake.certificates:
            certificate = by_der.get(seen.der) or _prefix(seen.der, by_der.values())
            if certificate is not None:
                chains.setdefault(seen.side, []).append(certificate)
        return {side: tuple(chain) for side, chain in chains.items()}

    @lazily
    def in_order(self) -> tuple[Message, ...]:
        """The messages in order of time. Those behind a gap are told later than they came."""
        time, frame, messages = 0.0, 0, self.handshake.messages
        for message in messages:
            if message.time < time or (message.time == time and message.frame < frame):
                return tuple(sorted(messages, key=WHEN))
            time, frame = message.time, message.frame
        return messages

    @lazily
    def closings(self) -> tuple[Closing, ...]:
        """The first FIN and the first RST, in the order of their frames."""
        ending = self.handshake.ending
        found = []
        if ending.first_fin is not None:
            found.append(Closing(ending.first_fin, "fin", ending.fin_frame or 0))
        if ending.first_rst is not None:
            found.append(Closing(ending.first_rst, "rst", ending.rst_frame or 0))
        return tuple(sorted(found, key=lambda closing: closing.frame))

    @property
    def hello(self) -> Hello | None:
        """The (first) ClientHello."""
        return self.handshake.client_hello

    @property
    def tls13(self) -> bool:
        """Whether TLS 1.3 (or a draft of it) was negotiated."""
        return is_tls13(self.handshake.version)

    def chain(self, side: Side) -> tuple[Certificate, ...]:
        """The certificates a side showed, those that could be read."""
        return self.chains.get(side, ())

    def messages(self, side: Side | None = None, *types: str) -> list[Message]:
        """The messages of a side (of both if None) of these types (of all if none is named)."""
        return [
            message
            for message in self.in_order
            if side in (None, message.side) and (not types or message.type in types)
        ]

    def first(self, side: Side | None, *types: str) -> Message | None:
        """The first such message."""
        return next(iter(self.messages(side, *types)), None)

    def sent(self, side: Side) -> int:
        """Bytes of TCP payload that this side sent, as far as was seen; at least 1 if it said anything."""
        quality = self.handshake.quality
        count = quality.a_bytes if side == "client" else quality.b_bytes
        said = bool(self.first_bytes(side) or self.messages(side) or self.alerts(side))
        return max(count, int(said))

    def first_bytes(self, side: Side) -> bytes:
        """The first bytes that a side sent where they were kept."""
        return self.handshake.first_bytes[0 if side == "client" else 1]

    def alerts(self, side: Side) -> list[Alert]:
        """The alerts of a side, those included that only their size gives away."""
        return [alert for alert in self.handshake.alerts if alert.side == side]

    def data(self, side: Side) -> int:
        """Application data that this side sent, in the decoder's measure (0: none)."""
        return self.handshake.application_data[0 if side == "client" else 1]

    def closed_by(self, side: Side) -> Closing | None:
        """The first sign that this side closed."""
        return next((closing for closing in self.closings if closing.side == side), None)

    def first_closing(self) -> Closing | None:
        """Who closed first."""
        return next(iter(self.closings), None)

    def after_close_of(self, side: Side, frame: int) -> bool:
        """Whether this frame comes after ``side`` had closed (the closing packet itself may carry data)."""
        closing = self.closed_by(side)
        return closing is not None and closing.frame < frame

    def reaction(self, alert: Alert) -> bool:
        """Whether an alert only answers the other side's close.

        OpenSSL sends decode_error when a connection ends too soon (measured with 3.0), close_notify is common
        too; other alerts are about what was said before the FIN. After a reset nothing is about anything.
        """
        closing = self.closed_by(other(alert.side))
        if closing is None or closing.frame >= alert.frame:
            return False
        said = self.messages(other(alert.side)) or self.first_bytes(other(alert.side))
        return closing.how == "rst" or not said or alert.code in (None, CLOSE_NOTIFY, DECODE_ERROR)

    def client_certificate(self) -> Literal["given", "empty"] | None:
        """Whether the client showed a certificate or an empty list; None: neither, or it was not seen."""
        given = self.handshake.client_certificate_given
        return None if given is None else "given" if given else "empty"


def _prefix(der: bytes, certificates: Iterable[Certificate]) -> Certificate | None:
    """The certificate that these bytes start with: a reader leaves out what follows a certificate."""
    return next((one for one in certificates if one.der and der.startswith(one.der)), None)


def is_text(data: bytes) -> bool:
    """Whether these bytes read as text (or as telnet commands, RFC 854: FF, a verb, an option)."""
    return bool(data) and (data[0] == 0xFF or all(byte in TEXTUAL for byte in data[:16]))
