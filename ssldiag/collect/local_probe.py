"""Listening ports of this host in; the same with the TLS version and certificate that each shows, where one
does.

One hello a port, from this host to itself (:mod:`ssldiag.probe`), and the connection is closed. Done only
where the user asks for it: a server may log a connection that says nothing more.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Iterable

from ssldiag.collect.local_tree import Tree
from ssldiag.keydb import certificate
from ssldiag.keydb.model import NotACertificate
from ssldiag.probe.model import Deadlines, Result, Target
from ssldiag.probe.scan import Wishes, probe
from ssldiag.wire.numbers import version_name

MOST_PORTS = 100
"""Ports that are asked: more listen on no host with a handful of products."""
AT_ONCE = 8
"""Connections at a time: all of them go to this one host."""
DEADLINES = Deadlines(resolve=1.0, connect=1.0, starttls=1.0, answer=2.0, total=4.0)
"""Seconds: on one host an answer takes milliseconds; a server that waits for the client to speak never
gives one.
"""

Row = dict[str, object]


def asked(rows: Iterable[Row], tree: Tree) -> list[Row]:
    """The rows, with ``tls``, ``sha256`` and ``not_after`` where a port answered. Nothing that a peer does
    raises.
    """
    return asyncio.run(_all(list(rows), tree))


async def _all(rows: list[Row], tree: Tree) -> list[Row]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(number: int, row: Row) -> Row:
        async with gate:
            return row if number >= MOST_PORTS or tree.spent else {**row, **await _shown(row)}

    return list(await asyncio.gather(*(one(number, row) for number, row in enumerate(rows))))


async def _shown(row: Row) -> Row:
    """What a port shows: empty for one that speaks no TLS."""
    target = Target(reachable(str(row["address"])), int(str(row["port"])))
    return told(await probe(target, Wishes("quick", DEADLINES, 1)))


def reachable(address: str) -> str:
    """Where to knock for an address that is listened on: loopback for any.

    >>> reachable("0.0.0.0"), reachable("::"), reachable("192.0.2.1")
    ('127.0.0.1', '::1', '192.0.2.1')
    """
    found = ipaddress.ip_address(address)
    if not found.is_unspecified:
        return address
    return "::1" if found.version == 6 else "127.0.0.1"


def told(result: Result) -> Row:
    """The row's new fields."""
    handshake = result.main.handshake
    if handshake is None or handshake.version is None:
        return {}
    row: Row = {"tls": version_name(handshake.version)}
    ders = result.chains[0].certificates if result.chains else ()
    try:
        shown = certificate.parse(ders[0]) if ders else None
    except NotACertificate:
        shown = None
    if shown is not None:
        row["sha256"] = shown.sha256
        row["subject"] = shown.subject
        if shown.not_after is not None:
            row["not_after"] = shown.not_after.isoformat()
    return row
