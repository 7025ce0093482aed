"""The state of a running pool as rows: from the core, the shared words, the segment, and from answers."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ssldiag.pool.control import CACHE_ON
from ssldiag.pool.gather import Found, Row
from ssldiag.pool.parts import Parts, epoch
from ssldiag.pool.plan import Application, TraceSetting
from ssldiag.pool.ports import Ports
from ssldiag.pool.programs import Programs
from ssldiag.pool.redis_store import address
from ssldiag.pool.segment import Segment
from ssldiag.pool.states import State
from ssldiag.pool.status import (
    ApplicationRow,
    CacheRow,
    CacheStatus,
    CertificateRow,
    ConnectionRow,
    EntryRow,
    FileRow,
    PoolStatus,
    ServerDetails,
    ServerRow,
    SessionRow,
)
from ssldiag.pool.world import Server

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")

ID_SHOWN = 16
"""Hexadecimal digits of a session id that are shown: enough to tell two apart, too few to use it."""

MOST_ENTRIES = 10_000
"""Entries of the cache that one answer lists: five times what the default segment holds."""


ADMIN_PORT = 9999
"""The port that an Active server shows as its own in NETSTAT CONN, as z/VM's sample profile has it for a lone
server. It stands for the link to the stack; nothing is bound to it.
"""


def status(parts: Parts, ports: Ports, programs: Programs, found: Found | None = None) -> PoolStatus:
    """Everything but what only some answers want; those parts are empty unless they were gathered."""
    found = found or Found()
    plan, world = parts.plan, parts.world
    return PoolStatus(
        stack=plan.stack,
        level=plan.level,
        pool=plan.pool,
        timeout=plan.timeout,
        limits=world.limits,
        agent="running" if world.agent.ready else "down",
        servers=tuple(server_row(parts, index, server) for index, server in enumerate(world.servers)),
        details=tuple(details(row) for rows in found.of("details").values() for row in rows),
        sessions=tuple(made(SessionRow, rows) for rows in _each(found, "sessions")),
        cache=cache(parts, found),
        certificates=tuple(made(CertificateRow, row) for row in _each(found, "certificates")),
        connections=tuple(connections(parts, ports, found)),
        applications=tuple(applications(parts, ports, programs)),
        traces=tuple(traces(found)),
        silent=found.silent,
        agent_id=plan.agent or "SSLDCSSM",
        agent_pid=parts.pids.get(plan.agent),
    )


def _each(found: Found, what: str) -> Iterable[Row]:
    return (row for rows in found.of(what).values() for row in rows)


def made(kind: type[T], row: Row) -> T:
    """A row as its JSON form came: lists are tuples there, and what it does not know is left out."""
    names = {item.name for item in fields(kind)}
    return kind(**{name: _frozen(value) for name, value in row.items() if name in names})


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def details(row: Row) -> ServerDetails:
    """QUERY STATUS DETAILS of one server."""
    return made(ServerDetails, {**row, "trace": made(TraceSetting, row.get("trace") or {})})


def traces(found: Found) -> Iterable[tuple[str, TraceSetting]]:
    """What each server traces."""
    for userid, rows in found.of("trace").items():
        for row in rows:
            yield userid, made(TraceSetting, row)


def server_row(parts: Parts, index: int, server: Server) -> ServerRow:
    """A server in QUERY STATUS."""
    control, active = parts.control, server.state is State.ACTIVE
    since = datetime.fromtimestamp(round(epoch(server.since))).astimezone().isoformat()
    return ServerRow(
        userid=server.userid,
        state=server.state.value,
        sessions=max(control.current(index), 0) if active else 0,
        maximum=parts.world.limits.per_server,
        peak=control.peak[index],
        total=control.total[index],
        failed=control.failed[index],
        since=since if server.since else "",
        pid=parts.pids.get(server.userid),
        quiescing=server.quiescing,
        reason=server.reason,
    )


def cache(parts: Parts, found: Found) -> CacheStatus | None:
    """The session cache; None where there is none, as without SSL servers."""
    plan, segment = parts.plan.cache, parts.segment
    if not parts.world.secure or (segment is None and not plan.store):
        return None
    rows: tuple[CacheRow, ...] = tuple(made(CacheRow, row) for row in _each(found, "cache"))
    if segment is not None:
        rows = tuple(segment.row(i, server.userid) for i, server in enumerate(parts.world.servers))
    return CacheStatus(
        segment=plan.segment,
        begin=plan.begin,
        end=plan.end,
        life=plan.life,
        cleanup=plan.cleanup,
        state=cache_state(parts),
        entries=segment.entries if segment else 0,
        capacity=segment.capacity if segment else 0,
        rows=rows,
    )


def cache_state(parts: Parts) -> str:
    """Whether it works, in words. A store goes on without the agent, whose segment it takes the place of."""
    if parts.plan.cache.life == 0:
        return "not used: CACHELIFE is 0"
    if parts.plan.cache.store:
        return f"kept in {address(parts.plan.cache.store)}"
    return "in use" if parts.control.words[CACHE_ON] else "not used: the DCSS management agent is down"


def entries(segment: Segment) -> tuple[EntryRow, ...]:
    """QUERY CACHE ENTRIES."""
    now, rows = time.time(), []
    for stored in segment.listed():
        born = now - stored.age
        rows.append(EntryRow(stored.session[:ID_SHOWN], born, born + segment.life, stored.size))
        if len(rows) >= MOST_ENTRIES:
            break
    return tuple(rows)


def files(keyfile: str, database: str) -> tuple[FileRow, ...]:
    """The files beside the key database, as OPENVM LIST shows them."""
    import grp
    import pwd

    rows = []
    folder = Path(database).parent
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_file():
            it = path.stat()
            owner, group = str(it.st_uid), str(it.st_gid)
            with suppress(KeyError):
                owner, group = pwd.getpwuid(it.st_uid).pw_name, grp.getgrgid(it.st_gid).gr_name
            rows.append(FileRow(os.path.dirname(keyfile), path.name, owner, group, it.st_mode & 0o7777))
    return tuple(rows)


def connections(parts: Parts, ports: Ports, found: Found) -> Iterable[ConnectionRow]:
    """Listeners, then what applications say of their connections (NETSTAT CONN), then those of secure ports,
    of which the SSL servers tell.
    """
    for number, secure in enumerate(ports.secure, 1001):
        if secure.socket is not None:
            local = (ports.address, secure.port.number)
            yield ConnectionRow(secure.port.userid, number, local, None, "Listen")
    for number, item in enumerate(ports.applications, 1501):
        if item.socket is not None and item.listening and not item.path:
            yield ConnectionRow(item.userid, number, (ports.address, item.number), None, "Listen")
    for number, server in enumerate(parts.world.servers, 1901):
        if server.state is State.ACTIVE:
            yield ConnectionRow(server.userid, number, (ports.address, ADMIN_PORT), None, "Listen")
    told = [made(ConnectionRow, row) for row in _each(found, "connections")]
    known = {row.foreign for row in told}
    yield from (row for row in told if row.foreign and row.foreign[1])  # not the plaintext of a secure port
    for session in (made(SessionRow, row) for row in _each(found, "sessions")):
        if session.foreign not in known:
            yield ConnectionRow(
                session.userid, session.connection, session.local, session.foreign, "Established"
            )


def applications(parts: Parts, ports: Ports, programs: Programs) -> Iterable[ApplicationRow]:
    """Statically secured ports, then the ports of applications (``pool status``)."""
    for secure in ports.secure:
        port = secure.port
        yield ApplicationRow(
            name=f"{port.userid}-{port.number}",
            userid=port.userid,
            port=port.number,
            listen=port.listen,
            label=port.label,
            security="static",
            state="listening" if secure.socket is not None else "ended",
            what=secure.why,
        )
    for app in parts.plan.applications:
        state, what = application_state(parts, programs, app)
        program = programs.running.get(app.userid)
        for number, listen in app.ports:
            trouble = next((i.why for i in ports.applications if i.listen == listen and i.why), "")
            yield ApplicationRow(
                name=f"{app.userid}-{number}",
                userid=app.userid,
                port=number,
                listen=listen,
                label=app.label or "",
                security="dynamic" if app.label and app.control != "NEVER" else "none",
                state="ended" if trouble else state,
                what=trouble or what,
                pid=program.pid if program is not None else None,
            )


def application_state(parts: Parts, programs: Programs, app: Application) -> tuple[str, str]:
    """Listening, waiting or ended, and why."""
    helper = parts.world.applications.get(app.userid)
    if helper is None:
        return "ended", "not in AUTOLOG" if app.kind != "other" else "no program of ours"
    if helper.ready:
        return "listening", ""
    if parts.world.held:
        return "waiting", "for an SSL server to be active"
    if helper.running:
        return "waiting", "starting"
    return "ended", programs.why.get(app.userid, "")
