"""Asks one host, one connection a question: as many at a time as is polite, and not for ever.

A connection that is refused or reset before TLS began is tried once more, a moment later: servers that take
few connections at a time do that.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from ssldiag.probe.client import Client
from ssldiag.probe.dial import Dialled, Prelude, dial
from ssldiag.probe.hello import Offer, ssl2_hello
from ssldiag.probe.lookup import Address
from ssldiag.probe.model import Attempt, Deadlines, Target, Trouble
from ssldiag.probe.offers import RANDOM, kinds_of_ssl2
from ssldiag.probe.shares import P256, X25519, share
from ssldiag.probe.state import Goal, Session
from ssldiag.wire.numbers import SSL2

SHARES = (X25519, P256)
"""Groups of the key shares in a hello of TLS 1.3: what nearly every server takes without asking again."""

AGAIN = 0.2
"""Seconds before the second try."""

MAX_ATTEMPTS = 1500
"""Connections to one host. ``full`` needs some 300 where every suite is switched on in every version."""

OUT_OF_TIME = Trouble("connect", "the time for all questions was over")


class Asker:
    """``parallel`` connections at a time; ``attempts`` are all that were made so far."""

    def __init__(
        self,
        target: Target,
        addresses: Sequence[Address],
        deadlines: Deadlines,
        parallel: int,
        prelude: Callable[[], Prelude] | None = None,
    ) -> None:
        self.target = target
        self.addresses = addresses
        self.attempts: list[Attempt] = []
        self.cut = False
        self._deadlines = deadlines
        self._end = time.perf_counter() + deadlines.total
        self._room = asyncio.Semaphore(parallel)
        self._prelude = prelude

    async def ask(
        self,
        purpose: str,
        offer: Offer,
        goal: Goal = Goal.HELLO,
        groups: Sequence[int] = (),
        session: Session | None = None,
        judge: bool = False,
    ) -> Dialled:
        """One hello with key shares of these groups."""
        found = await self._once(purpose, offer, goal, groups, session, judge)
        if self.attempts and _worth_another(found.attempt):
            await asyncio.sleep(AGAIN)
            found = await self._once(purpose, offer, goal, groups, session, judge)
        self.attempts.append(found.attempt)
        return found

    async def ask_ssl2(self) -> Dialled:
        """A hello of SSL 2.0 with all its ciphers."""
        random = secrets.token_bytes(16)
        offer = Offer((SSL2,), kinds_of_ssl2())
        client = Client(offer, random, Goal.HELLO, first=ssl2_hello(kinds_of_ssl2(), random))
        found = await self._dialled("SSLv2", client, False)
        self.attempts.append(found.attempt)
        return found

    async def _once(
        self,
        purpose: str,
        offer: Offer,
        goal: Goal,
        groups: Sequence[int],
        session: Session | None,
        judge: bool,
    ) -> Dialled:
        shares = [made for group in groups if (made := share(group)) is not None]
        offer = replace(offer, shares=tuple((one.group, one.public) for one in shares))
        if offer.tls13 and not offer.session_id:
            offer = replace(offer, session_id=secrets.token_bytes(RANDOM))
        client = Client(offer, secrets.token_bytes(RANDOM), goal, shares, session)
        return await self._dialled(purpose, client, judge)

    async def _dialled(self, purpose: str, client: Client, judge: bool) -> Dialled:
        async with self._room:
            if time.perf_counter() > self._end or len(self.attempts) >= MAX_ATTEMPTS:
                self.cut = True
                client.state.end("fault", OUT_OF_TIME.what)
                return Dialled(Attempt(purpose, "fault", trouble=OUT_OF_TIME), client)
            prelude = self._prelude() if self._prelude else None
            return await dial(purpose, self.target, self.addresses, client, self._deadlines, prelude, judge)


def _worth_another(attempt: Attempt) -> bool:
    early = attempt.trouble is not None and attempt.trouble.step in ("connect", "hello")
    return early and attempt.ended in ("refused", "reset")
