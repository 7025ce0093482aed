"""SSLClientAuth has a value that is none of the known ones.

## Why it matters

A word that the server does not know stops its start, or client certificates are not asked for although
somebody wanted them.

## How it is decided

By the words of SSLClientAuth: none, optional, required (0, 1, 2), then crl, noverify or noprompt. Newer
levels may know more.

## What to do

Correct the word: ``SSLClientAuth required``.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._ihs import each_once
from ssldiag.api import Facts, Finding, IhsServer, check, finding

WORDS = frozenset(
    ("0", "1", "2", "none", "optional", "required", "required_reset", "crl", "noverify", "noprompt")
)


@check(
    "LNX129",
    "client-authentication-word",
    "warning",
    "IBM HTTP Server",
    needs=(IhsServer,),
    certainty="inferred",
    fix="SSLClientAuth none, optional or required",
    sources=("https://www.ibm.com/docs/en/ibm-http-server/9.0.5?topic=communications-ssl-directives",),
)
def client_authentication_word(facts: Facts) -> Iterator[Finding]:
    for host, item in each_once(facts, "sslclientauth"):
        words = [word for word in item.words if word.value.lower() not in WORDS]
        for word in words[:1]:
            yield finding(
                "LNX129",
                f"{host.name} has SSLClientAuth {word.value}: neither none nor optional nor required",
                (word, "the word"),
                about=(host.name,),
            )
