from __future__ import annotations

import asyncio
import socket
import threading
import time
from pathlib import Path

from ssldiag.probe import asker as asking
from ssldiag.probe.asker import Asker
from ssldiag.probe.dial import Dialled
from ssldiag.probe.lookup import Address
from ssldiag.probe.model import Deadlines, Target
from ssldiag.probe.offers import usual
from ssldiag.probe.state import Goal
from tests.probe.rig import SHARES, context, hosting, tls
from tests.probe.test_client import V13
from tests.probe.test_dial import reset
from tests.wire.peers import Pki


def asker(port: int, parallel: int = 8, total: float = 10) -> Asker:
    addresses = [Address(socket.AF_INET, ("127.0.0.1", port))]
    return Asker(Target("h", port), addresses, Deadlines(answer=1, total=total), parallel)


def test_no_more_connections_at_a_time_than_allowed() -> None:
    now, most, lock = 0, 0, threading.Lock()

    def peer(connection: socket.socket) -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        connection.recv(4000)
        time.sleep(0.02)
        with lock:
            now -= 1
        connection.send(b"\x15\3\1\0\2\2\x28")

    async def ask(port: int) -> list[Dialled]:
        one = asker(port, parallel=3)
        return await asyncio.gather(*(one.ask("test", usual(None)) for _ in range(12)))

    with hosting(peer) as port:
        found = asyncio.run(ask(port))
    assert [one.attempt.ended for one in found] == ["alert"] * 12
    assert 1 < most <= 3


def test_a_reset_is_tried_once_more_but_for_the_first() -> None:
    connections = 0

    def peer(connection: socket.socket) -> None:
        nonlocal connections
        connections += 1
        reset(connection)

    async def ask(port: int) -> Asker:
        one = asker(port)
        await one.ask("first", usual(None))
        assert connections == 1
        await one.ask("second", usual(None))
        return one

    with hosting(peer) as port:
        one = asyncio.run(ask(port))
    assert connections == 3
    assert [attempt.purpose for attempt in one.attempts] == ["first", "second"]


def test_when_the_time_is_over_nothing_is_asked() -> None:
    one = asker(1, total=-1)
    found = asyncio.run(one.ask("late", usual(None)))
    assert one.cut
    assert found.attempt.why == "the time for all questions was over"
    assert found.attempt.handshake is None


def test_a_host_is_not_asked_for_ever() -> None:
    one = asker(1)
    one.attempts = [asyncio.run(asker(1, total=-1).ask("x", usual(None))).attempt] * asking.MAX_ATTEMPTS
    assert asyncio.run(one.ask("more", usual(None))).attempt.handshake is None
    assert one.cut


def test_each_hello_has_keys_and_an_id_of_its_own(pki: Pki) -> None:
    async def ask(port: int) -> list[Dialled]:
        one = asker(port)
        return [await one.ask("test", usual(None), Goal.FINISHED, SHARES) for _ in range(2)]

    with hosting(tls(context(Path(pki.own), V13, V13))) as port:
        one, two = (found.client.state for found in asyncio.run(ask(port)))
    assert one.finished and two.finished
    assert one.random != two.random
    assert one.offer.shares != two.offer.shares
    assert one.offer.session_id != two.offer.session_id and len(one.offer.session_id) == 32


def test_a_question_in_ssl2(pki: Pki) -> None:
    with hosting(tls(context(Path(pki.own), V13, V13))) as port:
        found = asyncio.run(asker(port).ask_ssl2())
    handshake = found.attempt.handshake
    assert handshake is not None
    hello = handshake.client_hello
    assert hello is not None and (hello.format, hello.legacy_version) == ("sslv2", 2)
    assert found.attempt.ended in ("alert", "closed", "reset")
