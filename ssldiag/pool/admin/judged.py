"""A request and a pool's status in; whether it can be done, and by which servers, out.

A server that is Eligible or Stopped answers no SSLADMIN command (z/VM TCP/IP, server states); what stack and
files know of it is told all the same (STATUS, and LOG by our choice).
"""

from __future__ import annotations

from collections.abc import Mapping

from ssldiag.pool.admin.requests import ALL, Refusal, Request, refusal
from ssldiag.pool.admin.words import listed
from ssldiag.pool.status import PoolStatus, ServerRow

RUNNING = ("Active", "Starting")
ANY = ("Active", "Starting", "Eligible", "Stopped")

STATES: Mapping[str, tuple[str, ...]] = {
    "START": ("Eligible", "Stopped"),
    "STOP": ("Active", "Starting", "Eligible"),
    "SSL START": ("Eligible", "Stopped"),
    "SSL STOP": ("Active", "Starting", "Eligible"),
    "QUERY STATUS SUMMARY": ANY,
    "QUERY STATUS DETAILS": ANY,
    "QUERY CACHE": ANY,
    "QUERY CACHE ENTRIES": ANY,
    "LOG": ANY,
}
"""Command -> the states in which a server does it; Active alone for the others."""

STOPPED_BY_ALL = RUNNING
"""What STOP means by ALL: a server that does not run is left Eligible (our choice)."""

WITHOUT_SERVER = (
    "QUERY SETTINGS",
    "CLEAR",
    "CLEAR CACHE",
    "CLEAR CACHE EXPIRED",
    "CLEAR SESSION",
    "HELP",
    "CONFIG SSL",
    "CONN",
    "ALLCONN",
    "OBEY SSLLIMITS",
)
"""Commands that are for the pool or the user, whatever SSLSERVER is."""

NEEDS_AGENT = ("CLEAR CACHE EXPIRED", "CLEAR CACHE", "CLEAR SESSION", "QUERY CACHE ENTRIES")


def admit(request: Request, status: PoolStatus) -> Refusal | None:
    """Why the request cannot be done in this pool; None if it can."""
    if request.stack not in ("", status.stack):
        return _refused(request, "stack", f"this is the stack {status.stack}, not {request.stack}")
    if request.command in NEEDS_AGENT and status.agent != "running":
        return _refused(request, "agent", f"the agent {status.agent_id} is down")
    if request.command in WITHOUT_SERVER or request.server == ALL:
        return None if request.effect not in ("start", "stop") else _nobody(request, status)
    known = {row.userid: row for row in status.servers}
    if request.server not in known:
        there = listed(known) or "none"
        return _refused(request, "server", f"there is no SSL server {request.server}; there is {there}")
    if request.command == "SET" or can(request, known[request.server]):
        return None
    return _refused(request, "state", _why_not(request, known[request.server]))


def _refused(request: Request, what: str, text: str) -> Refusal:
    return refusal(request.program, what, text)


def _nobody(request: Request, status: PoolStatus) -> Refusal | None:
    if concerned(request, status):
        return None
    state = {row.state for row in status.servers}
    return _refused(
        request, "state", f"no server is there to {request.effect}: all are {listed(sorted(state)) or 'gone'}"
    )


def _why_not(request: Request, row: ServerRow) -> str:
    if request.effect in ("start", "stop"):
        return f"{row.userid} is {row.state} already"
    text = f"{row.userid} is {row.state} and cannot answer {request.command}"
    if request.command == "CLOSECON":
        return f"{text}; LOG shows its console all the same"
    return f"{text}; START brings it up" if row.state in ("Eligible", "Stopped") else text


def can(request: Request, row: ServerRow) -> bool:
    """Whether a server in its state does this command."""
    return row.state in STATES.get(request.command, ("Active",))


def concerned(request: Request, status: PoolStatus) -> tuple[str, ...]:
    """The servers that do the request, in pool order: the one named, or all that can."""
    if request.command in WITHOUT_SERVER or request.command == "SET":
        return ()
    if request.server != ALL:
        return tuple(row.userid for row in status.servers if row.userid == request.server)
    states = STOPPED_BY_ALL if request.effect == "stop" else STATES.get(request.command, ("Active",))
    return tuple(row.userid for row in status.servers if row.state in states)
