"""KEYFILE does not name a key store that the server takes.

## Why it matters

The SSL server tells the kind of a key store by its name: ``.kdb`` for a key database, ``.p12`` or ``.pfx``
for PKCS#12. It refuses any other name and does not start.

## How it is decided

The end of the KEYFILE path. The list is documented for 7.2 and later, so another ending is an error there
and a warning elsewhere. Whether PKCS#12 works before 7.2 is not confirmed: a warning too.

## What to do

Name the store that gskkyman made, ``/etc/gskadm/Database.kdb`` by default, or rename the file (with its
``.rdb`` and ``.sth``) and correct KEYFILE.
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, splitext

from ssldiag.api import Facts, Finding, ServerInUse, Severity, check, finding, servers_in_use
from zvm._operands import about, level

STORES = (".kdb", ".p12", ".pfx")
DOCUMENTED_SINCE = 720


@check(
    "ZVM213",
    "keyfile-type",
    "error",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="name a .kdb, .p12 or .pfx file in KEYFILE",
    sources=("https://www.ibm.com/docs/SSB27U_7.2.0/com.ibm.zvm.v720.kill0/sslcerts.htm",),
    facts=("PRM013",),
)
def keyfile_type(facts: Facts) -> Iterator[Finding]:
    at = level(facts)
    for pool in servers_in_use(facts):
        keyfile = pool.operands.keyfile
        if keyfile is None:
            continue
        ending = splitext(basename(keyfile.value))[1].lower()
        documented = at is not None and at >= DOCUMENTED_SINCE
        if ending not in STORES:
            yield finding(
                "ZVM213",
                f"KEYFILE of {pool.name} names {basename(keyfile.value) or keyfile.value}, "
                "which is neither .kdb, .p12 nor .pfx",
                keyfile,
                about=about(pool, keyfile.value),
                severity=None if documented else Severity.WARNING,
            )
        elif ending != ".kdb" and at is not None and not documented:
            yield finding(
                "ZVM213",
                f"KEYFILE of {pool.name} names a PKCS#12 store; that level {at} takes one is not confirmed",
                keyfile,
                about=about(pool, keyfile.value),
                severity=Severity.WARNING,
                fix="use a .kdb file made by gskkyman",
            )
