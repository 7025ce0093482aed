"""Judged handshakes in, one at a time; what a reader of the whole capture wants to know out.

Memory does not grow with the capture: counts by word, a few of the slowest, certificates once each.
"""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ssldiag.capture.judged import Judged
from ssldiag.keydb.model import Certificate
from ssldiag.render.handshake_names import endpoint
from ssldiag.wire.model import Endpoint, Handshake
from ssldiag.wire.numbers import version_name

SLOWEST = 5
"""Slow handshakes that are named: enough to see whether it is one server."""

MOST_CERTIFICATES = 10_000
"""Different certificates that are remembered, some 3 KB each; more are counted and not looked at."""

MOST_ODDITIES = 100
"""Kinds of oddities that are counted: the words of some hold bytes, and more kinds are in no capture."""

MOST_SERVERS = 5
"""Servers that are remembered for one certificate."""


@dataclass(frozen=True, slots=True, order=True)
class Slow:
    """A handshake that took long."""

    duration: float
    frame: int
    file: str
    client: str
    server: str


@dataclass(slots=True)
class Odd:
    """Something unusual, by its words: where it was first, and in how many handshakes."""

    what: str
    file: str
    frame: int
    times: int = 0


@dataclass(slots=True)
class Known:
    """A certificate and where it was seen."""

    certificate: Certificate
    side: str
    times: int = 0
    shown_by: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Faults:
    """What the capture itself lacks, over all connections."""

    gaps: int = 0
    retransmitted: int = 0
    out_of_order: int = 0
    overlaps: int = 0
    truncated: int = 0
    one_sided: int = 0
    starts_mid_stream: int = 0
    with_gaps: int = 0
    affected: int = 0


@dataclass(slots=True)
class Tally:
    """The counts so far. ``failures`` counts causes by cause, side and confidence of failed handshakes."""

    outcomes: Counter[str] = field(default_factory=Counter)
    versions: Counter[str] = field(default_factory=Counter)
    ciphers: Counter[int] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    oddities: dict[str, Odd] = field(default_factory=dict)
    starttls: Counter[str] = field(default_factory=Counter)
    faults: Faults = field(default_factory=Faults)
    first: float | None = None
    last: float | None = None
    certificates: dict[str, Known] = field(default_factory=dict)
    certificates_left_out: int = 0
    _slowest: list[Slow] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All handshakes."""
        return self.outcomes.total()

    @property
    def slowest(self) -> list[Slow]:
        """The slowest completed handshakes, the slowest first."""
        return sorted(self._slowest, reverse=True)

    def add(self, judged: Judged) -> None:
        """Take one more into account."""
        handshake, verdict = judged.handshake, judged.verdict
        self.outcomes[verdict.outcome] += 1
        if verdict.outcome != "completed":
            self.causes[verdict.cause] += 1
        if handshake.oddities:
            self._add_oddities(handshake)
        if handshake.version is not None:
            self.versions[version_name(handshake.version)] += 1
        chosen = chosen_cipher(handshake)
        if chosen is not None:
            self.ciphers[chosen] += 1
        if handshake.starttls:
            self.starttls[handshake.starttls] += 1
        self.first = handshake.start if self.first is None else min(self.first, handshake.start)
        self.last = handshake.end if self.last is None else max(self.last, handshake.end)
        self._add_faults(handshake)
        self._add_slow(handshake)
        self._add_certificates(judged)

    def expiring(self, now: datetime, days: int) -> list[Known]:
        """Certificates that have expired or will within ``days``, the first to expire first."""
        limit = now + timedelta(days=days)
        found = [item for item in self.certificates.values() if ends(item.certificate, limit)]
        return sorted(found, key=lambda item: (item.certificate.not_after or limit, item.certificate.sha256))

    def _add_faults(self, handshake: Handshake) -> None:
        quality, faults = handshake.quality, self.faults
        faults.gaps += quality.gaps
        faults.with_gaps += quality.gaps > 0
        faults.retransmitted += quality.retransmitted
        faults.out_of_order += quality.out_of_order
        faults.overlaps += quality.overlaps
        faults.truncated += quality.truncated
        faults.one_sided += quality.one_sided
        faults.starts_mid_stream += quality.starts_mid_stream
        faults.affected += bool(
            quality.gaps or quality.truncated or quality.one_sided or quality.starts_mid_stream
        )

    def _add_oddities(self, handshake: Handshake) -> None:
        for what, frame in {oddity.what: oddity.frame for oddity in reversed(handshake.oddities)}.items():
            if what in self.oddities or len(self.oddities) < MOST_ODDITIES:
                self.oddities.setdefault(what, Odd(what, handshake.file, frame)).times += 1

    def _add_slow(self, handshake: Handshake) -> None:
        if handshake.duration is None:
            return
        if len(self._slowest) == SLOWEST and handshake.duration <= self._slowest[0].duration:
            return
        item = Slow(
            handshake.duration,
            handshake.first_frame,
            handshake.file,
            endpoint(handshake.client),
            endpoint(handshake.server),
        )
        heapq.heappush(self._slowest, item)
        if len(self._slowest) > SLOWEST:
            heapq.heappop(self._slowest)

    def _add_certificates(self, judged: Judged) -> None:
        for shown in judged.certificates:
            if shown.certificate is None:
                continue
            known = self.certificates.get(shown.sha256)
            if known is None:
                if len(self.certificates) >= MOST_CERTIFICATES:
                    self.certificates_left_out += 1
                    continue
                known = self.certificates[shown.sha256] = Known(shown.certificate, shown.side)
            known.times += 1
            who = endpoint(_holder(judged.handshake, shown.side))
            if len(known.shown_by) < MOST_SERVERS and who not in known.shown_by:
                known.shown_by.append(who)


def ends(certificate: Certificate, limit: datetime) -> bool:
    """Whether the certificate is valid no longer than ``limit``."""
    return certificate.not_after is not None and certificate.not_after <= limit


def chosen_cipher(handshake: Handshake) -> int | None:
    """The suite that the server chose."""
    hello = handshake.server_hello
    return hello.ciphers[0] if hello is not None and hello.format == "tls" and hello.ciphers else None


def _holder(handshake: Handshake, side: str) -> Endpoint:
    """A client is named without its port: each connection has another."""
    return handshake.server if side == "server" else Endpoint(handshake.client.ip, 0)
