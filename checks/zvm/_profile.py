"""What the profile checks share: spellings meant for a statement, and whose machine a user id is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import SequenceMatcher

from ssldiag.api import Facts, Located, ProfileTcpip, SslServerPool, StackProfile, Undecided

LONGEST_NAME = 20
"""Characters of a word that may be a misspelled statement: the longest SSL statement has 11."""

ALIKE = 0.8
"""Share of letters in common that makes a word a misspelling: SSLLIMIT is one, SMTPLIMITS is none."""

HIGHEST = 1000
"""The most sessions that SSLLIMITS allows one server (IBM deck of 2010, SSLLIMITS)."""


def limited(facts: Facts) -> tuple[StackProfile, ...]:
    """The profiles in use whose session limits are known. Raises Undecided where there is none."""
    profiles = facts.all(StackProfile)
    known = tuple(item for item in profiles if item.limits.readable)
    if profiles and not known:
        raise Undecided("a number in SSLLIMITS cannot be read", "a corrected SSLLIMITS statement")
    return known


def possible(facts: Facts) -> tuple[StackProfile, ...]:
    """As :func:`limited`, without profiles whose MAXPERSSLSERVER no server can have: ZVM307 says enough."""
    return tuple(item for item in limited(facts) if item.limits.max_per_server <= HIGHEST)


def sized(profiles: Iterable[StackProfile]) -> list[tuple[StackProfile, SslServerPool, int]]:
    """Of the profiles whose operand is ``*`` those with the pool that serves them and its size. Raises
    Undecided where no size is known.
    """
    wanted = [item for item in profiles if item.operand and item.operand.value == "*"]
    found = [(item, item.pool, item.pool.size) for item in wanted if item.pool and item.pool.size]
    if wanted and not found:
        raise Undecided("the POOL statement of the SSL servers was not collected", "USER DIRECT")
    return found


def lookalikes(profile: ProfileTcpip, name: str) -> tuple[Located[str], ...]:
    """Names of unknown statements that differ little from this one."""
    found = (item.name for item in profile.unknown)
    return tuple(word for word in found if alike(word.value.upper(), name))


def alike(word: str, name: str) -> bool:
    """Whether a word is nearly this name, but not this name."""
    if word == name or len(word) > LONGEST_NAME:
        return False
    return SequenceMatcher(None, word, name, autojunk=False).ratio() >= ALIKE


def server_names(facts: Facts) -> Callable[[str], str | None]:
    """A look-up of the SSL server or pool that a user id belongs to; SSLSERV counts without a definition."""
    names = {"SSLSERV": "SSLSERV"}
    for profile in facts.all(StackProfile):
        if profile.single and profile.operand is not None:
            names[profile.operand.value] = profile.operand.value
    pools = {}
    for server in facts.all(SslServerPool):
        names[server.name] = names[server.prefix] = server.name
        if server.is_pool:
            pools[server.prefix] = server.name

    def look_up(userid: str) -> str | None:
        number = userid[-5:]
        member = len(number) == 5 and number.isascii() and number.isdigit()
        return names.get(userid) or (pools.get(userid[:-5]) if member else None)

    return look_up
