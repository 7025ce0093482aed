"""What follows from an attempt that is over: a client certificate asked for, stapling, chains that differ.
Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from ssldiag.probe.chains import Authorities, served
from ssldiag.probe.dial import Dialled
from ssldiag.probe.model import Answer, ChainServed, ClientAuth, Features, Told, VersionSupport, Wanted
from ssldiag.wire.model import Handshake
from ssldiag.wire.numbers import TLS12, TLS13
from ssldiag.wire.suites import suite

REFUSED_FOR_WANT = frozenset((40, 41, 42, 46, 49, 116))
"""Alerts with which servers end a handshake for want of a client's certificate: certificate_required in TLS
1.3 (RFC 8446 6.2), handshake_failure before (RFC 5246 7.4.6), and what else is seen.
"""


def client_auth(said: Dialled) -> ClientAuth:
    """Whether the server asked for a certificate, and did without one. No certificate was shown."""
    attempt, state = said.attempt, said.client.state
    handshake = attempt.handshake
    if handshake is None or handshake.server_hello is None:
        return ClientAuth("unknown", why=attempt.why or "the server did not answer the hello")
    asked = handshake.certificate_wanted
    if asked is None:
        if state.finished:
            return ClientAuth("none", why="it may still ask after the handshake")
        return ClientAuth("unknown", why=attempt.why or "the handshake did not come that far")
    wanted, why = _need(said)
    return ClientAuth(wanted, asked.types, asked.signature_algorithms, asked.authorities, why)


def _need(said: Dialled) -> tuple[Wanted, str]:
    attempt, state = said.attempt, said.client.state
    codes = {code for level, code in state.alerts if level == 2 or code == 41}
    if codes & REFUSED_FOR_WANT:
        return "required", attempt.why
    if attempt.ended == "reached" and state.version < TLS13:
        return "optional", "the server finished without one"
    if attempt.ended == "reached" and _spoke(said):
        return "optional", "the server went on without one"
    if attempt.ended in ("closed", "reset") and not state.finished:
        return "unknown", f"{attempt.why}; servers do that too where they want a certificate"
    return "unknown", attempt.why or "the server neither refused nor went on"


def _spoke(said: Dialled) -> bool:
    """Whether a server of TLS 1.3 said more after our Finished: a ticket, or a goodbye."""
    state = said.client.state
    return state.new_session is not None or any(code == 0 for _, code in state.alerts)


Served = Callable[[str | None, Dialled], ChainServed | None]
"""The name that was asked for and what became of it -> the chain, judged; None where none came."""


def chain_of(
    asked: str | None, said: Dialled, name: str, now: datetime, trust: Authorities | None
) -> ChainServed | None:
    """The chain that a connection showed. ``name`` is what its certificate is compared with."""
    handshake = said.attempt.handshake
    ders = tuple(seen.der for seen in handshake.certificates if seen.side == "server") if handshake else ()
    if handshake is None or not ders:
        return None
    return served(asked, ders, name, now, trust, handshake.stapled)


def from_main(handshake: Handshake | None, said: Dialled) -> Features:
    """What the first connection tells by the way."""
    if handshake is None or handshake.server_hello is None or not handshake.certificates:
        return Features()
    stapled: Answer = "yes" if handshake.stapled else "no"
    return Features(stapling=Told(stapled))


def newest_below13(accepted: Iterable[VersionSupport]) -> VersionSupport | None:
    """The newest version before TLS 1.3 that is accepted."""
    return max((one for one in accepted if one.version < TLS13), key=lambda one: one.version, default=None)


def keys_apart(accepted: Iterable[VersionSupport]) -> list[tuple[int, ...]]:
    """The suites of TLS 1.2 by the kind of key in the certificate, where there are several kinds."""
    ciphers = next((one.ciphers for one in accepted if one.version == TLS12), ())
    kinds: dict[str, list[int]] = {}
    for code in ciphers:
        known = suite(code)
        if known is not None and known.authentication in ("RSA", "ECDSA", "DSS"):
            kinds.setdefault(known.authentication, []).append(code)
    return [tuple(codes) for codes in kinds.values()] if len(kinds) > 1 else []


def distinct(chains: Sequence[ChainServed]) -> tuple[ChainServed, ...]:
    """Each chain once for each name that was asked for."""
    return tuple({(chain.asked, chain.certificates): chain for chain in reversed(chains)}.values())[::-1]
