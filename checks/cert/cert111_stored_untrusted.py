"""GSKit stored a signer as not trusted, without saying so.

## Why it matters

Trust is decided when a signer is added. One that has expired, is not valid yet, or whose issuer is not in
the database at that moment is stored untrusted, and the command still ends well. Nothing mends the flag
later.

## How it is decided

By the trust flag together with dates, issuers and the order of the records. Measured with GSKit 8.0.60.5.

## What to do

Add issuers before what they issued. For a signer that is there already, set trust by command.
"""

from __future__ import annotations

from collections.abc import Iterator

from cert._troubles import found
from ssldiag.api import Facts, Finding, KeyDatabase, KeyWord, check


@check(
    "CERT111",
    "stored-untrusted",
    "warning",
    "key database",
    needs=(KeyDatabase,),
    fix="set trust by command; next time add the root first",
    sources=("measured with GSKit 8.0.60.5",),
)
def stored_untrusted(facts: Facts) -> Iterator[Finding]:
    yield from found(
        facts,
        "CERT111",
        KeyWord.STORED_UNTRUSTED_EXPIRED,
        KeyWord.STORED_UNTRUSTED_EARLY,
        KeyWord.STORED_UNTRUSTED_BEFORE_ISSUER,
        KeyWord.STORED_UNTRUSTED_WITHOUT_ISSUER,
    )
