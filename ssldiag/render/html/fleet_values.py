"""What the overview of a fleet tells, as plain values: queries of a dataset give it, the page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple


class Day(NamedTuple):
    """A day: of so many, so many were bad."""

    day: date
    total: int
    bad: int


class RuleSeen(NamedTuple):
    """A rule that was broken: on how many hosts, and what it said on one of them."""

    code: str
    name: str
    severity: str
    hosts: int
    example: str
    message: str


class Alike(NamedTuple):
    """Hosts that break the same rules: ``marks`` has a severity for each."""

    hosts: tuple[str, ...]
    number: int
    marks: dict[str, str]


class CauseSeen(NamedTuple):
    """Why handshakes failed."""

    cause: str
    by: str | None
    failed: int
    clients: int
    servers: int
    where: str
    why: str


class Month(NamedTuple):
    """Certificates that end in a month; ``label`` names it, ``state`` is bad, soon or good."""

    label: str
    number: int
    state: str


class Ending(NamedTuple):
    """A certificate that ends soon, or has."""

    subject: str
    not_after: datetime
    days: int
    hosts: int
    example: str
    label: str | None


class Clients(NamedTuple):
    """Clients by the newest version that they offer, and what became of their handshakes."""

    version: str
    clients: int
    handshakes: int
    failed: int
    old: bool
    examples: tuple[str, ...]


class SuiteSeen(NamedTuple):
    """A cipher suite that was agreed on."""

    name: str
    version: str
    strength: str | None
    handshakes: int
    clients: int
    servers: int


class Unread(NamedTuple):
    """What could not be read, or not to its end."""

    what: str
    name: str
    status: str
    why: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Counts of everything."""

    hosts: int = 0
    hosts_with_errors: int = 0
    hosts_with_warnings: int = 0
    hosts_unread: int = 0
    handshakes: int = 0
    failed: int = 0
    incomplete: int = 0
    clients: int = 0
    servers: int = 0
    files: int = 0
    files_damaged: int = 0
    file_bytes: int = 0
    packets: int = 0
    first: datetime | None = None
    last: datetime | None = None
    certificates: int = 0
    expired: int = 0
    expiring: int = 0
    runs: int = 0
    old_clients: int = 0


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it. Lists are cut to what a page has room for; ``numbers`` count everything."""

    title: str
    now: datetime
    days: int
    version: str
    schema: str
    numbers: Numbers
    host_days: tuple[Day, ...] = ()
    handshake_days: tuple[Day, ...] = ()
    rules: tuple[RuleSeen, ...] = ()
    alike: tuple[Alike, ...] = ()
    causes: tuple[CauseSeen, ...] = ()
    months: tuple[Month, ...] = ()
    endings: tuple[Ending, ...] = ()
    clients: tuple[Clients, ...] = ()
    suites: tuple[SuiteSeen, ...] = ()
    unread: tuple[Unread, ...] = ()
    skipped: tuple[tuple[str, int], ...] = ()
    weak: tuple[tuple[str, str, str, int], ...] = ()
    drift: tuple[tuple[str, int, int, str], ...] = ()
