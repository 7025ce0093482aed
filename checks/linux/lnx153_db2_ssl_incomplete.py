"""DB2COMM says SSL, and the instance lacks what TLS needs.

## Why it matters

With ``SSL`` in DB2COMM an instance needs SSL_SVR_KEYDB and SSL_SVCENAME; if one is empty, it starts
without TLS (SQL5043N) and says so only in db2diag.log.

## How it is decided

By DB2COMM and the parameters in ``db2 get dbm cfg``. An empty SSL_SVR_STASH has a check of its own.

## What to do

Set what is missing with ``db2 update dbm cfg using ...``, then restart the instance.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Db2Instance, Facts, Finding, check, finding


@check(
    "LNX153",
    "db2-ssl-incomplete",
    "error",
    "Db2",
    needs=(Db2Instance,),
    fix="db2 update dbm cfg using what is missing",
    sources=(
        "Db2 11.5, ssl_svr_keydb configuration parameter",
        "Db2 11.5, ssl_svcename configuration parameter",
    ),
)
def db2_ssl_incomplete(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(Db2Instance):
        if not item.shown or item.protocols is None or "SSL" not in (item.speaks or ()):
            continue
        lost = [name for name in ("SSL_SVR_KEYDB", "SSL_SVCENAME") if item.get(name) is None]
        if lost:
            where = item.at(lost[0])
            yield finding(
                "LNX153",
                f"{item.name or 'the instance'} has SSL in DB2COMM, and no {' and no '.join(lost)}",
                (where if where is not None else item.place, "empty"),
                (item.protocols, "TLS is wanted"),
                about=(item.name,),
            )
