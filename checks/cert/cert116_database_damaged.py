"""A key database is damaged.

## Why it matters

GSKit refuses a damaged database, and what it says leads astray: a damaged header reads as a wrong
password, a damaged record as an ASN.1 error, a file that was cut off as a read error. A transfer in text
mode is the usual cause.

## How it is decided

By the length, the header and the record structure, and by the digests that stand behind each certificate;
none of this needs the password. The record that does not fit is named.

## What to do

Fetch the database again in binary. If the original is damaged, restore it from a backup (FILEPOOL RELOAD).
"""

from __future__ import annotations

from collections.abc import Iterator

from cert._troubles import found
from ssldiag.api import Facts, Finding, KeyDatabase, KeyWord, check


@check(
    "CERT116",
    "database-damaged",
    "error",
    "key database",
    needs=(KeyDatabase,),
    caused_by=("CERT122",),
    fix="fetch the database again in binary, or restore it from a backup",
    sources=("measured with GSKit 8.0.60.5",),
)
def database_damaged(facts: Facts) -> Iterator[Finding]:
    yield from found(
        facts,
        "CERT116",
        KeyWord.HEADER_MAGIC,
        KeyWord.HEADER_DAMAGED,
        KeyWord.HEADER_VERSION,
        KeyWord.TRUNCATED,
        KeyWord.TRAILING,
        KeyWord.DAMAGED,
    )
