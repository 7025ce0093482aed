"""SSL_CIPHERSPECS of Db2 has a weak or unknown suite.

## Why it matters

Triple DES is no longer allowed by NIST SP 800-131A; a suite that Db2 does not know keeps the instance
from starting TLS.

## How it is decided

By each name in SSL_CIPHERSPECS. Blanks between names are not allowed either; they are read as the same
list here.

## What to do

``db2 update dbm cfg using SSL_CIPHERSPECS TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384``, or leave it empty.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._ciphers import is_known, weak
from ssldiag.api import Db2Instance, Facts, Finding, check, finding


@check(
    "LNX156",
    "db2-weak-cipher",
    "warning",
    "Db2",
    needs=(Db2Instance,),
    fix="name suites with ECDHE and GCM, or leave SSL_CIPHERSPECS empty",
    sources=("Db2 11.5, ssl_cipherspecs configuration parameter", "NIST SP 800-131A Rev. 2"),
)
def db2_weak_cipher(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(Db2Instance):
        listed = item.get("SSL_CIPHERSPECS")
        for name in listed.value.replace(" ", "").split(",") if listed else ():
            why = weak(name) or ("" if is_known(name) or not name else "is no cipher suite that is known")
            if listed and why:
                yield finding(
                    "LNX156",
                    f"{item.name or 'the instance'} lists {name}, which {why}",
                    (listed, "the suites"),
                    about=(item.name, name),
                )
