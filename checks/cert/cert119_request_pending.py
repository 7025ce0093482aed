"""A certificate request is still waiting for its certificate.

## Why it matters

Until the signed certificate is received under the request's label, the label has no usable certificate.
Receiving it into another database loses the private key, which lies in this one's request file.

## How it is decided

By the records of the request file (.rdb) that are in use.

## What to do

Receive the signed certificate (gskkyman option 5) into the same database, then ``SSLADMIN REFRESH``. A
request that is no longer wanted can be deleted (option 3).
"""

from __future__ import annotations

from collections.abc import Iterator

from cert._troubles import found
from ssldiag.api import Facts, Finding, KeyDatabase, KeyWord, check


@check(
    "CERT119",
    "request-pending",
    "info",
    "request file (.rdb)",
    needs=(KeyDatabase,),
    fix="receive the signed certificate into the same database, then SSLADMIN REFRESH",
    sources=("measured with GSKit 8.0.60.5",),
)
def request_pending(facts: Facts) -> Iterator[Finding]:
    yield from found(facts, "CERT119", KeyWord.PENDING)
