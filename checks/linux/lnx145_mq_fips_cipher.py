"""SSLFIPS is YES, and a channel has a CipherSpec without FIPS.

## Why it matters

With SSLFIPS(YES) a queue manager takes FIPS-certified algorithms alone: the channel does not start.

## How it is decided

By SSLFIPS of the queue manager and SSLCIPH of its channels: those that MQ's table marks with No under
FIPS.

## What to do

Change SSLCIPH on both ends, or ``ALTER QMGR SSLFIPS(NO)`` if nobody asked for FIPS.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._ciphers import outside_fips
from ssldiag.api import Facts, Finding, MqManager, check, finding


@check(
    "LNX145",
    "mq-fips-cipher",
    "error",
    "IBM MQ",
    needs=(MqManager,),
    fix="change SSLCIPH on both ends, or SSLFIPS(NO)",
    sources=("https://www.ibm.com/docs/en/ibm-mq/9.4.x?topic=cipherspecs-deprecated-removed",),
)
def mq_fips_cipher(facts: Facts) -> Iterator[Finding]:
    for manager in facts.all(MqManager):
        if manager.fips is None or manager.fips.value.upper() != "YES":
            continue
        for item in manager.secured:
            if item.cipher and outside_fips(item.cipher.value):
                yield finding(
                    "LNX145",
                    f"channel {item.name} of {manager.name} has {item.cipher.value} beside SSLFIPS(YES)",
                    (item.cipher, "the CipherSpec"),
                    (manager.fips, "FIPS mode"),
                    about=(item.name, manager.name),
                )
