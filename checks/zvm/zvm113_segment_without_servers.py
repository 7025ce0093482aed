"""A stack prepares a session cache, but its profile names no SSL server.

## Why it matters

``:DCSS_Parms.`` prepares the stack for SSL, and an agent is started for it. Without SSLSERVERID no SSL
server is, so servers that should be protected come up without TLS.

## How it is decided

The stack's entry has ``:DCSS_Parms.`` with another value than ``<NONE>``, and the profile that the stack
reads has no SSLSERVERID. A later OBEYFILE is not seen here.

## What to do

Add ``SSLSERVERID * TIMEOUT 60`` for a pool, or ``SSLSERVERID <user ID> TIMEOUT 60`` for a single server, to
the profile. If no SSL is wanted, set ``:DCSS_Parms.<NONE>``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ProfileTcpip, Stack, check, finding
from zvm._stacks import profile_of


@check(
    "ZVM113",
    "segment-without-servers",
    "warning",
    "DTCPARMS and PROFILE TCPIP",
    needs=(ProfileTcpip, Stack),
    releases="540+",
    caused_by=("ZVM331",),
    fix="code SSLSERVERID in the profile, or set :DCSS_Parms.<NONE>",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspestc.html"),
    facts=("DTC013",),
)
def segment_without_servers(facts: Facts) -> Iterator[Finding]:
    for stack in facts.all(Stack):
        read = profile_of(facts, stack)
        if read is None or read.server_id is not None or stack.dcss is None or not stack.wants_ssl:
            continue
        single = [pool.name for pool in read.servers if not pool.is_pool]
        operand = single[0] if len(read.servers) == 1 and single else "*"
        yield finding(
            "ZVM113",
            f"stack {stack.userid} is set up for SSL by :DCSS_Parms.{stack.dcss.tag.value.value}, "
            f"but its profile {read.profile.file} has no SSLSERVERID",
            (stack.dcss.place, "a session cache is prepared"),
            (read.profile.place, "no SSLSERVERID in this profile"),
            about=(stack.userid, *(pool.name for pool in read.servers)),
            fix=f"add SSLSERVERID {operand} TIMEOUT 60 to the profile, or set :DCSS_Parms.<NONE>",
        )
