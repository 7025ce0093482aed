"""What listens on an IBM i and who is connected, by NETSTAT; and the jobs that run there."""

from __future__ import annotations

from dataclasses import dataclass

from ssldiag.facts.ibmi_servers import IbmiServer, by_port
from ssldiag.model import Located, Place, Unreadable


@dataclass(frozen=True, slots=True)
class Listener:
    """A port that listens. ``shown`` is what the file shows, a number or a service name; ``port`` is None
    where the name is cut or unknown. ``address`` is the local one, empty or ``*`` for all; ``job`` where
    told.
    """

    system: str
    port: int | None
    shown: Located[str]
    address: str
    job: str
    place: Place

    @property
    def server(self) -> IbmiServer | None:
        """The server whose port this is."""
        return by_port(self.port) if self.port is not None else None


@dataclass(frozen=True, slots=True)
class NetworkConnection:
    """A connection that is no listener."""

    system: str
    local_port: int | None
    remote_address: str
    remote_port: int | None
    state: str
    place: Place


@dataclass(frozen=True, slots=True)
class NetstatList:
    """One listing of connections. ``complete``: it shows all of the system, so that the absence of a listener
    tells. ``uncertain``: service names that were cut or are not known.
    """

    system: str
    file: str
    place: Place
    complete: bool
    listeners: tuple[Listener, ...]
    connections: tuple[NetworkConnection, ...]
    unreadable: tuple[Unreadable, ...] = ()

    @property
    def uncertain(self) -> tuple[Listener, ...]:
        """Listeners whose port is not known."""
        return tuple(item for item in self.listeners if item.port is None)

    def listening(self, port: int) -> Listener | None:
        """The listener of a port."""
        return next((item for item in self.listeners if item.port == port), None)


@dataclass(frozen=True, slots=True)
class ActiveJob:
    """A job that runs. ``name`` is the simple name; ``subsystem`` and ``threads`` where told."""

    system: str
    name: Located[str]
    subsystem: str
    user: str
    threads: Located[int] | None
    status: str
    place: Place


@dataclass(frozen=True, slots=True)
class JobList:
    """One listing of active jobs. ``complete``: all jobs of the system; ``subsystems`` are those that are
    listed whole, where it shows only some.
    """

    system: str
    file: str
    place: Place
    complete: bool
    subsystems: tuple[str, ...]
    jobs: tuple[ActiveJob, ...]
    unreadable: tuple[Unreadable, ...] = ()
