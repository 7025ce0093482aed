"""More sessions are asked for than the 5.3 SSL server can hold.

## Why it matters

The Linux-based server of 5.3 takes 128 sessions. PK52298 (PTF UK40400) lifts that, on 64-bit Linux only.

## How it is decided

By MAXSESSIONS or MAXUSERS in ``:parms.`` above 128 on level 530.

## What to do

Apply UK40400 and run the 64-bit server image, or move to a later level.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, SslServerPool, check, finding

LIMIT = 128
"""Sessions of the 5.3 server without PK52298."""


@check(
    "ZVM806",
    "sessions-over-128",
    "warning",
    "DTCPARMS",
    needs=(SslServerPool,),
    releases="530",
    fix="apply UK40400 and use the 64-bit Linux image",
    sources=("http://www.vm.ibm.com/related/tcpip/pk52298.html",),
    facts=("SVC006",),
)
def sessions_over_128(facts: Facts) -> Iterator[Finding]:
    for pool in facts.all(SslServerPool):
        for key in ("MAXSESSIONS", "MAXUSERS"):
            operand = pool.operands.get(key)
            word = operand.words[0] if operand and operand.words else None
            if word and word.value.isascii() and word.value.isdigit() and int(word.value[:9]) > LIMIT:
                yield finding(
                    "ZVM806",
                    f"{pool.name} asks for {word.value} sessions; a 5.3 server takes {LIMIT} without PK52298",
                    word,
                    about=(pool.name,),
                )
