"""Not all of a key database could be read.

## Why it matters

What was not read was not checked: a label may be missing from this report and still be in the database.

## How it is decided

A PKCS#12 store whose password is wrong or was not given, records with marks that are not known, or a
bound that was reached.

## What to do

Give the password of a PKCS#12 store with ``--password-file``, ``--password-env`` or
``--password-prompt``. GSKit databases need none.
"""

from __future__ import annotations

from collections.abc import Iterator

from cert._troubles import found
from ssldiag.api import Facts, Finding, KeyDatabase, KeyWord, Severity, check, finding


@check(
    "CERT118",
    "not-all-read",
    "info",
    "key database",
    needs=(KeyDatabase,),
    fix="give the password with --password-file, --password-env or --password-prompt",
    sources=("PKCS #12, RFC 7292",),
)
def not_all_read(facts: Facts) -> Iterator[Finding]:
    said = set()
    for item in found(
        facts,
        "CERT118",
        KeyWord.UNREAD,
        KeyWord.PASSWORD_WRONG,
        KeyWord.DOUBLE,
        KeyWord.UNKNOWN_FLAGS,
        loose=True,
    ):
        said.add(item.evidence[0].place.file)
        yield finding(
            "CERT118", item.message, *item.evidence, about=tuple(item.about), severity=Severity.INFO
        )
    for database in facts.all(KeyDatabase):
        if database.store and database.store.needs_password and database.file not in said:
            yield finding("CERT118", f"{database.name} was not opened: it needs its password", database.place)
