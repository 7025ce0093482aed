from __future__ import annotations

import asyncio
import os
import socket
import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ssldiag.probe import dial as dialling
from ssldiag.probe.dial import Dialled, Prelude, dial
from ssldiag.probe.lookup import Address
from ssldiag.probe.model import Deadlines, Target, Trouble
from ssldiag.probe.state import Goal
from tests.probe.rig import client, context, hosting, tls
from tests.probe.test_client import V12, V13, VERSION, retry
from tests.wire.peers import Pki

SHORT = Deadlines(resolve=2, connect=2, starttls=0.3, answer=0.3)


def dialled(port: int, prelude: Prelude | None = None, goal: Goal = Goal.FINISHED) -> Dialled:
    addresses = [Address(socket.AF_INET, ("127.0.0.1", port))]
    target = Target("127.0.0.1", port)
    return asyncio.run(dial("test", target, addresses, client(goal=goal), SHORT, prelude, judge=True))


def never(peer: socket.socket) -> None:
    time.sleep(1)


def drip(peer: socket.socket) -> None:
    for byte in b"\x16\3\3\0\x4a" + bytes(30):
        peer.send(bytes((byte,)))
        time.sleep(0.05)


def reset(peer: socket.socket) -> None:
    peer.recv(4000)
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def close(peer: socket.socket) -> None:
    peer.recv(4000)


def ssh(peer: socket.socket) -> None:
    peer.send(b"SSH-2.0-OpenSSH_9.2\r\n")
    peer.recv(4000)


def http(peer: socket.socket) -> None:
    peer.recv(4000)
    peer.send(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def rubbish(peer: socket.socket) -> None:
    peer.recv(4000)
    peer.send(b"\xff" + os.urandom(5000))


def endless(peer: socket.socket) -> None:
    peer.recv(4000)
    while True:
        peer.send(b"\x14\3\3\0\1\1" * 1000)


def endless_message(peer: socket.socket) -> None:
    peer.recv(4000)
    while True:
        peer.send(b"\x16\3\3\x40\0" + b"\x0b\xff\xff\xff" + bytes(16380))


def retries(peer: socket.socket) -> None:
    peer.recv(4000)
    peer.send(retry(VERSION, b"\0\x33\0\2\0\x18") * 2)
    time.sleep(0.2)


def refuses(peer: socket.socket) -> None:
    peer.recv(4000)
    peer.send(b"\x15\3\1\0\2\2\x28")


Peer = Callable[[socket.socket], None]


@pytest.mark.parametrize(
    ("peer", "ended", "cause"),
    [
        (never, "timeout", "timeout"),
        (drip, "timeout", "timeout"),
        (reset, "reset", "reset"),
        (close, "closed", "peer_closed"),
        (ssh, "rubbish", "plaintext_answer"),
        (http, "rubbish", "plaintext_answer"),
        (rubbish, "rubbish", None),
        (refuses, "alert", "no_common_cipher"),
        (endless, "limit", ""),
        (endless_message, "fault", ""),
        (retries, "fault", ""),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_whatever_a_peer_does_is_one_attempt(peer: Peer, ended: str, cause: str | None) -> None:
    with hosting(peer) as port:
        began = time.perf_counter()
        found = dialled(port).attempt
        took = time.perf_counter() - began
    assert found.ended == ended
    assert took < 5
    if cause == "":
        assert found.verdict is None and found.trouble is not None and found.why == found.trouble.what
    else:
        assert found.verdict is not None and cause in (None, found.verdict.cause)
        assert found.verdict.outcome == "failed" and found.why


def test_a_port_where_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    found = dialled(port).attempt
    assert (found.ended, found.trouble and found.trouble.step) == ("refused", "connect")
    assert found.verdict is not None and found.verdict.cause == "connection_refused"


def test_the_first_address_that_answers_is_taken(pki: Pki) -> None:
    with hosting(tls(context(Path(pki.own), V13, V13))) as port:
        addresses = [
            Address(socket.AF_INET6, ("::1", port, 0, 0)),
            Address(socket.AF_INET, ("127.0.0.1", port)),
        ]
        found = asyncio.run(dial("test", Target("x", port), addresses, client(), SHORT, judge=True))
    handshake = found.attempt.handshake
    assert found.attempt.ended == "reached" and handshake is not None
    assert (handshake.server.ip, handshake.opened) == ("127.0.0.1", ("syn", "syn_ack", "ack"))


def test_without_an_address() -> None:
    found = asyncio.run(dial("test", Target("x", 1), [], client(), SHORT))
    assert found.attempt.trouble == Trouble("connect", "x has no address")


@pytest.mark.parametrize("version", [V12, V13])
def test_a_whole_handshake_is_decoded(version: object, pki: Pki) -> None:
    with hosting(tls(context(Path(pki.own), version, version))) as port:  # type: ignore[arg-type]
        found = dialled(port)
    handshake, verdict = found.attempt.handshake, found.attempt.verdict
    assert handshake is not None and verdict is not None
    assert (verdict.outcome, verdict.cause, found.attempt.why) == ("completed", "completed", "")
    assert handshake.certificates[0].der == pki.der
    assert handshake.rtt is not None and handshake.rtt >= 0
    assert (handshake.oddities, handshake.decrypted) == ((), True)


def test_what_is_broken_off_on_purpose_has_a_verdict_only_if_asked(pki: Pki) -> None:
    with hosting(tls(context(Path(pki.own), V13, V13))) as port:
        addresses = [Address(socket.AF_INET, ("127.0.0.1", port))]
        asked = dial("test", Target("x", port), addresses, client(goal=Goal.HELLO), SHORT)
        found = asyncio.run(asked).attempt
    assert (found.ended, found.verdict) == ("reached", None)
    assert found.handshake is not None and found.handshake.server_hello is not None


class Words:
    """A prelude that waits for a greeting, asks, and takes + for yes."""

    def __init__(self) -> None:
        self.done = False
        self.refused: str | None = None
        self._heard = b""

    @property
    def said(self) -> str:
        return self._heard.decode("ascii").strip()

    def feed(self, data: bytes) -> bytes:
        if not data:
            return b""
        self._heard += data
        if data.startswith(b"hello"):
            return b"tls?\n"
        self.done = data.startswith(b"+")
        self.refused = None if self.done else data.decode("ascii").strip()
        return b""


def test_a_dialogue_before_tls(pki: Pki) -> None:
    secured = tls(context(Path(pki.own), V13, V13))

    def peer(connection: socket.socket) -> None:
        connection.send(b"hello\n")
        assert connection.recv(5) == b"tls?\n"
        connection.send(b"+\n")
        secured(connection)

    with hosting(peer) as port:
        found = dialled(port, Words()).attempt
    assert found.ended == "reached"
    assert found.verdict is not None and found.verdict.outcome == "completed"


def test_a_dialogue_that_comes_to_nothing() -> None:
    def no(connection: socket.socket) -> None:
        connection.send(b"hello\n")
        connection.recv(5)
        connection.send(b"421 not today\n")
        connection.recv(5)

    def half(connection: socket.socket) -> None:
        connection.send(b"hello\nplease wait\n")
        never(connection)

    def goes(connection: socket.socket) -> None:
        connection.send(b"hello\n421 too many\n")
        connection.recv(5)

    silent = "the server said nothing within 0.3 s: it may want TLS from the first byte"
    unfinished = "the server did not finish the dialogue before TLS within 0.3 s; it said: hello\nplease wait"
    closed = "the server closed the connection before TLS, after it had said: hello\n421 too many"
    for peer, ended, what in (
        (no, "refused", "TLS was refused: 421 not today"),
        (never, "timeout", silent),
        (reset, "timeout", silent),
        (half, "timeout", unfinished),
        (goes, "closed", closed),
    ):
        with hosting(peer) as port:
            found = dialled(port, Words()).attempt
        assert (found.ended, found.trouble) == (ended, Trouble("starttls", what))


def test_limits_are_what_the_docs_say() -> None:
    assert dialling.MAX_BYTES == 256 * 1024
