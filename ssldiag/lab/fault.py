"""The values that a fault file becomes. No file is read here; ``docs/lab/faults.md`` explains each field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FAMILIES = (
    "configuration",
    "keydb",
    "certificates",
    "pool",
    "process",
    "protocol",
    "client-auth",
    "plaintext",
    "network",
    "ibmi",
)
"""The folders of the catalogue, in the order in which they are listed."""

CERTAINTIES: Mapping[str, str] = {
    "confirmed": "seen on real systems",
    "documented": "as the manuals say",
    "inferred": "follows from documented facts, without being said there",
    "ours": "how the real thing behaves is not known here: the reference makes a choice",
}
"""How sure it is that the real thing behaves like this."""

Value = str | int | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setup:
    """How the sound pool is made. ``sessions`` 0: as many as the servers carry."""

    servers: int = 2
    single: bool = False
    apps: tuple[str, ...] = ("echo",)
    sessions: int = 0
    per_server: int = 100
    label: str = "TLSCERT1"
    key: str = "rsa2048"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done: a verb of :data:`ssldiag.lab.form.VERBS` and its words."""

    do: str
    words: Mapping[str, Value] = field(default_factory=dict)
    say: str = ""

    def text(self, key: str, default: str = "") -> str:
        """A word as text."""
        return str(self.words.get(key, default))

    def number(self, key: str, default: float = 0) -> float:
        """A word as a number."""
        found = self.words.get(key, default)
        return found if isinstance(found, int | float) else default

    def many(self, key: str) -> tuple[str, ...]:
        """A word that is a list."""
        found = self.words.get(key, ())
        return found if isinstance(found, tuple) else (str(found),)


@dataclass(frozen=True, slots=True)
class VerdictWish:
    """What ``ssldiag pcap`` is to say of a client's connection; empty fields are not compared. ``will_log``
    are codes as ``server zvm 401``; each must be among those that the verdict has.
    """

    outcome: str = ""
    cause: str = ""
    by: str = ""
    will_log: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Client:
    """A client that is run in acts 1, 3 and 7. ``before`` are options that it has when all is well."""

    kind: str
    to: str
    options: Mapping[str, Value] = field(default_factory=dict)
    before: Mapping[str, Value] = field(default_factory=dict)
    ends: str = "fails"
    sees: tuple[str, ...] = ()
    pcap: VerdictWish | None = None
    only: str = ""


@dataclass(frozen=True, slots=True)
class LogWish:
    """What consoles say after the break: ``machine`` is a user id, ``*`` stands for any letters."""

    machine: str
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingWish:
    """A finding of doctor: its code, and files that it must cite."""

    code: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DoctorWish:
    """What doctor is to say. Errors beside ``findings`` and ``also`` are a failure, ``absent`` codes too.
    ``captures``: it gets the captures as well.
    """

    findings: tuple[FindingWish, ...] = ()
    also: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    captures: bool = False


@dataclass(frozen=True, slots=True)
class ExplainWish:
    """A query, and what its explanation says."""

    query: str
    platform: str = ""
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Of Management Central: how a connection ends, as ``ssldiag mc connect`` names it."""

    client: str
    server: str
    outcome: str
    cause: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    """Of Management Central: the scenario, which of its violations is played, and what is walked through when
    all is well.
    """

    scenario: str
    violation: str = ""
    endpoints: int = 2
    well: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """One file of the catalogue."""

    name: str
    family: str
    what: str
    story: str
    certainty: str
    sources: tuple[str, ...] = ()
    fast: bool = False
    setup: Setup = Setup()
    network: Network | None = None
    prepare: tuple[Step, ...] = ()
    break_: tuple[Step, ...] = ()
    clients: tuple[Client, ...] = ()
    links: tuple[Link, ...] = ()
    logs: tuple[LogWish, ...] = ()
    doctor: DoctorWish = DoctorWish()
    explain: tuple[ExplainWish, ...] = ()
    repair: tuple[Step, ...] = ()
