"""A pool's status in, the answers of NETSTAT as lines out.

CONFIG SSL is laid out by us (IBM's layout is not public); CONN and ALLCONN as they are commonly seen, which
no document confirms.
"""

from __future__ import annotations

from collections.abc import Sequence

from ssldiag.pool.admin.table import table
from ssldiag.pool.admin.units import level, socket
from ssldiag.pool.status import ConnectionRow, PoolStatus

GONE = ("CLOSED", "TIME-WAIT", "TIME_WAIT")
"""States that ALLCONN shows and CONN leaves out (our choice)."""


def config(status: PoolStatus) -> list[str]:
    """NETSTAT CONFIG SSL: whether the server or pool runs, current and maximum sessions."""
    limits = status.limits
    return [
        f"SSL server:  {status.pool:<10} Timeout: {status.timeout:g}",
        f"Maximum sessions: {limits.max_sessions}   Maximum per server: {limits.per_server}"
        f"   Current sessions: {status.current}",
        *table(
            ("Server", "State   ", ">Current", ">Maximum"),
            [
                (row.userid, row.state, row.sessions, row.maximum)
                if row.state == "Active"
                else (row.userid, row.state, "-", "-")
                for row in status.servers
            ],
        ),
    ]


def connections(status: PoolStatus, everything: bool) -> list[str]:
    """NETSTAT CONN, or ALLCONN for ``everything``: listeners and connections, IPv6 apart."""
    rows = counted(status, everything)
    lines = [heading(status)]
    parts = [("IPv4", [row for row in rows if not _is_six(row)]), ("IPv6", list(filter(_is_six, rows)))]
    for name, part in parts:
        if part or name == "IPv4":
            lines += ["", f"Active {name} Transmission Blocks:", "", *_blocks(part)]
    return lines


def counted(status: PoolStatus, everything: bool) -> list[ConnectionRow]:
    """The connections that are shown."""
    return [row for row in status.connections if everything or row.state.upper() not in GONE]


def advice(status: PoolStatus) -> list[str]:
    """What does not fit in the limits (SSLLIMITS statement: MAXPERSSLSERVER should divide MAXSESSIONS evenly,
    and the servers should cover it).
    """
    whole, each = status.limits.max_sessions, status.limits.per_server
    said = []
    if whole % each:
        said.append(f"DTCNETT40W MAXPERSSLSERVER {each} does not divide MAXSESSIONS {whole} evenly")
    if len(status.servers) * each < whole:
        count = len(status.servers)
        said.append(f"DTCNETT41W {count} servers have room for {count * each} sessions, not {whole}")
    return said


def heading(status: PoolStatus) -> str:
    """The line that NETSTAT's answers begin with."""
    return f"VM TCP/IP Netstat Level {level(status.level)}       TCP/IP Server Name: {status.stack}"


def _blocks(rows: Sequence[ConnectionRow]) -> list[str]:
    lines = table(
        ("User Id", "Conn", "Local Socket         ", "Foreign Socket       ", "State"),
        [
            (
                row.userid,
                row.connection,
                socket(row.local, names=True),
                socket(row.foreign),
                row.state,
            )
            for row in rows
        ],
    )
    return [lines[0], "---- --   ----  ----- ------           ------- ------         -----", *lines[1:]]


def _is_six(row: ConnectionRow) -> bool:
    return any(
        ":" in host.removeprefix("::ffff:") and host != "::"
        for host, _ in (row.local, *([row.foreign] if row.foreign else []))
    )
