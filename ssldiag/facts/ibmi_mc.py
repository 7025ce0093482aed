"""Management Central: the central system and its endpoints, PCs, the Trusted Group, tasks and the validation
list, as settings forms (``docs/ibmi/collect.md``) and object listings tell.

The product shows these settings only in windows of a PC. Stored values are what the window shows; active ones
are what the running server uses: it reads the stored ones when it starts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ssldiag.facts.core import Facts
from ssldiag.facts.ibmi_documents import documents, sections
from ssldiag.facts.ibmi_forms import level, listed, moment, named_pairs, text, truth
from ssldiag.facts.ibmi_systems import IbmiSystem, named_system, system_of
from ssldiag.model import Located, Place

ANY, SERVER, BOTH = "Any", "Server", "Client and server"
LEVELS = (ANY, SERVER, BOTH)
"""Authentication levels, as the Security page of Management Central's properties names them."""

TRUSTED_GROUP = "Trusted Group"
VALIDATION_LIST = "QYPSVLDL"


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


SETTINGS = (
    *("ssl-stored", "ssl-active", "level-stored", "level-active"),
    *("settings-changed", "server-started", "inventory-collected"),
)
"""Keys of ``[system]`` that are about Management Central."""


def build_servers(facts: Facts) -> Iterator[McServer]:
    """Management Central on each system of which a form says something about it."""
    for document, section in sections(facts, "system"):
        role = text(section, "role")
        if role is None and not any(section.entry(key) for key in SETTINGS):
            continue
        yield McServer(
            named_system(facts, section.name, document.file),
            role.value if role else "",
            section.place,
            truth(section, "ssl-stored"),
            truth(section, "ssl-active"),
            text(section, "level-stored"),
            text(section, "level-active"),
            moment(section, "settings-changed"),
            moment(section, "server-started"),
            moment(section, "inventory-collected"),
            listed(section, "trusts"),
        )


def central(facts: Facts) -> str:
    """The central system's name, where exactly one has that role; else empty."""
    names = [item.name for item in facts.all(IbmiSystem) if item.role and item.role.value == "central"]
    return names[0] if len(names) == 1 else ""


def build_clients(facts: Facts) -> Iterator[McClient]:
    """The PCs: ``[pc NAME]``."""
    for document, section in sections(facts, "pc"):
        goes_to, kind = text(section, "central"), text(section, "kind")
        yield McClient(
            section.name.value,
            section.place,
            named_system(facts, goes_to, document.file) if goes_to else central(facts),
            level(section, "release"),
            truth(section, "ssl-stored"),
            truth(section, "ssl-active"),
            listed(section, "trusts"),
            listed(section, "dials") or (),
            kind.value if kind else "navigator",
            truth(section, "stays-plain"),
            truth(section, "client-certificate-expected"),
            listed(section, "java-trusts"),
        )


def build_groups(facts: Facts) -> Iterator[TrustedGroup]:
    """The system groups: ``[group Trusted Group]``."""
    for _, section in sections(facts, "group"):
        yield TrustedGroup(section.name.value, listed(section, "members") or (), section.place)


def build_updates(facts: Facts) -> Iterator[CompareAndUpdate]:
    """The runs of Compare and Update."""
    for _, section in sections(facts, "compare and update"):
        yield CompareAndUpdate(
            section.name.value,
            section.place,
            text(section, "model"),
            text(section, "group"),
            text(section, "category"),
            truth(section, "use-ssl"),
            text(section, "level"),
            listed(section, "updates"),
            moment(section, "started"),
            moment(section, "finished"),
            text(section, "status"),
        )


def build_sends(facts: Facts) -> Iterator[PackageSend]:
    """The package definitions."""
    for _, section in sections(facts, "package"):
        yield PackageSend(
            section.name.value,
            section.place,
            text(section, "source"),
            text(section, "object"),
            text(section, "group"),
            truth(section, "replace"),
            truth(section, "object-differences"),
            level(section, "target-release"),
            moment(section, "sent"),
            named_pairs(section, "status"),
        )


def build_validation_lists(facts: Facts) -> Iterator[ValidationList]:
    """Copies of the validation list, by forms (``[validation list SYSTEM]``) and object listings."""
    for document, section in sections(facts, "validation list"):
        library, present = text(section, "library"), truth(section, "present")
        if library and (present is None or present.value):
            yield ValidationList(
                named_system(facts, section.name, document.file),
                Located(library.value.upper(), library.place),
                section.place,
                moment(section, "changed"),
                moment(section, "created"),
                text(section, "copied-from"),
            )
    for item in documents(facts, "ibmi_objects"):
        for row in item.rows:
            if row.present and row.name == VALIDATION_LIST:
                yield ValidationList(
                    system_of(facts, item.file), row.library, row.place, row.changed, row.created
                )


def build_object_lists(facts: Facts) -> Iterator[ObjectList]:
    """Which libraries were looked at for the validation list."""
    for document, section in sections(facts, "validation list"):
        library = text(section, "library")
        if library:
            system = named_system(facts, section.name, document.file)
            yield ObjectList(system, document.file, section.place, (library.value.upper(),))
    for item in documents(facts, "ibmi_objects"):
        looked = dict.fromkeys(row.library.value for row in item.rows if row.name == VALIDATION_LIST)
        yield ObjectList(system_of(facts, item.file), item.file, item.place, tuple(looked))


def build_scenarios(facts: Facts) -> Iterator[McScenario]:
    """What someone wants to reach: ``[scenario all-connections]``."""
    for _, section in sections(facts, "scenario"):
        yield McScenario(section.name, section.place, truth(section, "reached"))


def build_steps(facts: Facts) -> Iterator[McStep]:
    """The steps taken, in the order of the forms: ``[step 3]``."""
    for order, (_, section) in enumerate(sections(facts, "step"), 1):
        scenario, actor = text(section, "scenario"), text(section, "actor")
        yield McStep(
            scenario.value if scenario else "",
            section.name,
            actor.value if actor else "",
            moment(section, "at"),
            order,
            section.place,
            text(section, "outcome"),
        )
