"""Single questions about a server's TLS, most of them one connection each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ssldiag.probe.asker import SHARES, Asker
from ssldiag.probe.dial import Dialled
from ssldiag.probe.model import GroupSupport, Told
from ssldiag.probe.offers import (
    ALPN,
    GROUPS_12,
    GROUPS_13,
    suites,
    usual,
    version_offer,
)
from ssldiag.probe.state import Goal
from ssldiag.probe.versions import NO, Chosen, eliminate
from ssldiag.wire.numbers import TLS12, TLS13, version_name
from ssldiag.wire.suites import FALLBACK_SCSV

INAPPROPRIATE_FALLBACK, NO_RENEGOTIATION = 86, 100
RENEGOTIATION_INFO, EXTENDED_MASTER_SECRET, ENCRYPT_THEN_MAC = 0xFF01, 23, 22
DEFLATE = 1


async def groups13(asker: Asker, ciphers: tuple[int, ...], sni: str | None) -> GroupSupport:
    """The groups of TLS 1.3: without key shares each is asked for in a HelloRetryRequest."""

    async def choose(left: tuple[int, ...]) -> Dialled:
        offer = replace(version_offer(TLS13, ciphers, sni), groups=left)
        return await asker.ask("groups in TLSv1.3", offer)

    def chosen(said: Dialled) -> int | None:
        retry = said.client.state.retry
        return retry.key_shares[0] if retry is not None and retry.key_shares else None

    found = await eliminate(GROUPS_13, choose, chosen)
    return GroupSupport(TLS13, found.found, *_complete(found))


async def groups12(asker: Asker, version: int, ciphers: tuple[int, ...], sni: str | None) -> GroupSupport:
    """The curves of ECDHE up to TLS 1.2. A server with an ECDSA key wants its key's curve on offer too
    (RFC 8422 5.1), so that suites signed with RSA are asked for where there are any.
    """
    ephemeral = [one for one in suites(ciphers) if one.key_exchange == "ECDHE"]
    rsa = tuple(one.code for one in ephemeral if one.authentication != "ECDSA")
    chosen_suites = rsa or tuple(one.code for one in ephemeral)
    if not chosen_suites:
        return GroupSupport(version, (), True, "no suite with ECDHE is accepted")

    async def choose(left: tuple[int, ...]) -> Dialled:
        offer = replace(version_offer(version, chosen_suites, sni), groups=left)
        return await asker.ask(f"groups in {version_name(version)}", offer, Goal.FLIGHT)

    found = await eliminate(GROUPS_12, choose, _group)
    sure, why = _complete(found)
    if rsa or not sure or not found.found:
        return GroupSupport(version, found.found, sure, why)
    anchor = found.found[-1]  # without the curve of its key such a server refuses all others

    async def anchored(left: tuple[int, ...]) -> Dialled:
        return await choose((*left, anchor))

    left = tuple(group for group in GROUPS_12 if group not in found.found)
    more = await eliminate(left, anchored, _group)
    why = "only suites with ECDSA are accepted: curves that are liked less than the certificate's do not show"
    return GroupSupport(version, found.found + more.found, False, why)


def _group(said: Dialled) -> int | None:
    handshake = said.attempt.handshake
    return handshake.selected_group if handshake is not None else None


async def dh_bits(asker: Asker, version: int, ciphers: tuple[int, ...], sni: str | None) -> int | None:
    """The size of the prime of DHE; None without such a suite."""
    finite = tuple(one.code for one in suites(ciphers) if one.key_exchange in ("DHE", "DH"))
    if not finite:
        return None
    said = await asker.ask("size of DH", version_offer(version, finite, sni), Goal.FLIGHT)
    return said.attempt.handshake.dh_bits if said.attempt.handshake else None


async def alpn(asker: Asker, version: int, sni: str | None) -> tuple[tuple[str, ...], str]:
    """The protocols of ALPN that are chosen, and why the search ended early if it did."""
    left = list(ALPN)
    found: list[str] = []
    while left:
        offer = replace(usual(sni, version), alpn=tuple(left))
        shares = SHARES if version == TLS13 else ()
        said = await asker.ask("ALPN", offer, Goal.FLIGHT, shares)
        one = said.client.state.alpn
        if one is None or one not in left:
            early = said.attempt.ended not in (*NO, "reached")
            return tuple(found), said.attempt.why if early else ""
        found.append(one)
        left.remove(one)
    return tuple(found), ""


async def compression(asker: Asker, version: int, sni: str | None) -> Told:
    """Compression of records (RFC 3749), which CRIME made unsafe; TLS 1.3 has none."""
    offer = replace(usual(sni, min(version, TLS12)), compression=(DEFLATE, 0))
    said = await asker.ask("compression", offer)
    hello = said.client.state.server_hello
    if hello is None:
        return _unknown(said)
    return Told("yes" if any(hello.compression_methods) else "no")


async def fallback(asker: Asker, supported: Sequence[int], sni: str | None) -> Told:
    """RFC 7507: a client that says that it stepped down is refused by a server that could do better."""
    older = [version for version in supported if version <= TLS12 and version != max(supported)]
    if not older:
        return Told("unknown", "it can only be asked where two versions are accepted")
    offer = usual(sni, max(older))
    offer = replace(offer, ciphers=(*offer.ciphers, FALLBACK_SCSV), versions=(max(older),))
    said = await asker.ask("fallback", offer)
    if any(code == INAPPROPRIATE_FALLBACK for _, code in said.client.state.alerts):
        return Told("yes")
    return Told("no") if said.client.state.server_hello is not None else _unknown(said)


async def acknowledged(
    asker: Asker, version: int, ciphers: tuple[int, ...], sni: str | None
) -> tuple[Told, Told, Told]:
    """Secure renegotiation (RFC 5746), extended master secret (RFC 7627), encrypt-then-MAC (RFC 7366): each
    is acknowledged in the ServerHello up to TLS 1.2, the last only with a suite in CBC mode.
    """
    said = await asker.ask("extensions", version_offer(version, ciphers, sni))
    chained = tuple(one.code for one in suites(ciphers) if "CBC" in one.cipher)
    if not chained:
        mac = Told("unknown", "it is for suites in CBC mode, and none is accepted")
    else:
        mac = _has(await asker.ask("extensions", version_offer(version, chained, sni)), ENCRYPT_THEN_MAC)
    return _has(said, RENEGOTIATION_INFO), _has(said, EXTENDED_MASTER_SECRET), mac


def _has(said: Dialled, number: int) -> Told:
    hello = said.client.state.server_hello
    if hello is None:
        return _unknown(said)
    return Told("yes" if number in hello.extensions else "no")


async def client_renegotiation(asker: Asker, sni: str | None) -> Told:
    """Whether a client may ask for a second handshake in the first (up to TLS 1.2), once."""
    said = await asker.ask("renegotiation", usual(sni, TLS12), Goal.RENEGOTIATED)
    state = said.client.state
    if state.renegotiated:
        return Told("yes")
    if not state.finished:
        return _unknown(said)
    if any(code == NO_RENEGOTIATION for _, code in state.alerts):
        return Told("no", "the server sent the alert no_renegotiation")
    if said.attempt.ended in NO:
        return Told("no", said.attempt.why or "the server ended the connection")
    return Told("unknown", "the server did not answer the second hello")


def _complete(found: Chosen) -> tuple[bool, str]:
    sure = found.refused or (found.last is not None and found.last.attempt.ended == "reached")
    return sure, "" if sure or found.last is None else found.last.attempt.why


def _unknown(said: Dialled) -> Told:
    return Told("unknown", said.attempt.why or "it was not answered")
