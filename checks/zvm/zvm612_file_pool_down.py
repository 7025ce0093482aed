"""The file pool server behind a BFS path is not logged on.

## Why it matters

The key database lies in a byte file system, which a file pool server serves. While that machine is down
the mount fails and no SSL server starts. Sources disagree on the default pool (VMSYS or VMSYSU), so look
at the path, not at habit.

## How it is decided

The file pool named in ``:mount.`` against CP's answers to QUERY of its usual server: VMSERVS for VMSYS,
VMSERVU for VMSYSU, VMSERVR for VMSYSR.

## What to do

XAUTOLOG the file pool server, then start the SSL servers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ssldiag.api import Facts, Finding, SslServerPool, Undecided, UserState, check, finding

SERVERS = {"VMSYS": "VMSERVS", "VMSYSU": "VMSERVU", "VMSYSR": "VMSERVR"}
"""File pool -> its server on a system as delivered."""

POOL = re.compile(r"/\.\./(?:VMBFS:)?([^:/]+):", re.IGNORECASE)


@check(
    "ZVM612",
    "file-pool-down",
    "warning",
    "CP QUERY <file pool server>",
    needs=(SslServerPool, UserState),
    certainty="unconfirmed",
    messages=("DMSOVZ2113E",),
    fix="XAUTOLOG the file pool server, then start the SSL servers",
    sources=("http://www.vm.ibm.com/related/tcpip/ssdbcmmg.html",),
    facts=("KDB012",),
)
def file_pool_down(facts: Facts) -> Iterator[Finding]:
    states = {state.userid.value: state for state in facts.all(UserState)}
    looked = False
    down = set()
    for pool in facts.all(SslServerPool):
        for mount in pool.mounts:
            match = POOL.match(mount.source.value)
            server = SERVERS.get(match[1].upper()) if match else None
            state = states.get(server) if server else None
            looked = looked or state is not None
            if state is not None and state.state == "not logged on" and match and server not in down:
                down.add(server)
                yield finding(
                    "ZVM612",
                    f"{server}, which serves file pool {match[1].upper()}, is not logged on",
                    state.userid,
                    (mount.source, "what needs it"),
                    about=(pool.name,),
                )
    if not looked:
        raise Undecided(
            "nothing tells whether the file pool server is up", "output of CP QUERY VMSERVS and VMSERVU"
        )
