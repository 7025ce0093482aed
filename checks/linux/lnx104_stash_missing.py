"""The stash file of a key database does not exist.

## Why it matters

A server that starts by itself takes the password of its key database from the stash file. Without it
GSKit answers 201 GSK_NO_KEYFILE_PASSWORD, MQ logs AMQ9660; IBM HTTP Server ends unless it may ask at its
start.

## How it is decided

By the path of the stash file (SSL_SVR_STASH, stashfile), else the database's name with ``.sth``, where
``ssldiag collect local`` looked for it. A KeyFile with ``/prompt`` and an MQ key repository with KEYRPWD
need none.

## What to do

``gskcapicmd -keydb -stashpw -db FILE -pw PASSWORD`` writes it; give it to the product's user alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._uses import LOOKED, at_file, capital, database_name
from ssldiag.api import Facts, Finding, KeyUse, Undecided, check, finding


@check(
    "LNX104",
    "stash-missing",
    "error",
    "key database in use",
    needs=(KeyUse,),
    fix="stash the password: gskcapicmd -keydb -stashpw",
    sources=(
        "https://www.ibm.com/docs/en/ibm-mq/9.2?topic=mqsco-keyrepository-mqchar256",
        "Db2 11.5, ssl_svr_stash configuration parameter",
        "https://www.ibm.com/docs/en/ibm-http-server/9.0.5?topic=communications-ssl-directives",
    ),
)
def stash_missing(facts: Facts) -> Iterator[Finding]:
    known = [item for item in facts.all(KeyUse) if item.stash and item.stash.state in ("found", "absent")]
    if not known:
        raise Undecided("whether there are stash files is not known", LOOKED)
    for item in known:
        if item.stash and item.stash.state == "absent" and item.file.state == "found":
            yield finding(
                "LNX104",
                capital(f"{item.who} has no stash file for {database_name(item)}: no /{item.stash.path}"),
                (item.keyfile, "the key database"),
                at_file(item),
                about=(database_name(item), f"{item.product} rc 201"),
            )
