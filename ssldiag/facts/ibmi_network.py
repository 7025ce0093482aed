"""What listens on an IBM i and who is connected, by NETSTAT; and the jobs that run there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.facts.ibmi_documents import documents
from ssldiag.facts.ibmi_servers import IbmiServer, by_port, services
from ssldiag.facts.ibmi_systems import system_of
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


def port_of(shown: str) -> int | None:
    """The port of a service name; None for one that is cut (``as-central>``) or not known."""
    return services().get(shown.lower())


def build_netstat(facts: Facts) -> Iterator[NetstatList]:
    """A list for each file of connections."""
    for item in documents(facts, "ibmi_netstat"):
        system = system_of(facts, item.file)
        listeners, connections = [], []
        for row in item.rows:
            port = row.number if row.number is not None else port_of(row.local_port.value)
            if row.listens:
                listeners.append(
                    Listener(system, port, row.local_port, row.local_address, row.job, row.local_port.place)
                )
            elif row.protocol != "UDP":
                remote = int(row.remote_port) if row.remote_port.isdigit() else port_of(row.remote_port)
                connections.append(
                    NetworkConnection(system, port, row.remote_address, remote, row.state, row.place)
                )
        yield NetstatList(system, item.file, item.place, item.complete, tuple(listeners), tuple(connections))


def build_listeners(facts: Facts) -> Iterator[Listener]:
    """Every listener of every list."""
    for item in facts.all(NetstatList):
        yield from item.listeners


def build_job_lists(facts: Facts) -> Iterator[JobList]:
    """A list for each file of active jobs; a print of WRKSBSJOB shows one subsystem whole."""
    for item in documents(facts, "ibmi_jobs"):
        system = system_of(facts, item.file)
        jobs = tuple(
            ActiveJob(system, row.name, row.subsystem, row.user, row.threads, row.status, row.place)
            for row in item.rows
        )
        whole = dict.fromkeys(job.subsystem for job in jobs if job.subsystem) if item.form == "print" else {}
        yield JobList(system, item.file, item.place, item.complete, tuple(whole), jobs)


def build_jobs(facts: Facts) -> Iterator[ActiveJob]:
    """Every job of every list."""
    for item in facts.all(JobList):
        yield from item.jobs
