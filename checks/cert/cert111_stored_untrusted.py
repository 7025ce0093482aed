"""GSKit stored a signer as not trusted, without saying so.

## Why it matters

The command that adds a signer decides about trust. If the signer has expired, is not valid yet, or its
issuer is still missing, the record is marked untrusted, and the command ends well all the same. Nothing
mends the mark later.

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
