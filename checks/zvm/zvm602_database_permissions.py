"""The SSL servers cannot read the key database, or its owner and bits are not as they should be.

## Why it matters

The SSL servers read the database and the stash file through the group ``security``. Without group read
the server cannot start; more than that is a finding for an auditor (STIG V-237910).

## How it is decided

By owner, group and permission bits in the OPENVM LIST response: gskadmin, security, ``rw- r-- ---`` for
the key database and .sth, ``rw- --- ---`` for .rdb. Missing group read is an error, the rest a warning.

## What to do

``OPENVM OWNER <file> GSKADMIN SECURITY`` and ``OPENVM PERMIT <file> RW- R-- ---``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import BfsObject, Facts, Finding, OpenvmListing, Severity, check, finding
from zvm._bfs import databases, path

READ = "rw-r-----"
WANTED = {".kdb": READ, ".p12": READ, ".pfx": READ, ".rdb": "rw-------", ".sth": READ}


@check(
    "ZVM602",
    "database-permissions",
    "error",
    "OPENVM LIST",
    needs=(OpenvmListing,),
    fix="OPENVM OWNER <file> GSKADMIN SECURITY, OPENVM PERMIT <file> RW- R-- ---",
    sources=("DISA STIG V-237910", "IBM deck on multiple SSL servers, 2010"),
    facts=("KDB002",),
)
def database_permissions(facts: Facts) -> Iterator[Finding]:
    for database in databases(facts):
        for suffix, item in database.files.items():
            yield from judge(item, suffix)


def judge(item: BfsObject, suffix: str) -> Iterator[Finding]:
    """One file."""
    bits = item.permissions.value.lower()
    if not bits:
        return
    name = item.name.value
    if suffix != ".rdb" and bits[3:4] == "-":
        yield finding(
            "ZVM602",
            f"the SSL servers cannot read {name}: its group has no read permission ({spaced(bits)})",
            item.permissions,
            about=(name,),
            fix=f"OPENVM PERMIT {path(item)} RW- R-- ---",
        )
        return
    wrong = []
    if item.group.lower() != "security":
        wrong.append(f"its group is {item.group}, not security")
    if item.owner.lower() != "gskadmin":
        wrong.append(f"its owner is {item.owner}, not gskadmin")
    if bits[:6] != WANTED[suffix][:6]:
        wrong.append(f"its bits are {spaced(bits)}, not {spaced(WANTED[suffix])}")
    if wrong:
        group = item.group.lower() != "security" and suffix != ".rdb"
        yield finding(
            "ZVM602",
            f"{name} is not protected as it should be: {'; '.join(wrong)}",
            item.permissions,
            about=(name,),
            severity=None if group else Severity.WARNING,
            fix=f"OPENVM OWNER {path(item)} GSKADMIN SECURITY, OPENVM PERMIT {path(item)} "
            f"{spaced(WANTED[suffix]).upper()}",
        )


def spaced(bits: str) -> str:
    """Permission bits as OPENVM LIST prints them."""
    return f"{bits[:3]} {bits[3:6]} {bits[6:9]}"
