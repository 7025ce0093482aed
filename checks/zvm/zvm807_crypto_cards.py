"""Crypto cards are given to SSL machines on a level that does not use them.

## Why it matters

Before the 6.4 service of March 2017 the SSL server does not use Crypto Express cards; CPACF it uses
always. A CRYPTO statement costs nothing, but the cards will not lower the cost of handshakes.

## How it is decided

By a CRYPTO statement in the directory entry or profile of an SSL server on level 540 to 630.

## What to do

Size the processors for handshakes without cards, or move to 6.4 or later.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, SslServerPool, check, finding


@check(
    "ZVM807",
    "crypto-cards-unused",
    "info",
    "USER DIRECT",
    needs=(SslServerPool,),
    releases="540-630",
    fix="size for CPACF only, or move to 6.4 or later",
    sources=("https://docslib.org/doc/6105085/z-vm-version-7-release-1",),
    facts=("SVC007",),
)
def crypto_cards_unused(facts: Facts) -> Iterator[Finding]:
    for pool in facts.all(SslServerPool):
        for statement in pool.directory.all("CRYPTO") if pool.directory else ():
            yield finding(
                "ZVM807",
                f"{pool.name} is given crypto cards, which its SSL servers do not use on this level",
                statement.name,
                about=(pool.name,),
            )
