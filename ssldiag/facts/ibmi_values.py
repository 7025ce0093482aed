"""System values and environment variables of an IBM i."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.facts.ibmi_documents import documents
from ssldiag.facts.ibmi_systems import system_of
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


def build_lists(facts: Facts) -> Iterator[SystemValueList]:
    """A list for each file of system values."""
    for item in documents(facts, "ibmi_system_values"):
        system = system_of(facts, item.file)
        values = tuple(SystemValue(system, row.name.value, row.words, row.name.place) for row in item.rows)
        yield SystemValueList(system, item.file, item.place, item.complete, values)


def build_values(facts: Facts) -> Iterator[SystemValue]:
    """Every system value of every list."""
    for item in facts.all(SystemValueList):
        yield from item.values


def build_variables(facts: Facts) -> Iterator[EnvironmentVariable]:
    """Every environment variable."""
    for item in documents(facts, "ibmi_environment"):
        system = system_of(facts, item.file)
        for row in item.rows:
            yield EnvironmentVariable(system, row.name, row.value, row.place, row.scope)
