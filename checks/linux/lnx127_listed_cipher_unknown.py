"""SSLCipherSpec names a cipher suite that no table knows.

## Why it matters

A name that the server does not know is an error at its start, or is passed over with a message in
error_log; the list is then not what was meant.

## How it is decided

By each word of SSLCipherSpec that is neither a protocol, ALL or NONE, nor a suite by name or code. Names
that newer levels added may be missing in our table.

## What to do

Compare it with ``bin/apachectl -t -DDUMP_SSL_CIPHERS`` (IBM HTTP Server 9) and correct the spelling.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._ciphers import is_known
from linux._ihs import each_once, suites
from ssldiag.api import Facts, Finding, IhsServer, check, finding


@check(
    "LNX127",
    "listed-cipher-unknown",
    "warning",
    "IBM HTTP Server",
    needs=(IhsServer,),
    certainty="inferred",
    fix="correct the name of the suite",
    sources=("https://www.ibm.com/docs/en/ibm-http-server/9.0.5?topic=communications-ssl-directives",),
)
def listed_cipher_unknown(facts: Facts) -> Iterator[Finding]:
    for host, item in each_once(facts, "sslcipherspec"):
        for word in suites(item):
            if not is_known(word.value):
                yield finding(
                    "LNX127",
                    f"{host.name} lists {word.value}, which is no cipher suite that is known",
                    (word, "the suite"),
                    about=(word.value,),
                )
