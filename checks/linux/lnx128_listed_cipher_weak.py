"""SSLCipherSpec switches on a weak cipher suite.

## Why it matters

Suites without encryption, with short keys, RC4 or Triple DES can be broken or are forbidden by RFC 7465
and NIST SP 800-131A; whoever can meddle with the connection may bring it about that they are used.

## How it is decided

By the names in SSLCipherSpec in effect for hosts with TLS; what is taken away with ``-`` is fine. Suites
given as codes are looked up.

## What to do

Remove the suite, or begin with ``SSLCipherSpec ALL NONE`` and add the ECDHE suites with GCM.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._ciphers import weak
from linux._ihs import each_once, suites
from ssldiag.api import Facts, Finding, IhsServer, check, finding


@check(
    "LNX128",
    "listed-cipher-weak",
    "warning",
    "IBM HTTP Server",
    needs=(IhsServer,),
    fix="remove the suite from SSLCipherSpec",
    sources=(
        "RFC 7465",
        "NIST SP 800-131A Rev. 2",
        "https://www.ibm.com/docs/en/ibm-http-server/9.0.5?topic=communications-ssl-directives",
    ),
)
def listed_cipher_weak(facts: Facts) -> Iterator[Finding]:
    for host, item in each_once(facts, "sslcipherspec"):
        for word in suites(item):
            why = weak(word.value)
            if why:
                yield finding(
                    "LNX128",
                    f"{host.name} switches on {word.value}, which {why}",
                    (word, "the suite"),
                    about=(word.value,),
                )
