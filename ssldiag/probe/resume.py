"""Whether a server takes up sessions again: a whole handshake, then a second one that offers its session.

By id and by ticket up to TLS 1.2 (RFC 5246 F.1.4, RFC 5077), by PSK in TLS 1.3 (RFC 8446 4.6.1).
"""

from __future__ import annotations

from dataclasses import replace

from ssldiag.probe.asker import SHARES, Asker
from ssldiag.probe.dial import Dialled
from ssldiag.probe.hello import Offer, Psk
from ssldiag.probe.model import Told
from ssldiag.probe.offers import usual
from ssldiag.probe.schedule import hash_of
from ssldiag.probe.state import Goal, Session
from ssldiag.wire.numbers import TLS12, TLS13
from ssldiag.wire.suites import suite

AGE = 50
"""Milliseconds that a ticket claims to be old: one is offered at once, and servers allow some seconds."""


async def by_id(asker: Asker, sni: str | None) -> Told:
    """Without tickets on offer."""
    offer = replace(usual(sni, TLS12), ticket=None)
    first = await asker.ask("session id, first", offer, Goal.FINISHED)
    session = first.client.state.new_session
    if session is None:
        return _unknown(first)
    if not session.id:
        return Told("no", "the server gave no session id")
    again = replace(offer, session_id=session.id)
    second = await asker.ask("session id, again", again, Goal.FINISHED, session=session)
    return _resumed(second, "the server did not take up the session")


async def by_ticket(asker: Asker, sni: str | None) -> Told:
    """With a ticket of TLS 1.2."""
    offer = usual(sni, TLS12)
    first = await asker.ask("ticket, first", offer, Goal.FINISHED)
    session = first.client.state.new_session
    if session is None:
        return _unknown(first)
    if not session.ticket:
        return Told("no", "the server gave no ticket")
    again = replace(offer, ticket=session.ticket, session_id=b"\1" * 32)
    second = await asker.ask("ticket, again", again, Goal.FINISHED, session=session)
    return _resumed(second, "the server did not take the ticket")


async def by_psk(asker: Asker, sni: str | None) -> Told:
    """With a ticket of TLS 1.3."""
    offer = usual(sni)
    first = await asker.ask("PSK, first", offer, Goal.FINISHED, SHARES)
    session = first.client.state.new_session
    if not first.client.state.finished or first.attempt.ended != "reached":
        return _unknown(first)
    if session is None or session.version != TLS13:
        return Told("no", "the server gave no ticket")
    psk_offer = with_psk(offer, session)
    if psk_offer is None:
        return Told("unknown", "the ticket's suite is not known")
    second = await asker.ask("PSK, again", psk_offer, Goal.FINISHED, SHARES, session)
    return _resumed(second, "the server did not take the ticket")


def with_psk(offer: Offer, session: Session) -> Offer | None:
    """The same offer with a ticket; its suite comes first, since a PSK is bound to a hash."""
    known = suite(session.cipher)
    if known is None:
        return None
    size = 48 if hash_of(known) == "sha384" else 32
    age = (AGE + session.age_add) & 0xFFFFFFFF
    rest = tuple(code for code in offer.ciphers if code != session.cipher)
    return replace(offer, ciphers=(session.cipher, *rest), psk=Psk(session.ticket, age, size))


def _resumed(second: Dialled, otherwise: str) -> Told:
    state = second.client.state
    if state.resumed and state.finished:
        return Told("yes")
    if state.server_hello is not None and not state.resumed:
        return Told("no", otherwise)
    return _unknown(second)


def _unknown(said: Dialled) -> Told:
    return Told("unknown", said.attempt.why or "no handshake came to its end")
