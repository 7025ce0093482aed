"""Connections that an IBM i itself recorded: trace points of System TLS and entries of the audit journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ssldiag.model import Located, Place


@dataclass(frozen=True, slots=True)
class TraceEvent:
    """One trace point of a TRCINT print. ``point`` is 17000 to 17009; ``protocol`` the version that it
    stands for, in the words of QSSLPCL, empty for points whose meaning is not known (17006 and on).

    ``text`` is what the hexadecimal data spells in EBCDIC, ``words`` that text cut at what is no text;
    ``job`` and ``stamp`` as printed, empty where they are not.
    """

    system: str
    point: Located[int]
    protocol: str
    job: str
    stamp: str
    words: tuple[str, ...]
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """An SK entry of the audit journal. ``type``: ``S`` secure connection, ``X`` failed one, ``A`` accept,
    ``C`` connect, ``P`` port not available and others.

    ``protocol`` is in the words of QSSLPCL, ``cipher`` a registry name; both empty where there are none.
    """

    system: str
    type: Located[str]
    at: datetime | None
    local_address: str
    local_port: int | None
    remote_address: str
    remote_port: int | None
    protocol: str
    cipher: str
    properties: str
    job: str
    user: str
    place: Place

    @property
    def failed(self) -> bool:
        """Whether it records a failed handshake."""
        return self.type.value == "X"


PROTOCOL_OF_POINT = {
    17000: "SSLV2",
    17001: "SSLV3",
    17002: "TLSV1",
    17003: "TLSV1.1",
    17004: "TLSV1.2",
    17005: "TLSV1.3",
}
"""Trace points of System TLS (IBM support document N1020594). 17006 to 17009 are in the range that the trace
selects; what they mean is not known."""
