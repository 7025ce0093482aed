"""Connections that an IBM i itself recorded: trace points of System TLS and entries of the audit journal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ssldiag.facts.core import Facts
from ssldiag.facts.ibmi_documents import documents
from ssldiag.facts.ibmi_systems import system_of
from ssldiag.model import Located, Place


@dataclass(frozen=True, slots=True)
class TraceEvent:
    """One trace point of a TRCINT print. ``point`` is 17000 to 17009; ``protocol`` the version that it
    stands for, in the words of QSSLPCL, empty for points whose meaning is not known (17006 and on).

    ``properties`` are the labels of its data and what stands behind them (``LOCAL PORT``: ``992``), besides
    ``PROTOCOL`` and ``CIPHER``; ``items`` all data in order, decoded from EBCDIC. ``task`` and ``stamp`` are
    as printed, empty where they are not.
    """

    system: str
    point: Located[int]
    protocol: str
    properties: dict[str, str]
    task: str
    stamp: str
    items: tuple[str, ...]
    place: Place

    @property
    def cipher(self) -> str:
        """The cipher suite by its registry name; empty where the data name none."""
        return self.properties.get("CIPHER", "")

    @property
    def local_port(self) -> int | None:
        """The port of this system, where the data name it."""
        word = self.properties.get("LOCAL PORT", "")
        return int(word) if word.isascii() and word.isdigit() and len(word) <= 5 else None


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

_CIPHER = re.compile(r"\b(?:TLS|SSL)_[A-Z0-9_]+\b")


def build_traces(facts: Facts) -> Iterator[TraceEvent]:
    """Every trace point of every TRCINT print."""
    for item in documents(facts, "ibmi_trace"):
        system = system_of(facts, item.file)
        for row in item.rows:
            yield TraceEvent(
                system,
                row.point,
                PROTOCOL_OF_POINT.get(row.point.value, ""),
                labelled(row.items),
                row.task,
                row.stamp,
                row.items,
                row.place,
            )


def labelled(items: tuple[str, ...]) -> dict[str, str]:
    """Labels and what stands behind each: the version and the cipher come first and have none."""
    found: dict[str, str] = {}
    rest = list(items)
    if rest and rest[0].upper() == "CONNECTION PROPERTIES":
        rest = rest[1:]
    while rest and (rest[0].startswith(("TLSV", "SSLV", "TLS_", "SSL_"))):
        found.setdefault("CIPHER" if "_" in rest[0] else "PROTOCOL", rest[0])
        rest = rest[1:]
    for label, value in zip(rest[::2], rest[1::2], strict=False):
        found.setdefault(label.upper(), value)
    return found


def build_audit(facts: Facts) -> Iterator[AuditEvent]:
    """Every SK entry."""
    for item in documents(facts, "ibmi_audit"):
        system = system_of(facts, item.file)
        for row in item.rows:
            cipher = _CIPHER.search(row.properties[:400])
            yield AuditEvent(
                system,
                row.type,
                row.at,
                row.local_address,
                row.local_port,
                row.remote_address,
                row.remote_port,
                row.version.upper().removeprefix("*"),
                cipher[0] if cipher else "",
                row.properties,
                row.job,
                row.user,
                row.place,
            )
