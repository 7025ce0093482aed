"""SSLLIMITS arithmetic: how many servers the limits ask for, and what is odd about them. Numbers in, numbers
and sentences out.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.pool.plan import MOST_PER_SERVER, Limits


def wanted(limits: Limits, servers: int) -> int:
    """Servers that are started along with the stack: enough for MAXSESSIONS, at most as many as there are.

    That the stack starts this many is inferred from listings of running systems, not documented.
    """
    return min(-(-limits.max_sessions // max(limits.per_server, 1)), servers)


def capacity(limits: Limits, servers: int) -> int:
    """Sessions that so many servers can hold together."""
    return min(limits.max_sessions, limits.per_server * servers)


def warnings(limits: Limits, servers: int) -> tuple[str, ...]:
    """What does not fit (z/VM TCP/IP Planning and Customization, SSLLIMITS statement), in our words."""
    return tuple(_warnings(limits, servers))


def _warnings(limits: Limits, servers: int) -> Iterator[str]:
    total, each = limits.max_sessions, limits.per_server
    if each > MOST_PER_SERVER:
        yield f"MAXPERSSLSERVER {each} is above {MOST_PER_SERVER}, the most that a server may have"
    if total % each:
        yield f"MAXPERSSLSERVER {each} does not divide MAXSESSIONS {total} evenly"
    if total > each * servers:
        yield f"{servers} servers of {each} sessions hold {each * servers}, less than MAXSESSIONS {total}"


def checked(max_sessions: int, per_server: int) -> Limits:
    """Limits as given by a command. Raises ValueError for what no pool can have."""
    if max_sessions < 1 or per_server < 1:
        raise ValueError("limits are at least 1")
    if per_server > MOST_PER_SERVER:
        raise ValueError(f"MAXPERSSLSERVER is at most {MOST_PER_SERVER}")
    return Limits(max_sessions, per_server)
