"""What happens to one TCP connection, as a reader of packets (or a proxy, or a probe) tells it, in order
of time.

The two directions are told apart as ``a`` and ``b`` until it is clear who is the client: ``a`` sent
the first SYN, else the first bytes.
"""

from __future__ import annotations

from typing import Literal

from ssldiag.wire.values import value

Direction = Literal["a", "b"]


@value(frozen=True, slots=True)
class Opened:
    """A SYN (``step`` syn) or SYN-ACK (syn_ack) or the ACK that ends the TCP handshake (ack)."""

    direction: Direction
    step: Literal["syn", "syn_ack", "ack"]
    frame: int
    time: float


@value(frozen=True, slots=True)
class Data:
    """Bytes in sequence, each once. ``frame`` and ``time`` (seconds since 1970) are those of the packet
    that completed them.
    """

    direction: Direction
    data: bytes
    frame: int
    time: float


@value(frozen=True, slots=True)
class Gap:
    """``size`` bytes of this direction are not in the capture; None where it is not known how many.

    ``cut``: they were on the wire but the snap length cut them off; else lost, or never seen.
    """

    direction: Direction
    size: int | None
    frame: int
    time: float
    cut: bool = False


@value(frozen=True, slots=True)
class Closed:
    """A FIN or RST from this direction."""

    direction: Direction
    how: Literal["fin", "rst"]
    frame: int
    time: float


@value(frozen=True, slots=True)
class Ended:
    """Nothing more comes: end of capture, idle too long (``why`` idle), or the port was used anew
    (reused).
    """

    why: Literal["capture", "idle", "reused"]
    frame: int
    time: float


Event = Opened | Data | Gap | Closed | Ended


@value(frozen=True, slots=True)
class Quality:
    """What the reader of packets knows of a connection's capture. Byte counts are TCP payload seen per
    direction. ``lost`` of the gaps are no fault of the capture: the side that they were for never
    acknowledged them, and closed.
    """

    a_bytes: int = 0
    b_bytes: int = 0
    gaps: int = 0
    retransmitted: int = 0
    out_of_order: int = 0
    overlaps: int = 0
    truncated: bool = False
    one_sided: bool = False
    starts_mid_stream: bool = False
    lost: int = 0
