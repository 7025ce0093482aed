"""Handshakes in; each with its certificates parsed, its fingerprints and its verdict out. Reads no file.

A certificate that many connections show is parsed once: it is looked up by the digest of its bytes.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from ssldiag.keydb.certificate import NotACertificate, parse
from ssldiag.keydb.model import Certificate
from ssldiag.wire.fingerprint import ja3, ja3s, ja4
from ssldiag.wire.model import Handshake, Side, Verdict
from ssldiag.wire.verdict import judge

KEPT = 2048
"""Parsed certificates that are remembered, some 10 KB each: more servers than that are in few captures."""

LATEST = datetime.max.replace(tzinfo=UTC).timestamp() - 86_400


@dataclass(frozen=True, slots=True)
class Shown:
    """A certificate that a side showed. ``certificate`` is None where it is none; then ``error`` says why."""

    side: Side
    frame: int
    sha256: str
    certificate: Certificate | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A handshake and what there is to say of it. Fingerprints are None where there is no such hello."""

    handshake: Handshake
    verdict: Verdict
    certificates: tuple[Shown, ...]
    ja3: str | None
    ja3s: str | None
    ja4: str | None

    @property
    def failed(self) -> bool:
        """Whether the handshake came to nothing, as far as the capture tells."""
        return self.verdict.outcome == "failed"

    def chain(self, side: Side) -> tuple[Certificate, ...]:
        """The certificates of one side that could be read, in the order they were sent."""
        shown = (item for item in self.certificates if item.side == side)
        return tuple(item.certificate for item in shown if item.certificate is not None)


class Certificates:
    """Parses certificates, each once as long as no more than ``kept`` others came since."""

    def __init__(self, kept: int = KEPT, read: Callable[[bytes], Certificate] = parse) -> None:
        self._kept = kept
        self._read = read
        self._known: OrderedDict[str, Certificate | str] = OrderedDict()

    def shown(self, handshake: Handshake) -> tuple[Shown, ...]:
        """The certificates of a handshake, in the order they were sent."""
        return tuple(self._shown(seen.side, seen.frame, seen.der) for seen in handshake.certificates)

    def _shown(self, side: Side, frame: int, der: bytes) -> Shown:
        digest = hashlib.sha256(der).hexdigest()
        known = self._known.get(digest)
        if known is None:
            known = self._parsed(der)
            self._known[digest] = known
            if len(self._known) > self._kept:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(digest)
        if isinstance(known, str):
            return Shown(side, frame, digest, None, known)
        return Shown(side, frame, digest, known)

    def _parsed(self, der: bytes) -> Certificate | str:
        try:
            return self._read(der)
        except NotACertificate as error:
            return str(error) or "is no certificate"


def judged(handshakes: Iterable[Handshake], certificates: Certificates | None = None) -> Iterator[Judged]:
    """Each handshake with its verdict. Certificates are judged by the moment of their handshake."""
    store = certificates or Certificates()
    for handshake in handshakes:
        yield judge_one(handshake, store)


def judge_one(handshake: Handshake, certificates: Certificates) -> Judged:
    """One handshake with its verdict."""
    shown = certificates.shown(handshake)
    readable = tuple(item.certificate for item in shown if item.certificate is not None)
    client, server = handshake.client_hello, handshake.server_hello
    return Judged(
        handshake,
        judge(handshake, readable, moment(handshake.start)),
        shown,
        ja3(client) if client else None,
        ja3s(server) if server else None,
        ja4(client) if client else None,
    )


def moment(seconds: float) -> datetime:
    """The time of a packet; one that no calendar has (a damaged file's) becomes the nearest that it has."""
    return datetime.fromtimestamp(min(max(seconds, 0.0), LATEST), UTC)
