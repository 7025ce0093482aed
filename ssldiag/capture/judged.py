"""Handshakes in; each with its certificates parsed, its fingerprints and its verdict out. Reads no file.

A certificate that many connections show is parsed once: it is looked up by its bytes.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from ssldiag.keydb.certificate import NotACertificate, parse
from ssldiag.keydb.model import Certificate
from ssldiag.wire.fingerprint import of_client, of_server
from ssldiag.wire.model import CertificateSeen, Handshake, Side, Verdict
from ssldiag.wire.values import value
from ssldiag.wire.verdict import judge

KEPT = 2048
"""Parsed certificates that are remembered, some 10 KB each: more servers than that are in few captures."""

KEPT_BYTES = 16 << 20
"""Their bytes together: 8 KB each, and usual ones have 1 to 2. A hostile one may have 16 MB."""

LATEST = datetime.max.replace(tzinfo=UTC).timestamp() - 86_400


@value(frozen=True, slots=True)
class Shown:
    """A certificate that a side showed. ``certificate`` is None where it is none; then ``error`` says why."""

    side: Side
    frame: int
    sha256: str
    certificate: Certificate | None
    error: str = ""


@value(frozen=True, slots=True)
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
    """Parses certificates, each once as long as not too many others came since: no more than ``kept``, and no
    more than ``room`` bytes of them.
    """

    def __init__(
        self, kept: int = KEPT, read: Callable[[bytes], Certificate] = parse, room: int = KEPT_BYTES
    ) -> None:
        self._kept = kept
        self._read = read
        self._room = room
        self._known: OrderedDict[bytes, tuple[str, Certificate | None, str]] = OrderedDict()

    def shown(self, handshake: Handshake) -> tuple[Shown, ...]:
        """The certificates of a handshake, in the order they were sent."""
        return tuple([self._shown(seen) for seen in handshake.certificates])

    def _shown(self, seen: CertificateSeen) -> Shown:
        found = self._known.get(seen.der)
        if found is None:
            found = self._learnt(seen.der)
        else:
            self._known.move_to_end(seen.der)
        return Shown(seen.side, seen.frame, *found)

    def _learnt(self, der: bytes) -> tuple[str, Certificate | None, str]:
        known = self._parsed(der)
        digest = hashlib.sha256(der).hexdigest()
        found = (digest, None, known) if isinstance(known, str) else (digest, known, "")
        self._known[der] = found
        self._room -= len(der)
        while self._room < 0 or len(self._known) > self._kept:
            self._room += len(self._known.popitem(last=False)[0])
        return found

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
    readable = tuple([item.certificate for item in shown if item.certificate is not None])
    client, server = handshake.client_hello, handshake.server_hello
    ja3, ja4 = of_client(client) if client else (None, None)
    return Judged(
        handshake,
        judge(handshake, readable, moment(handshake.start)),
        shown,
        ja3,
        of_server(server) if server else None,
        ja4,
    )


def moment(seconds: float) -> datetime:
    """The time of a packet; one that no calendar has (a damaged file's) becomes the nearest that it has."""
    return datetime.fromtimestamp(min(max(seconds, 0.0), LATEST), UTC)
