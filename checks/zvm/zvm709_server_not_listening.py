"""No SSL server listens.

## Why it matters

A server that is logged on but does not listen has not finished its start, or has lost its link to the
stack. Clients see the same as with no server at all.

## How it is decided

By NETSTAT CONN or ALLCONN: at least one row of an SSL server must be in state Listen. A response that
shows no sockets at all is not judged.

## What to do

Read the console of the SSL server, from its last DTCRUN1011I on; then ``SSLADMIN RESTART (SSL <server>``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerState, SslServerPool, StatusResponse, Undecided, check, finding


@check(
    "ZVM709",
    "server-not-listening",
    "error",
    "NETSTAT CONN response",
    needs=(StatusResponse, SslServerPool),
    caused_by=("ZVM706", "ZVM710", "ZVM721", "ZVM722", "ZVM101", "ZVM112", "ZVM301", "ZVM302"),
    fix="read the SSL server's console, then SSLADMIN RESTART (SSL <server>",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("RUN009",),
)
def server_not_listening(facts: Facts) -> Iterator[Finding]:
    responses = [status for status in facts.all(StatusResponse) if status.sockets]
    if not responses:
        raise Undecided("no NETSTAT CONN response was collected", "output of NETSTAT CONN")
    pools = facts.all(SslServerPool)
    last = responses[-1]
    listening = [
        socket
        for socket in last.sockets
        if socket.state.lower().startswith("listen")
        and any(pool.member(socket.userid.value) for pool in pools)
    ]
    if listening:
        return
    states = [state for state in facts.all(ServerState) if state.state == "Active"]
    yield finding(
        "ZVM709",
        "no SSL server listens: NETSTAT shows no socket in state Listen that belongs to one",
        (last.place, "NETSTAT's answer"),
        *((state.userid, "yet shown as Active") for state in states[:1]),
        about=tuple(pool.name for pool in pools),
    )
