"""System values and environment variables of an IBM i."""

from __future__ import annotations

from dataclasses import dataclass

from ssldiag.model import Located, Place, Unreadable


@dataclass(frozen=True, slots=True)
class SystemValue:
    """One system value: ``name`` in upper case; ``values`` its words, none for an empty one.

    A list (QSSLPCL, QSSLCSL, QAUDLVL) has several values, in the order of the system.
    """

    system: str
    name: str
    values: tuple[Located[str], ...]
    place: Place

    @property
    def words(self) -> tuple[str, ...]:
        """The values in upper case."""
        return tuple(item.value.upper() for item in self.values)


@dataclass(frozen=True, slots=True)
class SystemValueList:
    """A file of system values. ``complete``: it holds all of a system, so that the absence of one tells."""

    system: str
    file: str
    place: Place
    complete: bool
    values: tuple[SystemValue, ...]
    unreadable: tuple[Unreadable, ...] = ()


@dataclass(frozen=True, slots=True)
class EnvironmentVariable:
    """One environment variable. ``scope``: ``SYSTEM`` or ``JOB``, empty where the file does not tell."""

    system: str
    name: str
    value: Located[str]
    place: Place
    scope: str = ""
