from __future__ import annotations

import asyncio
import contextlib
import socket
from pathlib import Path

from ssldiag.probe import many
from ssldiag.probe.many import Unusable, look, streamed
from ssldiag.probe.model import Deadlines, Result, Target
from ssldiag.probe.scan import Wishes
from tests.probe.rig import context, hosting, tls
from tests.probe.test_client import V13
from tests.wire.peers import Pki

WISHES = Wishes("quick", Deadlines(0.5, 0.5, 0.5, 0.5, 5))


def ports(found: list[Result | Unusable]) -> list[int | str]:
    return [one.target.port if isinstance(one, Result) else one.where for one in found]


def test_results_come_in_order(pki: Pki) -> None:
    with hosting(tls(context(Path(pki.own), V13, V13))) as port, hosting(lambda peer: None) as closes:
        targets = [Target("127.0.0.1", number) for number in (port, 1, closes, port)]
        found = list(streamed([targets[0], Unusable("line 2", "no host"), *targets[1:]], WISHES, 2))
    assert ports(found) == [port, "line 2", 1, closes, port]
    assert [one.completed for one in found if isinstance(one, Result)] == [True, False, False, True]


def test_no_more_at_a_time_than_allowed() -> None:
    at_once, most = 0, 0

    def peer(connection: socket.socket) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        connection.recv(100)
        asyncio.run(asyncio.sleep(0.02))
        at_once -= 1

    with hosting(peer) as port:
        found = list(streamed((Target("127.0.0.1", port) for _ in range(20)), WISHES, 3))
    assert len(found) == 20 and 1 < most <= 4  # one may have ended for us and not yet for the peer


def test_targets_are_taken_as_they_are_needed() -> None:
    taken = 0

    def endless() -> object:
        nonlocal taken
        while True:
            taken += 1
            yield Target("127.0.0.1", 1)

    async def some() -> int:
        results = look(endless(), WISHES, 2)  # type: ignore[arg-type]
        async with contextlib.aclosing(results) as found:
            for _ in range(5):
                await anext(found)
        return taken

    assert asyncio.run(some()) <= 5 + 2 * many.AHEAD


def test_nothing_in_nothing_out() -> None:
    assert list(streamed([], WISHES, 4)) == []
