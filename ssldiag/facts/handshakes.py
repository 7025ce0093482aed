"""TLS handshakes in packet captures: who spoke with whom, what was offered and shown, how it ended and why.

A handshake is kept without its messages: what checks ask for, so that a large capture fits into memory.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from ssldiag.facts.core import Facts
from ssldiag.keydb.model import Certificate
from ssldiag.model import FilePlace, FramePlace, Place, Source, Unreadable
from ssldiag.wire.model import Confidence, Endpoint, Outcome, WillLog

if TYPE_CHECKING:
    from ssldiag.capture.judged import Certificates, Judged

MOST = 50_000
"""Handshakes taken of all captures together, some 2 KB each: more of them repeat what these show."""

_HEAD = 64
"""Bytes that tell a capture of a bundle from packets."""


@dataclass(frozen=True, slots=True)
class CapturedHandshake:
    """One handshake. ``offered`` and ``chosen`` are cipher suites of the TLS registry; ``served`` the chain
    that the server showed in clear, its own certificate first, in the frame ``served_at``.

    ``outcome`` to ``logs`` are the verdict's (:class:`ssldiag.wire.model.Verdict`).
    """

    file: str
    frame: int
    start: datetime
    client: Endpoint
    server: Endpoint
    sni: str | None
    offered: tuple[int, ...]
    chosen: int | None
    served: tuple[Certificate, ...]
    served_at: int | None
    outcome: Outcome
    cause: str
    by: str | None
    confidence: Confidence
    why: str
    advice: str
    evidence: tuple[int, ...]
    logs: tuple[WillLog, ...]

    @property
    def place(self) -> Place:
        """Where the connection begins."""
        return FramePlace(self.file, self.frame)

    def at(self, frame: int | None) -> Place:
        """A frame of the same capture; where the connection begins for None."""
        return FramePlace(self.file, self.frame if frame is None else frame)


@dataclass(frozen=True, slots=True)
class Capture:
    """One capture file. ``complete``: all its handshakes are there, none left out for their number."""

    file: str
    place: Place
    complete: bool
    handshakes: tuple[CapturedHandshake, ...]
    unreadable: tuple[Unreadable, ...] = ()


@dataclass(slots=True)
class _Shared:
    """What is the same for many handshakes, once."""

    certificates: Certificates
    left: int
    offers: dict[tuple[int, ...], tuple[int, ...]] = field(default_factory=dict)


def build_captures(facts: Facts) -> Iterator[Capture]:
    """Every capture of the snapshot, each decoded by itself."""
    sources = list(facts.snapshot.of_kind("capture"))
    if not sources:
        return
    from ssldiag.capture.judged import Certificates

    shared = _Shared(Certificates(), MOST)
    for source in sources:
        try:
            yield read(source, shared)
        except OSError as error:
            facts.not_read(source, error)


def read(source: Source, shared: _Shared) -> Capture:
    """One capture, up to the number that is left."""
    from ssldiag.facts import public_handshakes

    with source.opener() as stream:
        head = stream.read(_HEAD)
    if public_handshakes.looks_like(head):
        known = public_handshakes.read(source, shared.left)
        shared.left -= len(known.handshakes)
        return known
    from ssldiag.capture.decode import decode
    from ssldiag.capture.judged import judge_one
    from ssldiag.capture.opened import Member

    decoding = decode([Member(source.path, source.opener, source.size)])
    judged = (judge_one(handshake, shared.certificates) for handshake in islice(decoding, shared.left))
    found = tuple(seen(item, shared) for item in judged)
    shared.left -= len(found)
    complete = shared.left > 0
    unreadable = tuple(
        Unreadable(FilePlace(source.path, survey.broken_at), survey.problem)
        for survey in decoding.files
        if survey.problem
    )
    return Capture(source.path, FilePlace(source.path), complete, found, unreadable)


def seen(judged: Judged, shared: _Shared) -> CapturedHandshake:
    """What is kept of a handshake."""
    from ssldiag.capture.judged import moment

    handshake, verdict = judged.handshake, judged.verdict
    offer, choice = handshake.client_hello, handshake.server_hello
    ciphers = offer.ciphers if offer is not None and offer.format == "tls" else ()
    return CapturedHandshake(
        handshake.file,
        handshake.first_frame,
        moment(handshake.start),
        handshake.client,
        handshake.server,
        offer.sni if offer else None,
        shared.offers.setdefault(ciphers, ciphers) if len(shared.offers) < MOST else ciphers,
        choice.ciphers[0] if choice is not None and choice.format == "tls" and choice.ciphers else None,
        judged.chain("server"),
        next((shown.frame for shown in judged.certificates if shown.side == "server"), None),
        verdict.outcome,
        verdict.cause,
        verdict.by,
        verdict.confidence,
        sys.intern(verdict.why),
        sys.intern(verdict.advice),
        verdict.evidence,
        verdict.will_log,
    )


def build_handshakes(facts: Facts) -> Iterator[CapturedHandshake]:
    """The handshakes of all captures."""
    for capture in facts.all(Capture):
        yield from capture.handshakes
