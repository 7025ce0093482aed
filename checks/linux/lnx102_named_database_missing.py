"""The key database that a product names does not exist.

## Why it matters

Without it nothing with TLS starts; GSKit answers 202 GSK_KEYRING_OPEN_ERROR. After a migration the path
often names the old installation.

## How it is decided

By the path in the configuration (for MQ up to 9.2, SSLKEYR and ``.kdb`` behind it), where ``ssldiag
collect local`` looked for it. That a file was not collected otherwise says nothing.
It is a warning for WebSphere Application Server, which may make some of its stores itself.

## What to do

Correct the path, or make the database: ``gskcapicmd -keydb -create -db FILE -pw PASSWORD -type cms
-stash``.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._uses import LOOKED, WAS, capital, database_name
from ssldiag.api import Facts, Finding, KeyUse, Severity, Undecided, check, finding


@check(
    "LNX102",
    "named-database-missing",
    "error",
    "key database in use",
    needs=(KeyUse,),
    fix="correct the path, or create the key database there",
    sources=(
        "https://www.ibm.com/docs/en/ibm-http-server/9.0.5?topic=communications-ssl-directives",
        "https://www.ibm.com/docs/en/ibm-mq/9.2?topic=mqsco-keyrepository-mqchar256",
        "Db2 11.5, ssl_svr_keydb configuration parameter",
    ),
)
def named_database_missing(facts: Facts) -> Iterator[Finding]:
    known = [item for item in facts.all(KeyUse) if item.file.state in ("found", "absent")]
    if not known:
        raise Undecided("whether the key databases exist is not known", LOOKED)
    for item in known:
        if item.file.state == "absent":
            yield finding(
                "LNX102",
                capital(f"{item.who} names {item.path}, which does not exist"),
                (item.keyfile, "the key database"),
                about=(database_name(item), item.path, f"{item.product} rc 202"),
                severity=Severity.WARNING if item.product == WAS else None,
            )
