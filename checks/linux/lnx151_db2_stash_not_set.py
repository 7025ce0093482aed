"""A Db2 instance names a key database and no stash file.

## Why it matters

Db2 opens its key database at the start of the instance with the stashed password; SSL_SVR_STASH has no
default. Without it the instance starts without TLS (SQL5043N).

## How it is decided

By SSL_SVR_KEYDB and SSL_SVR_STASH in ``db2 get dbm cfg``.

## What to do

``db2 update dbm cfg using SSL_SVR_STASH /home/db2inst1/keys/server.sth``, then restart the instance.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Db2Instance, Facts, Finding, check, finding


@check(
    "LNX151",
    "db2-stash-not-set",
    "error",
    "Db2",
    needs=(Db2Instance,),
    fix="db2 update dbm cfg using SSL_SVR_STASH",
    sources=("Db2 11.5, ssl_svr_stash configuration parameter",),
)
def db2_stash_not_set(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(Db2Instance):
        keydb, stash = item.get("SSL_SVR_KEYDB"), item.at("SSL_SVR_STASH")
        if keydb and keydb.value != "GSK_MS_CERTIFICATE_STORE" and stash and not stash.value:
            yield finding(
                "LNX151",
                f"{item.name or 'the instance'} has SSL_SVR_KEYDB {keydb.value}, and SSL_SVR_STASH is empty",
                (stash, "no stash file"),
                (keydb, "the key database"),
                about=(item.name, keydb.value),
            )
