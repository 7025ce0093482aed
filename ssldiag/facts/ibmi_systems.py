"""The IBM i systems of a snapshot, each with its release and folder.

Each fact of an IBM i carries ``system``: the name of the system that it is true of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from ssldiag.facts import ibmi_levels
from ssldiag.facts.core import Facts
from ssldiag.model import Located, Place


@dataclass(frozen=True, slots=True)
class IbmiSystem:
    """A system. ``name`` is what a form or a file of it says, else its folder's name, else empty (the one
    system of the snapshot, whose name nothing tells). ``folder`` is where its files are, empty for the top.

    The rest is None or empty where no settings form says it. ``role``: ``central`` or ``endpoint``.
    ``uses_dcm_pages``: DCM is reached by its web pages, through the ADMIN server. ``crypto_hardware``: a
    cryptographic card is there, meant for TLS.
    """

    name: str
    folder: str
    place: Place
    role: Located[str] | None = None
    host_name: Located[str] | None = None
    addresses: tuple[Located[str], ...] = ()
    crypto_hardware: Located[bool] | None = None
    uses_dcm_pages: Located[bool] | None = None
    upgraded_from: Located[str] | None = None

    @property
    def on(self) -> str:
        """For a message: `` on NAME``, or nothing where there is no name."""
        return f" on {self.name}" if self.name else ""


@dataclass(frozen=True, slots=True)
class IbmiRelease:
    """The release of a system: ``level`` is 540 for V5R4 and 740 for 7.4. ``source`` is ``file`` or
    ``option``; ``place`` where a file says so, None for an option.
    """

    system: str
    level: int
    source: str
    place: Place | None

    def __str__(self) -> str:
        return ibmi_levels.spoken(self.level)


@dataclass(frozen=True, slots=True)
class HostEntry:
    """A row of a system's host table, or a name that a form says resolves so: one address, its names.

    ``seen_by`` is the PC whose resolver said so; None for a system's own table.
    """

    system: str
    address: Located[str]
    names: tuple[Located[str], ...]
    place: Place
    seen_by: str | None = None


@dataclass(frozen=True, slots=True)
class StreamFile:
    """A file of the integrated file system that a form lists. ``authority``: (profile, what it may do) pairs
    such as ``("QTMHHTTP", "*RX")``; ``changed`` is the system's local time.
    """

    system: str
    path: Located[str]
    authority: tuple[tuple[str, Located[str]], ...]
    place: Place
    changed: Located[datetime] | None = None


class OfSystem(Protocol):
    """Any fact that is true of one system."""

    @property
    def system(self) -> str: ...


S = TypeVar("S", bound=OfSystem)


def of_system(facts: Facts, kind: type[S], system: str) -> tuple[S, ...]:
    """The facts of this type that are true of one system."""
    return tuple(item for item in facts.all(kind) if item.system == system)


def release_of(facts: Facts, system: str) -> IbmiRelease | None:
    """The release of a system, where it is known."""
    return next(iter(of_system(facts, IbmiRelease, system)), None)
