"""Which versions a server speaks, and with which suites in which order: found by taking away what it chose.

A server picks one suite of those that are offered; without it, it picks the next, until it picks none.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from ssldiag.probe.asker import Asker
from ssldiag.probe.dial import Dialled
from ssldiag.probe.model import Attempt, Depth, VersionSupport
from ssldiag.probe.offers import CHUNK, suites_of, version_offer
from ssldiag.wire.numbers import SSL2, version_name

Choose = Callable[[tuple[int, ...]], Awaitable[Dialled]]
"""Offers these and gives what became of it."""

NO = ("alert", "closed", "reset")
"""Ends that say no, where another hello is answered."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a server chose one after the other, and the attempt that chose nothing more (None: all chosen)."""

    found: tuple[int, ...]
    last: Dialled | None

    @property
    def refused(self) -> bool:
        """Whether the search ended as it should: everything was chosen, or the rest was refused."""
        return self.last is None or self.last.attempt.ended in NO


async def eliminate(
    offered: Sequence[int], choose: Choose, chosen: Callable[[Dialled], int | None]
) -> Chosen:
    """Offer, take away what was chosen, offer again."""
    left = list(offered)
    found: list[int] = []
    while left:
        said = await choose(tuple(left))
        one = chosen(said) if said.attempt.ended == "reached" else None
        if one is None or one not in left:
            return Chosen(tuple(found), said)
        found.append(one)
        left.remove(one)
    return Chosen(tuple(found), None)


async def support(asker: Asker, version: int, depth: Depth, sni: str | None) -> VersionSupport:
    """One version, from SSL 3.0 on."""

    def offer(ciphers: tuple[int, ...]) -> Awaitable[Dialled]:
        return asker.ask(f"{version_name(version)} ciphers", version_offer(version, ciphers, sni))

    def choice(said: Dialled) -> int | None:
        state = said.client.state
        if state.server_hello is not None and state.version != version:
            return None
        return state.suite.code if state.suite else None

    codes = suites_of(version, depth)
    found: list[int] = []
    last: Dialled | None = None
    for at in range(0, len(codes), CHUNK):
        part = await eliminate(codes[at : at + CHUNK], offer, choice)
        found += part.found
        last = part.last or last
        if not part.refused:
            break
    if not found:
        return _without(version, last)
    ordered, prefers = await _order(tuple(found), offer, choice)
    sure = last is None or last.attempt.ended in (*NO, "reached")
    why = "" if sure or last is None else last.attempt.why
    return VersionSupport(version, True, ordered, prefers, sure, why)


async def _order(
    found: tuple[int, ...], offer: Choose, choice: Callable[[Dialled], int | None]
) -> tuple[tuple[int, ...], bool | None]:
    """The same suites the other way round: a server with an order of its own chooses as before."""
    if len(found) < 2:
        return found, None
    said = await offer(found[::-1])
    first = choice(said) if said.attempt.ended == "reached" else None
    if first is None:
        return found, None
    if first == found[-1]:
        return found, False
    again = await eliminate(found[::-1], offer, choice)
    missing = tuple(code for code in found if code not in again.found)
    return (*again.found, *missing), True


def _without(version: int, last: Dialled | None) -> VersionSupport:
    if last is None:
        return VersionSupport(version, None, complete=False, why="nothing was asked")
    attempt, state = last.attempt, last.client.state
    if attempt.ended == "reached":
        other = state.version or state.offer.best
        why = f"the server answered with {version_name(other)}" if other != version else "it chose no suite"
        return VersionSupport(version, False, why=why)
    return VersionSupport(version, False if attempt.ended in NO else None, why=attempt.why)


async def ssl2(asker: Asker) -> VersionSupport:
    """SSL 2.0: its ServerHello lists the kinds of ciphers; an empty list is not support."""
    said = await asker.ask_ssl2()
    attempt = said.attempt
    hello = attempt.handshake.server_hello if attempt.handshake else None
    if attempt.ended == "reached" and hello is not None and hello.format == "sslv2":
        why = "" if hello.ciphers else "the server answered, and has no cipher for it"
        return VersionSupport(SSL2, bool(hello.ciphers), hello.ciphers, None, True, why)
    no = attempt.ended in (*NO, "rubbish", "reached")
    return VersionSupport(SSL2, False if no else None, why=attempt.why)


def doubted(support: VersionSupport, attempts: Sequence[Attempt]) -> VersionSupport:
    """A close without a word means no only where another hello was answered."""
    answered = any(attempt.ended in ("reached", "alert") for attempt in attempts)
    if support.supported is False and not answered:
        why = support.why or "no hello was answered"
        return VersionSupport(support.version, None, complete=False, why=why)
    return support
