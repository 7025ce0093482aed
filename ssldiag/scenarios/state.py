"""The values that a network with Management Central is: PCs, the central system, endpoints, the Trusted Group
and the tasks that ran. Nothing is decided here.

Stored settings are what a window shows; active ones are what the running server or Navigator uses. It reads
the stored ones when it starts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from ssldiag.facts.ibmi_mc import ANY, BOTH, SERVER
from ssldiag.facts.ibmi_servers import servers

CLIENT_CONNECTION, ALL_CONNECTIONS = "client-connection", "all-connections"
SCENARIOS = (CLIENT_CONNECTION, ALL_CONNECTIONS)
FULL = "all-connections-client-auth"
"""The second scenario with its optional steps 6 to 10."""

LEVELS = (ANY, SERVER, BOTH)

MGTC = "mgtc"
CA_NAME = "Example Local CA"
OTHER_CA = "Unknown Local CA"
LIST = "QYPSVLDL"
NEW_LIBRARY, OLD_LIBRARY = "QMGTC2", "QUSRSYS"
V5R1, V5R2, V5R3, V5R4 = 510, 520, 530, 540
LAST = 740
"""7.4: Management Central is gone from 7.5 on."""

CERTIFICATES = ("valid", "expired", "other-ca", "none")


@cache
def seven() -> tuple[str, ...]:
    """The words of the seven iSeries Access servers."""
    return tuple(server.word for server in servers() if server.seven)


def library(release: int) -> str:
    """Where a release looks for its validation list: QMGTC2 from V5R3 on, QUSRSYS before (step 8)."""
    return NEW_LIBRARY if release >= V5R3 else OLD_LIBRARY


@dataclass(frozen=True, slots=True)
class Setting:
    """What Management Central of one system is told: Use SSL, and the authentication level."""

    ssl: bool = False
    level: str = SERVER

    def __str__(self) -> str:
        return self.level if self.ssl else "no SSL"


PLAIN = Setting()


@dataclass(frozen=True, slots=True)
class ListCopy:
    """QYPSVLDL.VLDL in one library: whose list it is, and which of its states (they are counted up)."""

    library: str
    origin: str
    version: int
    changed: datetime


@dataclass(frozen=True, slots=True)
class System:
    """The central system or an endpoint.

    ``ca``: the CA's certificate is in its *SYSTEM store and enabled. ``certificate``: one of
    :data:`CERTIFICATES`. ``assigned``: words of the servers that it is assigned to. ``protocols``: a value of
    V5R4. ``inventory``: the model values that the last collection of its system values took.
    """

    name: str
    role: str
    release: int = V5R4
    stored: Setting = PLAIN
    active: Setting = PLAIN
    running: bool = True
    store: bool = True
    ca: bool = True
    certificate: str = "valid"
    assigned: frozenset[str] = frozenset()
    protocols: str = "TLSV1_SSLV3"
    inventory: Setting | None = None
    changed: datetime | None = None
    started: datetime | None = None
    collected: datetime | None = None
    lists: tuple[ListCopy, ...] = ()

    @property
    def central(self) -> bool:
        return self.role == "central"

    @property
    def pending(self) -> bool:
        """A restart would change how it talks."""
        return self.stored != self.active

    def copy(self, where: str = "") -> ListCopy | None:
        """The list in a library; without one in that which this release looks at."""
        wanted = where or library(self.release)
        return next((item for item in self.lists if item.library == wanted), None)

    def proves(self, server: str) -> bool:
        """It has a certificate for this server."""
        return self.store and self.certificate != "none" and server in self.assigned


@dataclass(frozen=True, slots=True)
class Pc:
    """A PC with iSeries Navigator. ``ca``: it has the CA. ``resolves``: its name for the central system leads
    to the same address as the system's own. ``expects``: its user believes that its certificate is checked.
    """

    name: str
    release: int = V5R4
    stored: bool = False
    active: bool = False
    ca: bool = True
    resolves: bool = True
    expects: bool = False

    @property
    def pending(self) -> bool:
        """A restart of Navigator would change how it talks."""
        return self.stored != self.active


@dataclass(frozen=True, slots=True)
class Compared:
    """One run of Compare and Update. ``finished`` is None while it runs; ``updates`` what was flagged;
    ``status`` is ``running``, ``completed``, or ``failed`` for one that a restart has cut off.
    """

    group: tuple[str, ...]
    model: str
    category: str
    setting: Setting
    updates: tuple[str, ...]
    started: datetime
    finished: datetime | None
    status: str


@dataclass(frozen=True, slots=True)
class Package:
    """The package definition of step 8 and how its send ended, by system."""

    source: str
    path: str
    replace: bool
    differences: bool
    target: int
    sent: datetime | None = None
    statuses: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken."""

    number: str
    on: str
    at: datetime


@dataclass(frozen=True, slots=True)
class World:
    """Everything. ``version`` counts the states of the central system's validation list. ``group`` is None
    until it is made. ``ca`` is ``valid`` or ``expired``.
    """

    scenario: str
    systems: tuple[System, ...]
    pcs: tuple[Pc, ...]
    now: datetime
    ca: str = "valid"
    group: tuple[str, ...] | None = None
    version: int = 1
    compared: tuple[Compared, ...] = ()
    package: Package | None = None
    steps: tuple[Taken, ...] = ()
    events: int = 0

    @property
    def central(self) -> System:
        return self.systems[0]

    @property
    def endpoints(self) -> tuple[System, ...]:
        return self.systems[1:]

    @property
    def members(self) -> tuple[System, ...]:
        """The endpoints in the Trusted Group."""
        return tuple(item for item in self.endpoints if item.name in (self.group or ()))

    def system(self, name: str) -> System | None:
        """The system of this name, in any letter case."""
        return next((item for item in self.systems if item.name.upper() == name.upper()), None)

    def pc(self, name: str) -> Pc | None:
        """The PC of this name, in any letter case."""
        return next((item for item in self.pcs if item.name.upper() == name.upper()), None)

    def took(self, number: str, on: str = "") -> bool:
        """Whether a step was taken, on this actor if one is named."""
        return any(item.number == number and on in ("", item.on) for item in self.steps)

    def with_system(self, name: str, **fields: Any) -> World:
        """The same with other values in one system."""
        changed = tuple(replace(item, **fields) if item.name == name else item for item in self.systems)
        return replace(self, systems=changed)

    def with_pc(self, name: str, **fields: Any) -> World:
        """The same with other values in one PC."""
        changed = tuple(replace(item, **fields) if item.name == name else item for item in self.pcs)
        return replace(self, pcs=changed)


MOST_ENDPOINTS = 50
"""Each is a process while connections are made."""


def new_world(scenario: str, now: datetime, endpoints: int = 2) -> World:
    """A network as it is before step 1, the prerequisites met: SSL off everywhere, certificates assigned.

    The scenario of one client has a second PC, whose user stays in the office.
    """
    everything = frozenset((MGTC, *seven()))
    names = ("SYSTEMA", *(f"ENDPT{number}" for number in range(1, endpoints + 1)))
    systems = tuple(
        System(
            name,
            "endpoint" if index else "central",
            assigned=everything if not index else frozenset((MGTC,)),
            started=now,
            lists=(ListCopy(NEW_LIBRARY, name, 1, now),),
        )
        for index, name in enumerate(names)
    )
    pcs = ("PC1", "PC2") if scenario == CLIENT_CONNECTION else ("PC1",)
    return World(scenario, systems, tuple(Pc(name) for name in pcs), now)
