"""Management Central: the central system and its endpoints, PCs, the Trusted Group, tasks and the validation
list, as settings forms (``docs/ibmi/collect.md``) and object listings tell.

The product shows these settings only in windows of a PC. Stored values are what the window shows; active ones
are what the running server uses: it reads the stored ones when it starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ssldiag.model import Located, Place

ANY, SERVER, BOTH = "Any", "Server", "Client and server"
LEVELS = (ANY, SERVER, BOTH)
"""Authentication levels, as the Security page of Management Central's properties names them."""

TRUSTED_GROUP = "Trusted Group"


@dataclass(frozen=True, slots=True)
class McServer:
    """Management Central on one system. ``role``: ``central`` or ``endpoint``. Each value is None where the
    form does not say it. The levels are words of :data:`LEVELS`.

    Moments are local time of the system: ``changed`` when the settings were last stored, ``started`` when
    the server was last started, ``inventory`` when the system values were last collected.
    """

    system: str
    role: str
    place: Place
    ssl_stored: Located[bool] | None = None
    ssl_active: Located[bool] | None = None
    level_stored: Located[str] | None = None
    level_active: Located[str] | None = None
    changed: Located[datetime] | None = None
    started: Located[datetime] | None = None
    inventory: Located[datetime] | None = None
    trusts: tuple[Located[str], ...] | None = None


@dataclass(frozen=True, slots=True)
class McClient:
    """A PC with iSeries Navigator. ``release`` is a level (530); ``central`` the system it goes to.

    ``ssl_stored`` is the tick "Use SSL for connection", ``ssl_active`` what the running Navigator uses.
    ``trusts`` are the CAs of the PC's key file, None where they were not collected. ``dials`` are the names
    and addresses that it uses for the central system. ``kind``: ``navigator``, ``acs`` or ``winap``.
    """

    name: str
    place: Place
    central: str
    release: Located[int] | None = None
    ssl_stored: Located[bool] | None = None
    ssl_active: Located[bool] | None = None
    trusts: tuple[Located[str], ...] | None = None
    dials: tuple[Located[str], ...] = ()
    kind: str = "navigator"
    stays_plain: Located[bool] | None = None
    client_certificate: Located[bool] | None = None
    java_trusts: tuple[Located[str], ...] | None = None


@dataclass(frozen=True, slots=True)
class TrustedGroup:
    """A system group. ``members`` are names of systems, as the group has them."""

    name: str
    members: tuple[Located[str], ...]
    place: Place

    def holds(self, system: str) -> bool:
        """Whether a system is a member, in any letter case."""
        return any(item.value.upper() == system.upper() for item in self.members)


@dataclass(frozen=True, slots=True)
class CompareAndUpdate:
    """One run of Compare and Update. ``model`` and ``group`` are what it was run with; ``updates`` the
    settings flagged for update. ``finished`` is None while it runs or where that is not known; ``status``
    what the task showed.
    """

    name: str
    place: Place
    model: Located[str] | None = None
    group: Located[str] | None = None
    category: Located[str] | None = None
    use_ssl: Located[bool] | None = None
    level: Located[str] | None = None
    updates: tuple[Located[str], ...] | None = None
    started: Located[datetime] | None = None
    finished: Located[datetime] | None = None
    status: Located[str] | None = None


@dataclass(frozen=True, slots=True)
class PackageSend:
    """One package definition and its send. ``statuses``: (system, what the task showed) pairs."""

    name: str
    place: Place
    source: Located[str] | None = None
    object: Located[str] | None = None
    group: Located[str] | None = None
    replace: Located[bool] | None = None
    differences: Located[bool] | None = None
    target_release: Located[int] | None = None
    sent: Located[datetime] | None = None
    statuses: tuple[tuple[str, Located[str]], ...] = ()

    def status(self, system: str) -> Located[str] | None:
        """What the task showed for a system."""
        return next((item for name, item in self.statuses if name.upper() == system.upper()), None)


@dataclass(frozen=True, slots=True)
class ValidationList:
    """A copy of QYPSVLDL.VLDL. ``changed`` is when it was last changed there; ``copied_from`` the system
    whose list it is, where told.
    """

    system: str
    library: Located[str]
    place: Place
    changed: Located[datetime] | None = None
    created: Located[datetime] | None = None
    copied_from: Located[str] | None = None


@dataclass(frozen=True, slots=True)
class ObjectList:
    """A listing of objects that would show QYPSVLDL. ``libraries``: those it looked at, so that the absence
    of the list there tells.
    """

    system: str
    file: str
    place: Place
    libraries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class McStep:
    """A step that someone took, with its moment: the number and name of the documented scenarios.

    ``scenario``: ``client-connection`` or ``all-connections``; ``number`` the step's; ``actor`` who took it;
    ``order`` counts the steps of the file from 1, for those without a moment.
    """

    scenario: str
    number: Located[str]
    actor: str
    at: Located[datetime] | None
    order: int
    place: Place
    outcome: Located[str] | None = None


@dataclass(frozen=True, slots=True)
class McScenario:
    """What someone wants to reach with Management Central: ``name`` is ``client-connection`` (one PC),
    ``all-connections`` (PCs and systems) or ``all-connections-client-auth`` (systems prove themselves both
    ways).
    """

    name: Located[str]
    place: Place
    reached: Located[bool] | None = None
