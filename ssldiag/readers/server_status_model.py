"""The values that SSLADMIN and NETSTAT responses are read into. Nothing here reads."""

from __future__ import annotations

from dataclasses import dataclass

from ssldiag.model import Located, Place


@dataclass(frozen=True, slots=True)
class ServerRow:
    """One SSL server: ``state`` Active, Eligible, Starting or Stopped (as a capitalised word); session counts
    where shown."""

    userid: Located[str]
    state: str
    sessions: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class SessionTotals:
    """Sessions in use and allowed over all servers of a stack."""

    place: Place
    sessions: int | None
    maximum: int | None
    per_server: int | None = None
    stack: str | None = None


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """QUERY STATUS DETAILS of one server: option name in lower case -> value as printed."""

    userid: Located[str]
    settings: tuple[tuple[str, Located[str]], ...]


@dataclass(frozen=True, slots=True)
class Socket:
    """One row of NETSTAT CONN or ALLCONN: ``port`` local port or None, ``state`` as printed (Listen,
    Established)."""

    userid: Located[str]
    port: int | None
    state: str


@dataclass(frozen=True, slots=True)
class StatusResponse:
    """All that one response said. ``stack`` is the TCP/IP server named in its heading; ``place`` where it
    starts.

    ``level`` is the TCP/IP level that NETSTAT's heading shows.
    """

    place: Place
    stack: str | None
    servers: tuple[ServerRow, ...] = ()
    totals: tuple[SessionTotals, ...] = ()
    settings: tuple[ServerSettings, ...] = ()
    sockets: tuple[Socket, ...] = ()
    level: str | None = None
