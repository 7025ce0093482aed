"""An RC4 or RC2 cipher suite is enabled.

## Why it matters

RC4 and RC2 are broken: TLS must not use RC4 (RFC 7465), and the 40-bit suites never gave protection. They
are off by default since mid-2015; ENABLE brings them back.

## How it is decided

ENABLE names a suite with RC4 or RC2, and EXEMPT does not remove it again.

## What to do

Remove the name from ENABLE and restart the server or pool. A client that needs RC4 has to be replaced.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerInUse, check, ciphers, finding, servers_in_use
from zvm._operands import about


@check(
    "ZVM208",
    "rc4-enabled",
    "warning",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="remove the RC4 and RC2 suites from ENABLE",
    sources=("http://www.vm.ibm.com/related/tcpip/II14790.html", "RFC 7465"),
    facts=("PRM008",),
)
def rc4_enabled(facts: Facts) -> Iterator[Finding]:
    for pool in servers_in_use(facts):
        gone = ciphers.exempted(word.value for word in pool.operands.exempt)
        for word in pool.operands.enable:
            cipher = ciphers.by_name(word.value)
            if cipher is not None and cipher.name.startswith(("RC4", "RC2")) and cipher.code not in gone:
                yield finding(
                    "ZVM208",
                    f"{pool.name} enables {cipher.name}, which is broken",
                    word,
                    about=about(pool, cipher.name),
                    fix=f"remove {word.value} from ENABLE",
                )
