"""Channels have a CipherSpec, and the queue manager no key repository.

## Why it matters

TLS needs a key repository even where a channel only checks its partner: the trusted CA certificates are
there. The channel ends with AMQ9657 or reason 2381.

## How it is decided

By a blank SSLKEYR in a display of the queue manager and channels with SSLCIPH.

## What to do

``ALTER QMGR SSLKEYR('/var/mqm/qmgrs/QM1/ssl/key')`` and make the database, then ``REFRESH SECURITY
TYPE(SSL)``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, MqManager, check, finding


@check(
    "LNX146",
    "mq-no-repository",
    "error",
    "IBM MQ",
    needs=(MqManager,),
    fix="set SSLKEYR, make the database, REFRESH SECURITY TYPE(SSL)",
    sources=("https://www.ibm.com/docs/en/ibm-mq/9.2?topic=mqsco-keyrepository-mqchar256",),
)
def mq_no_repository(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(MqManager):
        if item.shown and item.repository is None and item.secured:
            first = item.secured[0]
            yield finding(
                "LNX146",
                f"{item.name} has {len(item.secured)} channel(s) with TLS, and SSLKEYR is blank",
                (item.place, "the queue manager"),
                (first.cipher or first.place, f"channel {first.name}"),
                about=(item.name,),
            )
