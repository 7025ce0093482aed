"""The fact store: a snapshot in, facts by type out, each type computed once, on first ask.

``TABLE`` (see :mod:`ssldiag.facts.table`) is the only list of fact types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from ssldiag.model import FilePlace, Place, Snapshot, Source, Unreadable
from ssldiag.settings import Settings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FactType:
    """How to make all facts of a type, and what to collect where there are none.

    ``settled`` tells whether enough was collected to say that there really are none. ``collect_ibmi`` is
    asked for instead where all that was collected is an IBM i's, ``collect_linux`` likewise.
    """

    build: Callable[[Facts], Iterable[Any]]
    what: str
    collect: str
    settled: Callable[[Facts], bool] = lambda facts: False
    collect_ibmi: str = ""
    collect_linux: str = ""


class Facts:
    """Facts of one host. ``now`` is the moment to judge by, timezone-aware; ``settings`` what the user
    said.
    """

    def __init__(self, snapshot: Snapshot, settings: Settings, now: datetime) -> None:
        self.snapshot = snapshot
        self.settings = settings
        self.now = now
        self._known: dict[type, tuple[Any, ...]] = {}
        self._building: list[type] = []
        self._unread: list[Unreadable] = []

    def all(self, kind: type[T]) -> tuple[T, ...]:
        """All facts of this type, in the order of the files that gave them. Raises KeyError for a type
        that no table has.
        """
        known = self._known.get(kind)
        if known is None:
            if kind in self._building:
                chain = " <- ".join(item.__name__ for item in (*self._building, kind))
                raise RuntimeError(f"facts that need each other: {chain}")
            self._building.append(kind)
            try:
                known = tuple(self.describe(kind).build(self))
            finally:
                self._building.pop()
            self._known[kind] = known
        return cast("tuple[T, ...]", known)

    def first(self, kind: type[T]) -> T | None:
        """The first fact of this type, or None."""
        found = self.all(kind)
        return found[0] if found else None

    @staticmethod
    def describe(kind: type) -> FactType:
        """What the tables say of this type: the small one first, which needs few readers."""
        from ssldiag.facts import config_table

        found = config_table.TABLE.get(kind)
        if found is None:
            from ssldiag.facts.table import TABLE

            found = TABLE[kind]
        return found

    def unreadable(self) -> tuple[Unreadable, ...]:
        """What no reader could make sense of, over all sources; reads those that no check asked for."""
        from ssldiag.facts.table import READ

        found = list(self.snapshot.unreadable)
        for kind in READ:
            documents: tuple[Any, ...] = self.all(kind)
            for document in documents:
                found.extend(document.unreadable)
        return (*found, *self._unread)

    def not_read(self, source: Source, error: OSError) -> None:
        """Take down that a source could not be read after all (a damaged archive member, a lost file)."""
        self.left_out(FilePlace(source.path), str(error.strerror or error))

    def left_out(self, place: Place, reason: str) -> None:
        """Take down what is not made facts of, and why."""
        self._unread.append(Unreadable(place, reason))
