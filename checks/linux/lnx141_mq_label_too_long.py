"""A certificate label of MQ is longer than it may be.

## Why it matters

CERTLABL takes 64 characters. A longer label in the key database can never be named, and MQ then looks
for another one.

## How it is decided

By CERTLABL of queue managers and channels, of clients, and by the labels with a key in the databases
that queue managers use.

## What to do

Rename the certificate: ``runmqakm -cert -rename -db FILE -stashed -label OLD -new_label NEW``.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._uses import at_file, database_name
from ssldiag.api import LONGEST_LABEL, Facts, Finding, KeyUse, check, finding


@check(
    "LNX141",
    "mq-label-too-long",
    "warning",
    "IBM MQ",
    needs=(KeyUse,),
    fix="rename the certificate to at most 64 characters",
    sources=(
        "https://www.ibm.com/docs/en/ibm-mq/9.2?topic=repository-digital-certificate-labels-understanding-requirements",
    ),
)
def mq_label_too_long(facts: Facts) -> Iterator[Finding]:
    seen: set[str] = set()
    for item in facts.all(KeyUse):
        if item.product != "IBM MQ":
            continue
        labels = [each for each in item.database.certificates if each.has_key] if item.database else []
        for stored in labels:
            if len(stored.label) > LONGEST_LABEL and (key := f"{item.path} {stored.label}") not in seen:
                seen.add(key)
                yield finding(
                    "LNX141",
                    f"a label in {database_name(item)} has {len(stored.label)} characters, the most is "
                    f"{LONGEST_LABEL}",
                    (stored.place, stored.label[:80]),
                    at_file(item),
                    about=(stored.label,),
                )
        if item.label and len(item.label.value) > LONGEST_LABEL:
            yield finding(
                "LNX141",
                f"CERTLABL of {item.owner} has {len(item.label.value)} characters, it takes {LONGEST_LABEL}",
                (item.label, "the label"),
                about=(item.label.value,),
            )
