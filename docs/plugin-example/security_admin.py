"""The security department may not administer an SSL server.

## Why it matters

Our rules want SECOPS1 to be able to look into every SSL server.

## How it is decided

``:Admin_ID_list.`` of each SSL server in use names SECOPS1. A server without the tag is left to ZVM117.

## What to do

Add SECOPS1 to the tag.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, SslServerPool, check, finding, servers_in_use


@check(
    "SITE101",
    "security-admin-missing",
    "warning",
    "DTCPARMS",
    needs=(SslServerPool,),
    fix="add SECOPS1 to :Admin_ID_list.",
    sources=("our rules for z/VM, section 4",),
)
def security_admin_missing(facts: Facts) -> Iterator[Finding]:
    for pool in servers_in_use(facts):
        names = [admin.value for admin in pool.admin_ids]
        if names and "SECOPS1" not in names:
            message = f"SECOPS1 may not administer {pool.name}: only {', '.join(names)} may"
            yield finding("SITE101", message, pool.admin_ids[0], about=(pool.name,))
