"""The directory of the key database is not where :mount. mounts anything.

## Why it matters

At its start the server mounts what ``:mount.`` lists, then opens KEYFILE. If the two do not fit the file is
not found, the server cannot use the key database and ends (DTCRUN1099E).

## How it is decided

The directory of KEYFILE must be one of the mount points of ``:mount.`` or lie below one; letter case
counts. Without ``:mount.`` in entry and class the mount point is ``/etc/gskadm``. A mount at ``/`` alone
covers every path, so where one is there the finding is a warning: the root file space could hold the
directory. Nothing is reported when an OPENVM listing shows the file there, unless a mount point looks like a
misspelling of the directory: a listing shows what is mounted for the user who asked, not for the SSL server.
A KEYFILE that is relative or
names its file pool (``/../VMBFS:...``) needs no mount point.

## What to do

Make the two agree, then start the server again:

    :mount./../VMBFS:VMSYS:GSKADMIN/ /etc/gskadm
    :parms.KEYFILE /etc/gskadm/Database.kdb
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from posixpath import basename, dirname, normpath

from ssldiag.api import (
    DEFAULT_KEYFILE,
    Evidence,
    Facts,
    Finding,
    OpenvmListing,
    ServerInUse,
    Severity,
    SslServerPool,
    Undecided,
    check,
    class_is_known,
    finding,
    servers_in_use,
    tag_in_effect,
)
from zvm._entries import nearest, settled

MISSPELLED = 0.8
"""Share of letters in common that makes a mount point a misspelling: /etc/gskad of /etc/gskadm (0.95)."""


@check(
    "ZVM120",
    "keyfile-not-mounted",
    "error",
    "DTCPARMS",
    needs=(ServerInUse,),
    messages=("DMSOVZ2113E", "DTCRUN1001E", "DTCRUN1099E"),
    releases="540+",
    fix="make the directory of KEYFILE a mount point of :mount.",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("DTC020",),
)
def keyfile_not_mounted(facts: Facts) -> Iterator[Finding]:
    yield from settled(item for pool in servers_in_use(facts) for item in judge(facts, pool))


def judge(facts: Facts, pool: SslServerPool) -> Iterator[Finding | Undecided]:
    """One server: the directory of its KEYFILE against its mount points."""
    path = pool.keyfile
    if not path.startswith("/") or path.startswith("/../"):
        return
    tag = tag_in_effect(facts, pool, "mount")
    if tag is None and not class_is_known(facts, pool):
        yield Undecided(
            f"{pool.name} has no :mount., and its class, which may have one, was not collected",
            "IBM DTCPARMS (TCPMAINT 591)",
        )
        return
    targets = [mount.target for mount in pool.mounts if mount.target]
    points = [normpath(target.value) for target in targets] if tag else [dirname(DEFAULT_KEYFILE)]
    wanted = normpath(dirname(path))
    below_root = [point for point in points if point != "/"]
    if not below_root or any(f"{wanted}/".startswith(f"{point}/") for point in below_root):
        return
    misspelled = tag is not None and get_close_matches(wanted, below_root, n=1, cutoff=MISSPELLED)
    if shown(facts, path) and not misspelled:
        return
    keyfile = pool.operands.keyfile
    where = [Evidence(keyfile.place, "the key database")] if keyfile else []
    where += [Evidence(target.place, "a mount point") for target in targets if target.value != "/"]
    where += [] if tag else [Evidence(pool.place, "no :mount. here, so /etc/gskadm is mounted")]
    meant = nearest(wanted, below_root)
    yield finding(
        "ZVM120",
        f"KEYFILE of {pool.name}{'' if keyfile else ' (the default)'} lies in {wanted}, but "
        + (
            f":mount. mounts {', '.join(below_root)}"
            if tag
            else "without :mount. only /etc/gskadm is mounted"
        ),
        *where,
        about=(pool.name, path),
        severity=Severity.WARNING if "/" in points else None,
        fix=f"correct the mount point {meant} to {wanted}"
        if meant and shown(facts, path)
        else (f"KEYFILE {meant}/{basename(path)}, or mount its directory at {wanted}" if meant else ""),
    )


def shown(facts: Facts, path: str) -> bool:
    """Whether an OPENVM listing shows the file."""
    return any(
        item.directory is not None
        and normpath(item.directory) == normpath(dirname(path))
        and item.name.value == basename(path)
        for listing in facts.all(OpenvmListing)
        for item in listing.objects
    )
