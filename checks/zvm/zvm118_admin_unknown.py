"""A user ID that may administer an SSL server does not exist.

## Why it matters

A typing error in ``:Admin_ID_list.`` locks an administrator out of SSLADMIN, and leaves the right to
whoever defines that user ID one day.

## How it is decided

Each user ID of the list is looked up in the user directory. Only a whole directory decides: in a part of it
a missing entry means nothing.

## What to do

Correct the user ID in ``:Admin_ID_list.`` (blanks, not commas, stand between them), then restart the server
or pool.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    Directory,
    Facts,
    Finding,
    ServerInUse,
    Undecided,
    check,
    finding,
    servers_in_use,
)
from zvm._entries import nearest, settled


@check(
    "ZVM118",
    "admin-unknown",
    "warning",
    "DTCPARMS and USER DIRECT",
    needs=(Directory, ServerInUse),
    releases="540+",
    fix="correct the user ID in :Admin_ID_list.",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspedtp.html"),
    facts=("DTC018",),
)
def admin_unknown(facts: Facts) -> Iterator[Finding]:
    yield from settled(item for directory in facts.all(Directory) for item in judge(facts, directory))


def judge(facts: Facts, directory: Directory) -> Iterator[Finding | Undecided]:
    for pool in servers_in_use(facts):
        for admin in pool.admin_ids:
            if directory.exists(admin.value):
                continue
            if not directory.complete:
                yield Undecided(
                    f"{admin.value} of :Admin_ID_list. is not in the part of the directory collected",
                    "the whole USER DIRECT",
                )
                continue
            meant = nearest(admin.value, directory.users)
            yield finding(
                "ZVM118",
                f"{admin.value} may administer {pool.name}, but there is no such user in the directory"
                + (f"; {meant} is probably meant" if meant else ""),
                admin,
                about=(pool.name, admin.value),
            )
