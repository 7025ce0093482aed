"""What was asked and gathered in, the lines of the answer out. One table says who writes which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ssldiag.pool.admin import netstat_text, ssladmin_text, system
from ssldiag.pool.admin.asked import Asked, timed_out
from ssldiag.pool.admin.help import topic
from ssldiag.pool.admin.shown import shown
from ssldiag.pool.trace.setting import text as trace_text


def printed(it: Asked) -> list[str]:
    """The lines of the answer."""
    return [
        *map(timed_out, it.unheard),
        *HANDLERS.get(it.request.command, _accepted)(it),
    ]


def _accepted(it: Asked) -> list[str]:
    """Acknowledgements; the layout is ours."""
    done = it.request.command
    if it.request.trace is not None and done == "TRACE":
        done = f"TRACE {trace_text(it.request.trace)}"
    return [f"{server}: {done} accepted" for server in it.servers]


def _settings(it: Asked) -> list[str]:
    lines = ssladmin_text.settings(it.request, it.status)
    return [f"{it.request.command} accepted", *lines] if it.request.changes_defaults else lines


def _cache(it: Asked) -> list[str]:
    return [] if it.status.agent != "running" else ssladmin_text.cache(it.servers, it.status)


def _output(it: Asked) -> list[str]:
    """CLOSECON and LOG: what the stack took from the consoles."""
    found = dict(it.status.output)
    said = []
    for server in it.servers:
        if server not in found:
            said.append(f"{server}: {it.request.command} accepted")
        else:
            said += [f"{server}: {shown(line)}" for line in found[server] or ("the console log is empty",)]
    return said


def _system(it: Asked) -> list[str]:
    return [
        f"{server}: {line}"
        for server in it.servers
        for line in system.answer(it.request.operand, server, it.status, it.now)
    ]


def _cleared(it: Asked) -> list[str]:
    what = f"{it.request.command} {it.request.operand}".rstrip()
    left = f"; entries left: {it.status.cache.entries}" if it.status.cache else ""
    return [f"{what} accepted{left}"]


def _config(it: Asked) -> list[str]:
    return [netstat_text.heading(it.status), "", *netstat_text.config(it.status)]


def _limits(it: Asked) -> list[str]:
    limits = it.status.limits
    return [
        f"SSLLIMITS MAXSESSIONS {limits.max_sessions} MAXPERSSLSERVER {limits.per_server} accepted",
        *netstat_text.advice(it.status),
    ]


HANDLERS: Mapping[str, Callable[[Asked], list[Any]]] = {
    "QUERY STATUS SUMMARY": lambda it: ssladmin_text.summary(it.rows, it.status),
    "QUERY STATUS DETAILS": lambda it: ssladmin_text.details(it.rows, it.status),
    "QUERY SETTINGS": _settings,
    "QUERY CACHE": _cache,
    "QUERY CACHE ENTRIES": lambda it: ssladmin_text.entries(it.status),
    "QUERY SESSIONS": lambda it: ssladmin_text.sessions(it.servers, it.status),
    "QUERY TRACE": lambda it: ssladmin_text.traces(it.servers, it.status),
    "QUERY CERTIFICATES": lambda it: ssladmin_text.certificates(it.servers, it.status),
    "SET": _settings,
    "CLEAR": _settings,
    "CLEAR CACHE": _cleared,
    "CLEAR CACHE EXPIRED": _cleared,
    "CLEAR SESSION": _cleared,
    "CLOSECON": _output,
    "LOG": _output,
    "SYSTEM": _system,
    "HELP": lambda it: topic(it.request.program, it.request.operand),
    "CONFIG SSL": _config,
    "CONN": lambda it: netstat_text.connections(it.status, everything=False),
    "ALLCONN": lambda it: netstat_text.connections(it.status, everything=True),
    "OBEY SSLLIMITS": _limits,
}
"""Command -> its answer; the others are acknowledged."""
