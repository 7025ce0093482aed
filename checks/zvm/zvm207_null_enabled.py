"""A cipher suite without encryption is enabled.

## Why it matters

NULL suites authenticate, but send the data in the clear. They are off by default since mid-2015; ENABLE
brings them back for every client that asks.

## How it is decided

ENABLE names a suite of the strength set NONE, and EXEMPT does not remove it again.

## What to do

Remove the name from ENABLE and restart the server or pool.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerInUse, check, ciphers, finding, servers_in_use
from zvm._operands import about


@check(
    "ZVM207",
    "null-enabled",
    "error",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="remove the NULL suites from ENABLE",
    sources=("http://www.vm.ibm.com/related/tcpip/II14790.html",),
    facts=("PRM007",),
)
def null_enabled(facts: Facts) -> Iterator[Finding]:
    for pool in servers_in_use(facts):
        gone = ciphers.exempted(word.value for word in pool.operands.exempt)
        for word in pool.operands.enable:
            cipher = ciphers.by_name(word.value)
            if cipher is not None and cipher.strength == "None" and cipher.code not in gone:
                yield finding(
                    "ZVM207",
                    f"{pool.name} enables {cipher.name}, which does not encrypt",
                    word,
                    about=about(pool, cipher.name),
                    fix=f"remove {word.value} from ENABLE",
                )
