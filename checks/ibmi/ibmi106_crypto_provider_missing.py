"""A cryptographic card is there for TLS, but its service provider is not installed.

## Why it matters

Without option 35 of the operating system no handshake reaches the card: the processor does the work alone.
Where no card is meant for TLS, the option is not needed.

## How it is decided

By ``crypto-hardware`` in a settings form and the list of installed products.

## What to do

Install option 35 (``GO LICPGM``, option 11) and set the card up, or set ``crypto-hardware = no`` in the form
if no card is meant for TLS.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._products import lacks, told
from ssldiag.api import NOTHING, Facts, Finding, IbmiSystem, ProductList, Undecided, check


@check(
    "IBMI106",
    "crypto-provider-missing",
    "warning",
    "installed products",
    needs=(ProductList,),
    fix="install option 35 of the operating system: GO LICPGM, option 11",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-PRQ-OPT35",),
)
def crypto_provider_missing(facts: Facts) -> Iterator[Finding]:
    cards = {item.name: item.crypto_hardware for item in facts.all(IbmiSystem)}
    if not any(cards.values()):
        raise Undecided("nothing tells whether a cryptographic card is meant for TLS", NOTHING)
    for lack in lacks(facts, "SS1", "35"):
        card = cards.get(lack.system)
        if card and card.value:
            yield told(
                "IBMI106",
                lack,
                "SS1",
                "35",
                "Cryptographic Service Provider",
                "the cryptographic card is not used for TLS",
            )
