"""The password of a product's key database has expired, or is about to.

## Why it matters

GSKit does not open a database whose password has expired and answers 107 GSK_KEYFILE_CERT_EXPIRED, which
reads as if a certificate had: people renew certificates, and nothing changes.

## How it is decided

By the moment in the header of the database (``-expire DAYS`` of gskcapicmd), within the days of
``--expiry-days`` as a warning.

## What to do

``gskcapicmd -keydb -changepw -db FILE -pw OLD -new_pw NEW -stash`` without ``-expire``; the stash file
keeps the old password unless ``-stash`` is said.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._uses import at_file, capital, database_name, troubles
from ssldiag.api import Facts, Finding, KeyUse, KeyWord, Severity, check, finding


@check(
    "LNX115",
    "database-password-expired",
    "error",
    "key database in use",
    needs=(KeyUse,),
    caused_by=("CERT115",),
    fix="change the password without -expire, with -stash",
    sources=("measured with GSKit 8.0.60.5",),
)
def database_password_expired(facts: Facts) -> Iterator[Finding]:
    for item, each in troubles(facts, KeyWord.PASSWORD_EXPIRED, KeyWord.PASSWORD_EXPIRES):
        expired = each.trouble.word is KeyWord.PASSWORD_EXPIRED
        what = f"{database_name(item)}: {each.trouble.what}"
        yield finding(
            "LNX115",
            capital(f"{item.who} {'cannot open' if expired else 'soon cannot open'} {what}"),
            (item.keyfile, "the key database"),
            at_file(item),
            about=(database_name(item), f"{item.product} rc 107"),
            severity=None if expired else Severity.WARNING,
        )
