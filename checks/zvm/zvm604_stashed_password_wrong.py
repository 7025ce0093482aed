"""The stashed password does not open the key database of an SSL server.

## Why it matters

Nobody types a password when an SSL server starts: it takes the one in the stash file. Where that is an old
one, the server cannot use its key database. It shows at the next start, often weeks after the password was
changed.

## How it is decided

By trying, where the key database and its stash file were both collected: the classic form of the stash file
(129 bytes), and the private keys or the check value of the database. A damaged PKCS#12 file looks the same.
How z/VM writes these files is not published; the forms known here are those of GSKit and of PKCS#12, hence a
warning. Neither the password nor a key is shown. Whether there is a stash file at all is told by OPENVM LIST
(ZVM601).

## What to do

Store the present password (gskkyman option 10, or ``gskkyman -s -k <file>``), then restart the SSL server.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    Facts,
    FilePlace,
    Finding,
    KeyDatabase,
    SslServerPool,
    Undecided,
    check,
    finding,
    opened_by,
    stash_beside,
)
from zvm._operands import about


@check(
    "ZVM604",
    "stashed-password-wrong",
    "warning",
    "key database and stash file",
    needs=(SslServerPool, KeyDatabase),
    certainty="inferred",
    fix="store the database password again (gskkyman option 10)",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("KDB008",),
)
def stashed_password_wrong(facts: Facts) -> Iterator[Finding]:
    answers: list[bool | None] = []
    for database in facts.all(KeyDatabase):
        stash = stash_beside(facts, database) if database.pools else None
        if stash is None:
            continue
        answers.append(opened_by(database, stash))
        if answers[-1] is not False:
            continue
        pools = [pool for pool in facts.all(SslServerPool) if pool.name in database.pools]
        yield finding(
            "ZVM604",
            f"the password in {stash.name} does not open {database.name}, which {pools[0].name} uses",
            (FilePlace(stash.path), "the stashed password"),
            (database.place, "the key database"),
            about=tuple({name for pool in pools for name in about(pool, database.name)}),
        )
    if all(answer is None for answer in answers):
        raise Undecided(
            "no stash file that can be tried lies beside the key database",
            "console of an SSL server that was started since its password was changed",
        )
