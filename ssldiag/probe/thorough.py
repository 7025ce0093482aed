"""The questions of a whole survey, after the first connection: what the versions are, then what follows.

The versions are asked for at the same time; each later question is asked in versions that are accepted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from ssldiag.probe import features, resume, signing, versions
from ssldiag.probe.answers import Served, distinct, keys_apart, newest_below13
from ssldiag.probe.asker import SHARES, Asker
from ssldiag.probe.dial import Dialled
from ssldiag.probe.model import (
    ChainServed,
    Features,
    GroupSupport,
    Result,
    Resumption,
    Signatures,
    Told,
    VersionSupport,
)
from ssldiag.probe.offers import usual, version_offer
from ssldiag.probe.state import Goal
from ssldiag.wire.numbers import SSL2, SSL3, TLS10, TLS11, TLS12, TLS13

VERSIONS = (TLS13, TLS12, TLS11, TLS10, SSL3)

T = TypeVar("T")
NONE_OF_13 = Told("unknown", "TLS 1.3 has no such thing, and no older version is accepted")
THREE = (NONE_OF_13, NONE_OF_13, NONE_OF_13)


class Survey:
    """Asks one host all that a depth asks. ``chain`` judges what a connection showed."""

    def __init__(self, asker: Asker, sni: str | None, chain: Served) -> None:
        self.asker = asker
        self.sni = sni
        self.chain = chain

    async def run(self, result: Result) -> Result:
        """``result`` with the answers."""
        depth, sni, asker = result.depth, self.sni, self.asker
        found = await asyncio.gather(
            *(versions.support(asker, version, depth, sni) for version in VERSIONS), versions.ssl2(asker)
        )
        known = tuple(versions.doubted(one, asker.attempts) for one in found)
        accepted = [one for one in known if one.supported and one.version != SSL2]
        if not accepted:
            return replace(result, versions=known)
        full = depth == "full"
        groups, signatures, chains, resumption, answers = await asyncio.gather(
            self._groups(accepted),
            self._signatures(accepted if full else ()),
            self._chains(accepted),
            self._resumption(accepted),
            self._features(result.features, accepted, full),
        )
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
        wanted = (one for one in accepted if one.version >= TLS12)
        asked = (signing.signatures(self.asker, one.version, one.ciphers, self.sni) for one in wanted)
        return tuple(await asyncio.gather(*asked))

    async def _chains(self, accepted: Sequence[VersionSupport]) -> tuple[ChainServed, ...]:
        """Without a name, and for each kind of key that suites of TLS 1.2 ask for."""
        best = accepted[0].version
        asked: list[tuple[str | None, asyncio.Task[Dialled]]] = []
        shares = SHARES if best == TLS13 else ()
        async with asyncio.TaskGroup() as tasks:
            if self.sni is not None:
                offer = usual(None, best)
                again = self.asker.ask("chain without a name", offer, Goal.FLIGHT, shares)
                asked.append((None, tasks.create_task(again)))
            for part in keys_apart(accepted):
                offer = version_offer(TLS12, part, self.sni)
                again = self.asker.ask("chain of another key", offer, Goal.FLIGHT)
                asked.append((self.sni, tasks.create_task(again)))
        chains = (self.chain(name, task.result()) for name, task in asked)
        return tuple(chain for chain in chains if chain is not None)

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

    async def _features(self, known: Features, accepted: Sequence[VersionSupport], full: bool) -> Features:
        asker, sni = self.asker, self.sni
        older, best = newest_below13(accepted), accepted[0].version
        supported = [one.version for one in accepted]
        ask_again = full and older is not None and older.version >= TLS10
        three = features.acknowledged(asker, older.version, older.ciphers, sni) if older else _same(THREE)
        acknowledged, packed, stepped, again, names, bits = await asyncio.gather(
            three,
            features.compression(asker, best, sni) if older else _same(NONE_OF_13),
            features.fallback(asker, supported, sni),
            features.client_renegotiation(asker, sni) if ask_again else _same(known.client_renegotiation),
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
