"""FIPS mode is on, and a cipher suite is listed that it leaves out.

## Why it matters

With ``SSLFIPSEnable`` only approved algorithms work. A suite with RC4, MD5, DES or ChaCha20 is dropped;
where nothing else is listed, no client gets through.

## How it is decided

By SSLFIPSEnable anywhere in the server and the names in SSLCipherSpec. What the server does with such a
suite was not tried, so it is a warning.

## What to do

Remove the suite, or FIPS mode if nobody asked for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._ciphers import outside_fips
from linux._ihs import each_once, suites
from ssldiag.api import Facts, Finding, IhsServer, check, finding


@check(
    "LNX131",
    "fips-cipher",
    "warning",
    "IBM HTTP Server",
    needs=(IhsServer,),
    certainty="inferred",
    fix="remove the suite from SSLCipherSpec",
    sources=(
        "https://www.ibm.com/docs/en/ibm-http-server/9.0.5?topic=communications-ssl-directives",
        "NIST SP 800-52 Rev. 2",
    ),
)
def fips_cipher(facts: Facts) -> Iterator[Finding]:
    fips = [
        item for server in facts.all(IhsServer) for host in server.hosts for item in host.all("sslfipsenable")
    ]
    for host, item in each_once(facts, "sslcipherspec") if fips else ():
        for word in suites(item):
            if outside_fips(word.value):
                yield finding(
                    "LNX131",
                    f"{host.name} lists {word.value}, which FIPS mode leaves out",
                    (word, "the suite"),
                    (fips[0].name, "FIPS mode"),
                    about=(word.value,),
                )
