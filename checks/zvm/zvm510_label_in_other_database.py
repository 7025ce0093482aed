"""A label is in the key database of another stack.

## Why it matters

Labels are looked up in the KEYFILE of the SSL servers of the application's own stack. With two stacks
there are two databases, and a certificate in the wrong one does not count.

## How it is decided

The label is not in its own stack's database, which was collected, and is in another one. That only the
stack's own database counts is our reading.

## What to do

Import the certificate with its key into the database that KEYFILE of this stack's servers names;
``SSLADMIN REFRESH``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Evidence, Facts, Finding, KeyDatabase, ProtectedApplication, check, finding
from zvm._labels import databases_for


@check(
    "ZVM510",
    "label-in-other-database",
    "warning",
    "labels",
    needs=(ProtectedApplication, KeyDatabase),
    certainty="inferred",
    messages=("DTCFTS8467E",),
    fix="import the certificate into the database of this stack's SSL servers, then SSLADMIN REFRESH",
    sources=("inferred from the IBM deck on multiple SSL servers, 2010",),
    facts=("APP010",),
)
def label_in_other_database(facts: Facts) -> Iterator[Finding]:
    for app in facts.all(ProtectedApplication):
        own = databases_for(facts, app)
        if app.label is None or not own or any(item.label(app.label.value) for item in own):
            continue
        for other in facts.all(KeyDatabase):
            if other not in own and other.pools and other.label(app.label.value):
                yield finding(
                    "ZVM510",
                    f"the label {app.label.value} of {app.name} is in {other.name}, not in {own[0].name}",
                    Evidence(app.label.place, "the label wanted"),
                    Evidence(other.place, "where it is"),
                    Evidence(own[0].place, "where it should be"),
                    about=(app.label.value,),
                )
