"""What a server answers to SSLADMIN's queries: rows of :mod:`ssldiag.pool.status`."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ssldiag.pool.control import CACHE_ON
from ssldiag.pool.redis_store import address
from ssldiag.pool.status import CacheRow, CertificateRow, ServerDetails, SessionRow

if TYPE_CHECKING:
    from ssldiag.pool.engine.connection import Connection
    from ssldiag.pool.server import Server


def details(server: Server) -> Iterable[ServerDetails]:
    """QUERY STATUS DETAILS."""
    plan, security = server.plan, server.plan.security
    yield ServerDetails(
        server.userid,
        plan.keyfile,
        security.mode,
        security.protocols,
        security.ibm_names,
        security.exempt,
        plan.cache.life,
        plan.cache.cleanup,
        cache_text(server),
        server.engine.name + (f" ({server.why_public})" if server.why_public else ""),
        server.tracer.setting,
        plan.gsktrace,
        ssl.OPENSSL_VERSION,
    )


def cache_text(server: Server) -> str:
    """How this server shares sessions, in words."""
    if not server.plan.cache.life:
        return "no reuse of sessions (CACHELIFE 0)"
    if isinstance(server.native, str):
        common = server.blanks.contexts and server.blanks.whole
        made = "keys made before the fork" if common else "keys of each server's own"
        return f"tickets, {made}: {server.native}"
    if server.sessions is None:
        return "no segment: no reuse of sessions"
    if not server.plan.cache.store and not server.given.control.words[CACHE_ON]:
        return "segment not available: full handshakes only"
    return f"shared ({address(server.plan.cache.store) or server.plan.cache.segment})"


def sessions(server: Server) -> Iterable[SessionRow]:
    """QUERY SESSIONS: the connections whose handshake is done."""
    return [session(server.userid, each) for each in server.connections.values() if each.secure]


def session(userid: str, connection: Connection) -> SessionRow:
    """One of them."""
    tls = connection.tls
    certificate = None
    with suppress(ValueError, OSError):
        certificate = tls.getpeercert(True)
    return SessionRow(
        userid,
        connection.number,
        connection.userid,
        connection.local,
        connection.foreign,
        tls.version() or "",
        (tls.cipher() or ("",))[0],
        connection.label,
        bool(tls.session_reused),
        certificate is not None,
        connection.began,
        connection.received,
        connection.sent,
    )


def cache(server: Server) -> Iterable[CacheRow]:
    """QUERY CACHE."""
    found = server.sessions
    yield found.row(server.userid) if found else CacheRow(server.userid, 0, 0, 0, 0, 0)


def certificates(server: Server) -> Iterable[CertificateRow]:
    """QUERY CERTIFICATES."""
    for entry in server.material.entries:
        yield CertificateRow(
            server.userid,
            entry.label,
            entry.key_pem is not None,
            entry.trusted,
            entry.default,
            entry.subject,
            entry.not_before,
            entry.not_after,
        )


def trace(server: Server) -> Iterable[Any]:
    """QUERY TRACE."""
    yield server.tracer.setting


ROWS: Mapping[str, Callable[[Server], Iterable[Any]]] = {
    "details": details,
    "sessions": sessions,
    "cache": cache,
    "certificates": certificates,
    "trace": trace,
}
