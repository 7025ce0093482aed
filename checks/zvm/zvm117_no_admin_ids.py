"""Nobody is listed to administer an SSL server.

## Why it matters

Only the user IDs in ``:Admin_ID_list.`` may use the privileged SSLADMIN commands: START, STOP, RESTART,
REFRESH, TRACE. With an empty list a renewed certificate cannot even be brought into use by REFRESH.

## How it is decided

The SSL server's entry and the class that it names have no ``:Admin_ID_list.``, or an empty one. Where the
class was not collected nothing is decided, since it may hold the list.

## What to do

Add the administrators, separated by blanks, and restart the server or pool:

    :Admin_ID_list.TCPMAINT GSKADMIN
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    Facts,
    Finding,
    ServerInUse,
    Undecided,
    check,
    class_is_known,
    finding,
    servers_in_use,
    tag_in_effect,
)
from zvm._entries import of_a_pool, settled


@check(
    "ZVM117",
    "no-admin-ids",
    "warning",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="add :Admin_ID_list.TCPMAINT GSKADMIN to the entry",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspedtp.html"),
    facts=("DTC017",),
)
def no_admin_ids(facts: Facts) -> Iterator[Finding]:
    yield from settled(judge(facts))


def judge(facts: Facts) -> Iterator[Finding | Undecided]:
    for pool in servers_in_use(facts):
        tag = tag_in_effect(facts, pool, "admin_id_list")
        if pool.admin_ids or of_a_pool(facts, pool):
            continue
        if tag is None and not class_is_known(facts, pool):
            yield Undecided(
                f"{pool.name} has no :Admin_ID_list., and its class, which may have one, was not collected",
                "IBM DTCPARMS (TCPMAINT 591)",
            )
            continue
        where = (tag.name, "the list is empty") if tag else (pool.place, "no :Admin_ID_list. in this entry")
        yield finding(
            "ZVM117",
            f"nobody may administer {pool.name}: its :Admin_ID_list. is {'empty' if tag else 'missing'}",
            where,
            about=(pool.name,),
        )
