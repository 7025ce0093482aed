"""SSLKEYR ends in .kdb, and this level of MQ adds .kdb itself.

## Why it matters

Up to MQ 9.2 the key repository is a name without its suffix: ``key.kdb`` means the file ``key.kdb.kdb``.
Channels with TLS fail with AMQ9657 or reason 2381.

## How it is decided

By SSLKEYR of a queue manager whose VERSION is below 9.3, where it is an error; where the level is not
known it is a warning. Later levels take the whole name too.

## What to do

``ALTER QMGR SSLKEYR('/var/mqm/qmgrs/QM1/ssl/key')`` without the suffix, then ``REFRESH SECURITY
TYPE(SSL)``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, MqManager, Severity, check, finding


@check(
    "LNX142",
    "mq-repository-with-suffix",
    "warning",
    "IBM MQ",
    needs=(MqManager,),
    fix="ALTER QMGR SSLKEYR without .kdb, then REFRESH SECURITY TYPE(SSL)",
    sources=("https://www.ibm.com/docs/en/ibm-mq/9.2?topic=mqsco-keyrepository-mqchar256",),
)
def mq_repository_with_suffix(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(MqManager):
        if item.repository is None or item.stem_only is False:
            continue
        if item.repository.value.lower().endswith(".kdb"):
            level = f"level {item.version}" if item.version else "up to MQ 9.2"
            yield finding(
                "LNX142",
                f"SSLKEYR of {item.name} ends in .kdb, which MQ adds itself ({level})",
                (item.repository, "the key repository"),
                about=(item.name, item.repository.value.rpartition("/")[2]),
                severity=Severity.ERROR if item.stem_only else None,
            )
