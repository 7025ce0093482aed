"""A target in, a :class:`Result` out: which questions are asked, in which order, and what follows from them.

``quick`` is one connection; what else there is to ask is in :mod:`ssldiag.probe.thorough`.
Nothing here attacks: no known hole is tried, and a question is asked no oftener than it needs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from ssldiag.probe.answers import chain_of, client_auth, from_main
from ssldiag.probe.asker import SHARES, Asker
from ssldiag.probe.chains import Authorities, is_address
from ssldiag.probe.dial import Dialled, Prelude
from ssldiag.probe.lookup import resolve
from ssldiag.probe.model import BEFORE_TLS, Attempt, ChainServed, Deadlines, Depth, Result, Target, Trouble
from ssldiag.probe.offers import usual
from ssldiag.probe.state import Goal

PARALLEL = 8
"""Connections at a time to one host: a pool of z/VM takes more, a small server not many."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to look. ``prelude`` makes the dialogue before TLS; ``trust`` is whom to trust, None nobody."""

    depth: Depth = "default"
    deadlines: Deadlines = field(default_factory=Deadlines)
    parallel: int = PARALLEL
    trust: Authorities | None = None
    prelude: Callable[[], Prelude] | None = None
    now: datetime | None = None


async def probe(target: Target, wishes: Wishes) -> Result:
    """Look at one target. Nothing that it does makes this raise."""
    started, began = datetime.now(UTC), time.perf_counter()
    found = await resolve(target, wishes.deadlines.resolve)
    if isinstance(found, Trouble):
        main = Attempt("usual", "fault", trouble=found)
        took = time.perf_counter() - began
        return Result(target, wishes.depth, None, started, took, main, found)
    asker = Asker(target, found, wishes.deadlines, wishes.parallel, wishes.prelude)
    result = await _scan(asker, target, wishes, started)
    return replace(result, took=time.perf_counter() - began, attempts=tuple(asker.attempts), cut=asker.cut)


def name_to_ask(target: Target) -> str | None:
    """The server name for the hello: an address is none (RFC 6066 3)."""
    if target.sni is not None:
        return target.sni or None
    return None if is_address(target.host) else target.host.rstrip(".")


async def _scan(asker: Asker, target: Target, wishes: Wishes, started: datetime) -> Result:
    """The usual connection, then the rest if it is wanted and anyone is there."""
    sni = name_to_ask(target)
    main = await asker.ask("usual", usual(sni), Goal.FINISHED, SHARES, judge=True)
    attempt = main.attempt
    handshake = attempt.handshake
    address = handshake.server if handshake else asker.addresses[0].endpoint
    early = attempt.trouble is not None and attempt.trouble.step in BEFORE_TLS
    failed = attempt.trouble if early else None
    result = Result(target, wishes.depth, address, started, 0.0, attempt, failed)
    if failed is not None:
        return result
    name, now = target.sni or target.host, wishes.now or started

    def chain(asked: str | None, said: Dialled) -> ChainServed | None:
        return chain_of(asked, said, name, now, wishes.trust)

    shown = chain(sni, main)
    result = replace(
        result,
        chains=(shown,) if shown else (),
        client_auth=client_auth(main),
        features=from_main(handshake, main),
    )
    if wishes.depth == "quick":
        return result
    from ssldiag.probe.thorough import Survey

    return await Survey(asker, sni, chain).run(result)
