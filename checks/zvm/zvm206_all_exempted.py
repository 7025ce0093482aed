"""EXEMPT leaves no cipher suite.

## Why it matters

A server without a suite can agree with no client: every handshake fails.

## How it is decided

The suites that the table has for this level, without those that are off by default and not in ENABLE,
without those that EXEMPT removes. ``EXEMPT HIGH`` removes everything, since a strength set takes the weaker
ones along. That a server starts at all in this state is an inference.

## What to do

Exempt less. To be rid of weak suites ``EXEMPT LOW`` is enough; leave at least one AES suite.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerInUse, SslServerPool, check, ciphers, finding, servers_in_use
from zvm._operands import about, level, listed

FIRST_WITH_NEWER_SUITES = 630
"""Before this level there are the 27 suites of 2010 alone. When curves came is not confirmed."""


@check(
    "ZVM206",
    "all-exempted",
    "warning",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    certainty="inferred",
    fix="leave at least one AES suite: EXEMPT LOW is enough against weak ones",
    sources=("inferred from the strength sets in IBM's deck on multiple SSL servers, 2010",),
    facts=("PRM006",),
)
def all_exempted(facts: Facts) -> Iterator[Finding]:
    for pool in servers_in_use(facts):
        words = pool.operands.exempt
        if words and not left(pool, level(facts)):
            yield finding(
                "ZVM206",
                f"EXEMPT {listed(word.value for word in words)} leaves {pool.name} no cipher suite at all",
                words[0],
                about=(*about(pool), "rc 402"),
            )


def left(pool: SslServerPool, level: int | None) -> list[ciphers.Cipher]:
    """The suites that a server can still use."""
    gone = ciphers.exempted(word.value for word in pool.operands.exempt)
    named = [ciphers.by_name(word.value) for word in pool.operands.enable]
    enabled = {cipher.code for cipher in named if cipher}
    return [
        cipher
        for cipher in ciphers.table()
        if cipher.code not in gone
        and (cipher.code in enabled or not cipher.off_by_default)
        and may_exist(cipher, level)
    ]


def may_exist(cipher: ciphers.Cipher, level: int | None) -> bool:
    """Whether a level can have a suite; none is left out where the level is not known."""
    return level is None or int(cipher.first_release or FIRST_WITH_NEWER_SUITES) <= level
