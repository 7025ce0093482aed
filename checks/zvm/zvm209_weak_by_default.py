"""Weak cipher suites are on by default here, and EXEMPT does not remove them.

## Why it matters

Before the service of mid-2015 (II14790) an SSL server offers RC4, RC2, DES and NULL suites unless EXEMPT
takes them away. A client that asks for one of them gets it.

## How it is decided

On 5.4 to 6.3: the weak suites that EXEMPT leaves. 6.1 never got that service. On the others it counts as
missing when the newest APAR in the SSL server's own service list (DTCRUN1048I) is of a series before 2015;
that is an inference. ENABLE, which came with the service, shows that it is on. Otherwise nothing is decided.

## What to do

Apply the service, or exempt them by name (LOW leaves RC4_128, MEDIUM takes AES-128 along):

    EXEMPT NULL NULL_SHA NULL_MD5 RC2_40_MD5 RC4_40_MD5 RC4_128_SHA RC4_128_MD5
           DES_56_SHA DH_DSS_DES DH_RSA_DES DHE_DSS_DES DHE_RSA_DES
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    Evidence,
    Facts,
    Finding,
    ServerInUse,
    SslServerPool,
    Undecided,
    check,
    ciphers,
    finding,
    servers_in_use,
)
from zvm._entries import settled
from zvm._operands import about, level, listed
from zvm._service import too_old_for

NEVER_SERVICED = 610
"""Service for 6.1 ended in 2013, before II14790."""

FIRST_OF_2015 = "PI30000"
"""PI31200 closed in February 2015, so an APAR below this number is older than the service of that summer."""

WEAK = ("RC4", "RC2", "NULL")


@check(
    "ZVM209",
    "weak-by-default",
    "warning",
    "DTCPARMS and console log",
    needs=(ServerInUse,),
    releases="540-630",
    fix="apply the service of II14790, or exempt the RC4, RC2, DES and NULL suites",
    sources=("http://www.vm.ibm.com/related/tcpip/II14790.html",),
    facts=("PRM009",),
)
def weak_by_default(facts: Facts) -> Iterator[Finding]:
    yield from settled(item for pool in servers_in_use(facts) for item in judge(facts, pool))


def judge(facts: Facts, pool: SslServerPool) -> Iterator[Finding | Undecided]:
    gone = ciphers.exempted(word.value for word in pool.operands.exempt)
    left = [cipher.name for cipher in ciphers.table() if is_weak(cipher) and cipher.code not in gone]
    if not left or pool.operands.enable:
        return
    at = level(facts)
    old = too_old_for(facts, FIRST_OF_2015)
    if at != NEVER_SERVICED and old is None:
        yield Undecided(
            "whether the service of mid-2015 (II14790) is applied is not known",
            "the console log of an SSL server with its DTCRUN1048I lines",
        )
        return
    word = pool.operands.exempt[0] if pool.operands.exempt else pool.parms.name if pool.parms else pool.place
    yield finding(
        "ZVM209",
        f"{pool.name} offers weak suites at level {at}, where they are on by default: {listed(left)}",
        (word, "does not exempt them"),
        *([Evidence(old[1].place, f"no service later than {old[0]}")] if old else []),
        about=about(pool),
    )


def is_weak(cipher: ciphers.Cipher) -> bool:
    """RC4, RC2 and NULL suites of 2010, and those with single DES."""
    single_des = "DES" in cipher.name and "3DES" not in cipher.name
    return cipher.code < 0x30 and (cipher.name.startswith(WEAK) or single_des)
