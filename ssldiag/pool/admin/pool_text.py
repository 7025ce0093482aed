"""A pool's status in, what ``ssldiag pool status`` prints out."""

from __future__ import annotations

from ssldiag.pool.admin.asked import timed_out
from ssldiag.pool.admin.shown import shown
from ssldiag.pool.admin.table import table
from ssldiag.pool.admin.units import life
from ssldiag.pool.status import ApplicationRow, PoolStatus, ServerRow


def pool_lines(status: PoolStatus) -> list[str]:
    """Stack, agent, cache and limits in a few lines, then the servers and the applications."""
    limits = status.limits
    lines = [
        f"Stack        {status.stack}, level {shown(status.level)}",
        f"SSL servers  {status.pool}: {status.current} of {limits.max_sessions} sessions, "
        f"at most {limits.per_server} a server",
        f"Agent        {status.agent_id} is {status.agent}",
    ]
    if status.cache is not None:
        it = status.cache
        reuse = f"life {life(it.life)}" + (f", {it.entries} of {it.capacity} entries" if it.capacity else "")
        lines.append(f"Cache        {it.segment} {it.begin:05X}-{it.end:05X}, {reuse}; {shown(it.state)}")
    lines += ["", *table(SERVERS, map(_server, status.servers))]
    if status.applications:
        lines += ["", *table(APPLICATIONS, map(_application, status.applications))]
    lines += [timed_out(name) for name in status.silent]
    return lines


SERVERS = ("Server", "State   ", ">Sessions", ">Maximum", ">Peak", ">Handshakes", ">Failed", "Why")
APPLICATIONS = ("Application", ">Port", ">Listens", "Security", "Label", "State", "Why")


def _server(row: ServerRow) -> tuple[object, ...]:
    if row.state != "Active":
        return row.userid, row.state, "-", "-", "-", row.total, row.failed, row.reason
    why = "quiescing" if row.quiescing else ""
    return row.userid, row.state, row.sessions, row.maximum, row.peak, row.total, row.failed, why


def _application(row: ApplicationRow) -> tuple[object, ...]:
    name = row.name if row.name == row.userid else f"{row.name} ({row.userid})"
    return name, row.port, row.listen, row.security, row.label or "-", row.state, row.what
