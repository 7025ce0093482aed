"""What was asked and gathered in, JSON documents out: ``ssldiag.ssladmin/1``, ``ssldiag.netstat/1`` and
``ssldiag.pool/1``. They say all that the text says, with values instead of words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from ssldiag.pool.admin.asked import Asked
from ssldiag.pool.admin.netstat_text import advice, counted
from ssldiag.pool.admin.requests import Refusal
from ssldiag.pool.admin.units import moment
from ssldiag.pool.plan import TraceSetting
from ssldiag.pool.status import PoolStatus, ServerRow
from ssldiag.pool.trace.setting import text as trace_text

Json = dict[str, Any]

SCHEMAS = {"SSLADMIN": "ssldiag.ssladmin/1", "NETSTAT": "ssldiag.netstat/1"}


def of_answer(it: Asked, lines: Sequence[str]) -> Json:
    """The document of an answer; ``lines`` are put in where the answer is nothing but words."""
    request = it.request
    made: Json = {
        "schema": SCHEMAS[request.program],
        "command": request.command,
        "at": moment(it.now.timestamp()),
        "stack": it.status.stack,
        "server": request.server,
        "unanswered": list(it.unheard),
    }
    data = DATA.get(request.command)
    return made | (data(it) if data else {"operand": request.operand, "lines": list(lines)})


def of_refusal(program: str, command: str, refusal: Refusal) -> Json:
    """The document of a command that is not done."""
    return {
        "schema": SCHEMAS[program],
        "command": command,
        "refused": {"id": refusal.id, "text": refusal.text, "usage": refusal.usage},
    }


def trace(setting: TraceSetting) -> Json:
    """A trace setting; ``text`` is how it would be typed."""
    return {"text": trace_text(setting), **asdict(setting)}


def limits(status: PoolStatus) -> Json:
    """Sessions in use and allowed."""
    return {
        "max_sessions": status.limits.max_sessions,
        "per_server": status.limits.per_server,
        "current": status.current,
    }


def server(row: ServerRow) -> Json:
    """A server with its counts; ``max`` is what it may have."""
    made = asdict(row)
    made["max"] = made.pop("maximum")
    return made


def _summary(it: Asked) -> Json:
    return {"servers": list(map(server, it.rows)), "limits": limits(it.status)}


def _details(it: Asked) -> Json:
    known = {row.userid: row for row in it.status.details}
    found = []
    for row in it.rows:
        options = asdict(known[row.userid]) if row.userid in known else {}
        if options:
            options["trace"] = trace(known[row.userid].trace)
        found.append(server(row) | options)
    return {"servers": found}


def _settings(it: Asked) -> Json:
    defaults = dict(it.request.defaults)
    return {
        "settings": {
            "SSLSERVER": defaults.get("server", "ALL"),
            "TCPSERVER": defaults.get("stack") or it.status.stack,
        }
    }


def cache(status: PoolStatus) -> Json | None:
    """The session cache; None if there is none."""
    it = status.cache
    if it is None:
        return None
    return {
        "segment": it.segment,
        "pages": [f"{it.begin:05X}", f"{it.end:05X}"],
        "life": it.life,
        "cleanup": it.cleanup,
        "state": it.state,
        "entries": it.entries,
        "capacity": it.capacity,
        "servers": [asdict(row) for row in it.rows],
    }


def _cache(it: Asked) -> Json:
    return {"agent": it.status.agent, "cache": cache(it.status) if it.status.agent == "running" else None}


def _entries(it: Asked) -> Json:
    return {
        "entries": [
            {**asdict(row), "made": moment(row.made), "expires": moment(row.expires)}
            for row in it.status.entries
        ]
    }


def _sessions(it: Asked) -> Json:
    return {
        "sessions": [
            {**asdict(row), "began": moment(row.began)}
            for row in it.status.sessions
            if row.server in it.servers
        ]
    }


def _traces(it: Asked) -> Json:
    return {
        "traces": [
            {"server": name, **trace(setting)} for name, setting in it.status.traces if name in it.servers
        ]
    }


def _certificates(it: Asked) -> Json:
    return {"certificates": [asdict(row) for row in it.status.certificates if row.server in it.servers]}


def _config(it: Asked) -> Json:
    return {
        "level": it.status.level,
        "pool": it.status.pool,
        "timeout": it.status.timeout,
        "limits": limits(it.status),
        "servers": list(map(server, it.status.servers)),
    }


def _connections(it: Asked) -> Json:
    shown = counted(it.status, it.request.command == "ALLCONN")
    return {"level": it.status.level, "connections": [asdict(row) for row in shown]}


def _limits(it: Asked) -> Json:
    return {"limits": limits(it.status), "advice": advice(it.status)}


DATA: Mapping[str, Callable[[Asked], Json]] = {
    "QUERY STATUS SUMMARY": _summary,
    "QUERY STATUS DETAILS": _details,
    "QUERY SETTINGS": _settings,
    "SET": _settings,
    "CLEAR": _settings,
    "QUERY CACHE": _cache,
    "QUERY CACHE ENTRIES": _entries,
    "QUERY SESSIONS": _sessions,
    "QUERY TRACE": _traces,
    "QUERY CERTIFICATES": _certificates,
    "CONFIG SSL": _config,
    "CONN": _connections,
    "ALLCONN": _connections,
    "OBEY SSLLIMITS": _limits,
}
"""Command -> what its document holds."""


def pool_document(status: PoolStatus, now: datetime | None = None) -> Json:
    """``ssldiag pool status --format json``."""
    return {
        "schema": "ssldiag.pool/1",
        "at": moment((now or datetime.now(UTC)).timestamp()),
        "running": True,
        "stack": status.stack,
        "level": status.level,
        "pool": status.pool,
        "timeout": status.timeout,
        "agent": {"userid": status.agent_id, "state": status.agent, "pid": status.agent_pid},
        "limits": limits(status),
        "servers": list(map(server, status.servers)),
        "applications": [asdict(row) for row in status.applications],
        "cache": cache(status),
        "traces": [{"server": name, **trace(setting)} for name, setting in status.traces],
        "unanswered": list(status.silent),
    }
