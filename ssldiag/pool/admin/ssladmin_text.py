"""A pool's status in, the answers of SSLADMIN QUERY as lines out.

IBM's layouts are not public: these are ours (``docs/pool/ssladmin.md``), and our own reader of responses
reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ssldiag.pool.admin.requests import Request
from ssldiag.pool.admin.shown import shown
from ssldiag.pool.admin.table import table, wrapped
from ssldiag.pool.admin.units import life, moment, protocol, since, socket, yes
from ssldiag.pool.status import CertificateRow, PoolStatus, ServerDetails, ServerRow
from ssldiag.pool.trace.setting import text as trace_text


def summary(servers: Sequence[ServerRow], status: PoolStatus) -> list[str]:
    """QUERY STATUS SUMMARY. Counts are shown of servers that run; the total is over those listed."""
    rows: list[Sequence[object]] = [_counted(row) for row in servers]
    total = sum(row.sessions for row in servers)
    rows.append(("Total", "", total, status.limits.max_sessions, "", ""))
    return [
        f"SSL server status for stack {status.stack}",
        *table(("Server", "State   ", ">Sessions", ">Maximum", ">Peak", ""), rows),
    ]


def _counted(row: ServerRow) -> Sequence[object]:
    if row.state != "Active":
        return row.userid, row.state, "-", "-", "-", ""
    note = "quiescing" if row.quiescing else ""
    return row.userid, row.state, row.sessions, row.maximum, row.peak, note


def details(servers: Sequence[ServerRow], status: PoolStatus) -> list[str]:
    """QUERY STATUS DETAILS: the options in effect, a paragraph a server."""
    known = {row.userid: row for row in status.details}
    lines: list[str] = []
    for row in servers:
        lines.append(
            f"{row.userid}: {row.state}" + (f" since {shown(since(row.since))}" if row.since else "")
        )
        lines += _options(known[row.userid]) if row.userid in known else []
        if row.state == "Active":
            count = f"current {row.sessions}, maximum {row.maximum}, peak {row.peak}"
            lines += wrapped("Sessions", [count])
            lines += wrapped("Since start", [f"{row.total} handshakes, {row.failed} failed"])
        elif row.reason:
            lines += wrapped("Reason", row.reason.split())
        if row.quiescing:
            lines += wrapped("Quiescing", ["yes, it takes no new connections"])
    return lines


def _options(row: ServerDetails) -> Iterable[str]:
    trace = f"{trace_text(row.trace)}        GSKTrace {row.gsktrace}"
    reuse = f"life {life(row.cache_life)}, cleanup every {row.cache_cleanup} connections"
    for name, words in (
        ("Keyfile", [row.keyfile]),
        ("Mode", [row.mode]),
        ("Protocols", list(map(protocol, row.protocols))),
        ("Ciphers", list(row.ciphers)),
        ("Exempt", list(row.exempt)),
        ("Cache", [reuse]),
        ("Cache state", [row.cache]),
        ("Trace", [trace]),
        ("Engine", [f"{row.engine}, {row.openssl}"]),
    ):
        if any(words):
            yield from wrapped(name, words)


def settings(request: Request, status: PoolStatus) -> list[str]:
    """QUERY SETTINGS: whom this user's commands are for without options."""
    defaults = dict(request.defaults)
    rows = [
        ("SSLSERVER", defaults.get("server", "ALL")),
        ("TCPSERVER", defaults.get("stack") or status.stack),
    ]
    return table(("Setting", "Value"), rows)


def cache(servers: Sequence[str], status: PoolStatus) -> list[str]:
    """QUERY CACHE: the segment, then what each server did with it since it started."""
    it = status.cache
    if it is None:
        return ["There is no session cache"]
    pages = f"pages {it.begin:05X}-{it.end:05X}"
    return [
        f"Segment {it.segment}   {pages}   life {life(it.life)}   cleanup {it.cleanup}",
        f"Entries: {it.entries} of {it.capacity}" if it.capacity else f"Entries: {it.entries}",
        f"State: {shown(it.state)}",
        *table(
            ("Server", ">Stored", ">Lookups", ">Hits", ">Expired", ">Evicted"),
            [
                (row.server, row.stored, row.lookups, row.hits, row.expired, row.evicted)
                for row in it.rows
                if row.server in servers
            ],
        ),
    ]


def entries(status: PoolStatus) -> list[str]:
    """QUERY CACHE ENTRIES, an addition of ours: the sessions that can be taken up again."""
    if not status.entries:
        return ["The session cache is empty"]
    return table(
        ("Session", "Protocol", ">Bytes", "Made", "Expires"),
        [
            (row.id, protocol(row.protocol) or "-", row.size, moment(row.made), moment(row.expires))
            for row in status.entries
        ],
    )


def sessions(servers: Sequence[str], status: PoolStatus) -> list[str]:
    """QUERY SESSIONS: a secure connection a line."""
    rows = [
        (
            row.server,
            row.connection,
            socket(row.local),
            socket(row.foreign),
            protocol(row.protocol),
            row.cipher,
            row.label,
            yes(row.resumed),
            yes(row.client_certificate),
        )
        for row in status.sessions
        if row.server in servers
    ]
    heads = ("Server", "Conn", "Local socket", "Foreign socket", "Protocol", "Cipher", "Label")
    return table((*heads, "Reused", "Client"), rows) if rows else ["There are no secure sessions"]


def traces(servers: Sequence[str], status: PoolStatus) -> list[str]:
    """QUERY TRACE."""
    return [f"{server}: {trace_text(setting)}" for server, setting in status.traces if server in servers]


def certificates(servers: Sequence[str], status: PoolStatus) -> list[str]:
    """QUERY CERTIFICATES, an addition of ours: servers that have the same ones loaded share a list."""
    owners: dict[tuple[CertificateRow, ...], list[str]] = {}
    for server in servers:
        loaded = tuple(row for row in status.certificates if row.server == server)
        if server not in status.silent:
            owners.setdefault(_unowned(loaded), []).append(server)
    lines: list[str] = []
    for loaded, names in owners.items():
        count = f"{len(loaded)} certificate{'' if len(loaded) == 1 else 's'}"
        lines.append(f"{', '.join(names)}: {count} of the key database")
        lines += _certificates(loaded) if loaded else []
    return lines


def _unowned(rows: Sequence[CertificateRow]) -> tuple[CertificateRow, ...]:
    from dataclasses import replace

    return tuple(replace(row, server="") for row in rows)


def _certificates(rows: Sequence[CertificateRow]) -> list[str]:
    heads = ("Label", "Key", "Trusted", "Default", "Not before", "Not after", "Subject")
    return table(
        heads,
        [
            (
                row.label,
                yes(row.has_private_key),
                yes(row.trusted),
                yes(row.default),
                row.not_before[:10],
                row.not_after[:10],
                row.subject,
            )
            for row in rows
        ],
        "  ",
    )
