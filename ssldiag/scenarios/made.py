"""What both processes tell of a connection, in; what came of it, out: the handshake is decoded and judged by
the code that judges captures. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ssldiag.keydb.certificate import parse
from ssldiag.keydb.model import Certificate, NotACertificate
from ssldiag.scenarios.links import Link
from ssldiag.scenarios.state import MGTC, World
from ssldiag.wire.conversation import Conversation
from ssldiag.wire.events import Closed, Data, Direction, Event, Opened, Quality
from ssldiag.wire.model import Endpoint, Handshake, Verdict
from ssldiag.wire.verdict import judge

Told = dict[str, Any]

CAUSES = {
    "unknown_ca": "unknown_ca",
    "incomplete_chain": "unknown_ca",
    "self_signed_certificate": "unknown_ca",
    "certificate_expired": "certificate_expired",
    "client_certificate_missing": "client_certificate_missing",
    "plaintext_answer": "plain_server",
    "plaintext_on_tls_port": "plain_client",
    "not_tls": "plain_server",
    "no_common_version": "no_common_version",
    "no_common_cipher": "no_common_cipher",
}
"""Causes of verdicts -> ours. One that is not here stands for itself."""


@dataclass(frozen=True, slots=True)
class Made:
    """A connection that was tried. ``link`` is the prediction. ``asked``: the client was asked for a
    certificate. ``verdict`` is there where something went over the wire.
    """

    link: Link
    outcome: str
    cause: str = ""
    by: str = ""
    version: str = ""
    cipher: str = ""
    asked: bool = False
    proved: tuple[str, ...] = ()
    handshake: Handshake | None = None
    verdict: Verdict | None = None

    @property
    def as_predicted(self) -> bool:
        """Prediction and truth agree."""
        return (self.outcome, self.cause, self.by) == (self.link.outcome, self.link.cause, self.link.by)

    @property
    def secure(self) -> bool:
        """TLS protects it."""
        return self.outcome == "tls"


def made(world: World, link: Link, client: Told | None, server: Told | None) -> Made:
    """What came of a connection. ``client`` is None where it was not tried at all."""
    if client is None:
        return Made(link, "fails", link.cause, link.by)
    if client["outcome"] == "plain":
        return Made(link, "plain")
    if client["error"] == "refused":
        return Made(link, "fails", "refused", "server")
    handshake = decoded(client)
    verdict = judge(handshake, certificates(handshake), captured=False) if handshake else None
    asked = handshake is not None and handshake.certificate_wanted is not None
    if client["outcome"] == "tls" and client["list"] == "yes":
        proved = (link.server, *((link.client,) if server and server.get("proved") else ()))
        version, cipher = client["version"], client["cipher"]
        return Made(link, "tls", "", "", version, cipher, asked, proved, handshake, verdict)
    cause, by = why(world, link, client, verdict)
    return Made(link, "fails", cause, by, asked=asked, handshake=handshake, verdict=verdict)


def why(world: World, link: Link, client: Told, verdict: Verdict | None) -> tuple[str, str]:
    """Cause and side. What a system knows of itself, that it has no certificate, no wire shows."""
    server = world.system(link.server)
    assert server is not None
    if client["outcome"] == "tls":
        return ("level_mismatch", "client") if client["list"] == "unasked" else ("trusted_group", "server")
    speaks = link.service != MGTC or server.active.ssl
    if speaks and client["error"] != "no plain answer" and not server.proves(link.service):
        return "no_certificate" if server.store else "no_store", "server"
    if client["error"] == "no plain answer":
        return "plain_client", "server"
    if verdict is None:
        return "peer_closed", "server"
    found = CAUSES.get(verdict.cause, verdict.cause)
    return found, "client" if found == "plain_server" else str(verdict.by or "server")


def certificates(handshake: Handshake) -> list[Certificate]:
    """The certificates that went over the wire."""
    return list(_parsed(handshake))


def _parsed(handshake: Handshake) -> Iterator[Certificate]:
    for seen in handshake.certificates:
        try:
            yield parse(seen.der)
        except NotACertificate:
            continue


def decoded(client: Told) -> Handshake | None:
    """The handshake in the bytes that the client saw."""
    a, b = Endpoint("127.0.0.1", 50_000), Endpoint("127.0.0.1", 5_566)
    reader = Conversation("loopback", a, b, expected=True)
    size = {"a": 0, "b": 0}
    for event in events(client):
        reader.feed(event)
        if isinstance(event, Data):
            size[event.direction] += len(event.data)
    return next(iter(reader.result(Quality(size["a"], size["b"]))), None)


def events(client: Told) -> Iterator[Event]:
    """The connection as a capture would have it."""
    yield Opened("a", "syn", 1, 0.0)
    yield Opened("b", "syn_ack", 2, 0.0)
    yield Opened("a", "ack", 3, 0.0)
    frame = 3
    for ours, data in client["seen"]:
        frame += 1
        direction: Direction = "a" if ours else "b"
        yield Data(direction, bytes.fromhex(data), frame, frame / 1000)
    order: tuple[Direction, Direction] = ("b", "a") if client["ended"] else ("a", "b")
    for direction in order:
        frame += 1
        yield Closed(direction, "fin", frame, frame / 1000)
