"""A target in, a :class:`Result` out: which questions are asked, in which order, and what follows from them.

``quick`` is one connection. Otherwise the versions are asked for at the same time, then what depends on them.
Nothing here attacks: no known hole is tried, and a question is asked no oftener than it needs.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeVar

from ssldiag.probe import features, resume, versions
from ssldiag.probe.answers import client_auth, distinct, from_main, keys_apart, newest_below13
from ssldiag.probe.asker import Asker
from ssldiag.probe.chains import Authorities, is_address, served
from ssldiag.probe.dial import Dialled, Prelude, resolve
from ssldiag.probe.model import (
    Attempt,
    ChainServed,
    Deadlines,
    Depth,
    Features,
    GroupSupport,
    Result,
    Resumption,
    Signatures,
    Target,
    Told,
    Trouble,
    VersionSupport,
)
from ssldiag.probe.offers import usual, version_offer
from ssldiag.probe.state import Goal
from ssldiag.wire.numbers import SSL2, SSL3, TLS10, TLS11, TLS12, TLS13

VERSIONS = (TLS13, TLS12, TLS11, TLS10, SSL3)
PARALLEL = 8
"""Connections at a time to one host: a pool of z/VM takes more, a small server not many."""

T = TypeVar("T")
NONE_OF_13 = Told("unknown", "TLS 1.3 has no such thing, and no older version is accepted")
THREE = (NONE_OF_13, NONE_OF_13, NONE_OF_13)


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
    scan = _Scan(asker, target, wishes, wishes.now or started)
    result = await scan.run(started)
    return replace(result, took=time.perf_counter() - began, attempts=tuple(asker.attempts), cut=asker.cut)


def name_to_ask(target: Target) -> str | None:
    """The server name for the hello: an address is none (RFC 6066 3)."""
    if target.sni is not None:
        return target.sni or None
    return None if is_address(target.host) else target.host.rstrip(".")


class _Scan:
    """The questions about one target."""

    def __init__(self, asker: Asker, target: Target, wishes: Wishes, now: datetime) -> None:
        self.asker = asker
        self.target = target
        self.wishes = wishes
        self.now = now
        self.sni = name_to_ask(target)

    async def run(self, started: datetime) -> Result:
        """Everything that was wished for, as far as the server lets us."""
        main = await self.asker.ask("usual", usual(self.sni), Goal.FINISHED, resume.SHARES, judge=True)
        attempt = main.attempt
        handshake = attempt.handshake
        address = handshake.server if handshake else self.asker.addresses[0].endpoint
        early = attempt.trouble is not None and attempt.trouble.step in ("connect", "starttls")
        failed = attempt.trouble if early else None
        result = Result(self.target, self.wishes.depth, address, started, 0.0, attempt, failed)
        if failed is not None:
            return result
        chain = self._chain(self.sni, main)
        result = replace(
            result,
            chains=(chain,) if chain else (),
            client_auth=client_auth(main),
            features=from_main(handshake, main),
        )
        return result if self.wishes.depth == "quick" else await self._rest(result, main)

    async def _rest(self, result: Result, main: Dialled) -> Result:
        depth, sni, asker = self.wishes.depth, self.sni, self.asker
        found = await asyncio.gather(
            *(versions.support(asker, version, depth, sni) for version in VERSIONS), versions.ssl2(asker)
        )
        known = tuple(versions.doubted(one, asker.attempts) for one in found)
        accepted = [one for one in known if one.supported and one.version != SSL2]
        if not accepted:
            return replace(result, versions=known)
        parts = await asyncio.gather(
            self._groups(accepted),
            self._signatures(accepted),
            self._chains(accepted),
            self._resumption(accepted),
            self._features(result.features, accepted),
        )
        groups, signatures, chains, resumption, answers = parts
        return replace(
            result,
            versions=known,
            groups=groups,
            signatures=signatures,
            chains=distinct((*result.chains, *chains)),
            resumption=resumption,
            features=answers,
        )

    async def _groups(self, accepted: Sequence[VersionSupport]) -> tuple[GroupSupport, ...]:
        wanted = [
            features.groups13(self.asker, one.ciphers, self.sni) for one in accepted if one.version == TLS13
        ]
        older = newest_below13(accepted)
        if older is not None and older.version >= TLS10:
            wanted.append(features.groups12(self.asker, older.version, older.ciphers, self.sni))
        return tuple(await asyncio.gather(*wanted))

    async def _signatures(self, accepted: Sequence[VersionSupport]) -> tuple[Signatures, ...]:
        if self.wishes.depth != "full":
            return ()
        wanted = (one for one in accepted if one.version >= TLS12)
        asked = (features.signatures(self.asker, one.version, one.ciphers, self.sni) for one in wanted)
        return tuple(await asyncio.gather(*asked))

    async def _chains(self, accepted: Sequence[VersionSupport]) -> tuple[ChainServed, ...]:
        """Without a name, and for each kind of key that suites of TLS 1.2 ask for."""
        best = accepted[0].version
        asked: list[tuple[str | None, asyncio.Task[Dialled]]] = []
        shares = resume.SHARES if best == TLS13 else ()
        async with asyncio.TaskGroup() as tasks:
            if self.sni is not None:
                offer = usual(None, best)
                again = self.asker.ask("chain without a name", offer, Goal.FLIGHT, shares)
                asked.append((None, tasks.create_task(again)))
            for part in keys_apart(accepted):
                offer = version_offer(TLS12, part, self.sni)
                again = self.asker.ask("chain of another key", offer, Goal.FLIGHT)
                asked.append((self.sni, tasks.create_task(again)))
        chains = (self._chain(name, task.result()) for name, task in asked)
        return tuple(chain for chain in chains if chain is not None)

    def _chain(self, asked: str | None, said: Dialled) -> ChainServed | None:
        handshake = said.attempt.handshake
        if handshake is None or handshake.server_hello is None:
            return None
        ders = tuple(seen.der for seen in handshake.certificates if seen.side == "server")
        if not ders:
            return None
        name = self.target.sni or self.target.host
        return served(asked, ders, name, self.now, self.wishes.trust, handshake.stapled)

    async def _resumption(self, accepted: Sequence[VersionSupport]) -> Resumption:
        older = newest_below13(accepted)
        has13 = any(one.version == TLS13 for one in accepted)
        not13 = Told("unknown", "TLS 1.3 is not accepted")
        by_id, ticket, psk = await asyncio.gather(
            resume.by_id(self.asker, self.sni) if older else _same(NONE_OF_13),
            resume.by_ticket(self.asker, self.sni) if older else _same(NONE_OF_13),
            resume.by_psk(self.asker, self.sni) if has13 else _same(not13),
        )
        return Resumption(by_id, ticket, psk)

    async def _features(self, known: Features, accepted: Sequence[VersionSupport]) -> Features:
        asker, sni = self.asker, self.sni
        older, best = newest_below13(accepted), accepted[0].version
        supported = [one.version for one in accepted]
        full = self.wishes.depth == "full" and older is not None
        three = features.acknowledged(asker, older.version, older.ciphers, sni) if older else _same(THREE)
        acknowledged, packed, stepped, again, names, bits = await asyncio.gather(
            three,
            features.compression(asker, best, sni) if older else _same(NONE_OF_13),
            features.fallback(asker, supported, sni),
            features.client_renegotiation(asker, sni) if full else _same(known.client_renegotiation),
            features.alpn(asker, best, sni) if best > SSL3 else _same(((), "SSL 3.0 has no extensions")),
            features.dh_bits(asker, older.version, older.ciphers, sni) if older else _same(None),
        )
        renegotiation, master, mac = acknowledged
        return replace(
            known,
            alpn=names[0],
            alpn_why=names[1],
            secure_renegotiation=renegotiation,
            extended_master_secret=master,
            encrypt_then_mac=mac,
            compression=packed,
            fallback_scsv=stepped,
            client_renegotiation=again,
            dh_bits=bits,
        )


async def _same(value: T) -> T:
    """What is known already, where something is waited for."""
    return value
