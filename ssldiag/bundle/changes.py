"""The values of a comparison: two sides, and what changed between them; nothing here reads or compares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ssldiag.facts import Facts
from ssldiag.model import FilePlace, FramePlace, Place, Snapshot, TextPlace

PARTS: Mapping[str, str] = {
    "finding": "Findings",
    "check": "Checks",
    "certificate": "Keys and certificates",
    "setting": "Settings",
    "state": "What runs",
    "handshake": "Handshakes",
    "file": "Files",
}
"""The parts of a comparison in their order, and their headings."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A place of one side: a file, a line of it or None, that line's text where known."""

    file: str
    line: int | None = None
    text: str = ""
    frame: int | None = None

    def __str__(self) -> str:
        if self.frame is not None:
            return f"{self.file}#{self.frame}"
        return self.file if self.line is None else f"{self.file}:{self.line}"


def cited(place: Place) -> Cited:
    """Any place, as a change names it."""
    if isinstance(place, TextPlace):
        return Cited(place.file, place.line, place.text)
    if isinstance(place, FramePlace):
        return Cited(place.file, frame=place.frame)
    assert isinstance(place, FilePlace)
    return Cited(place.file)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``part`` is a word of :data:`PARTS`; ``kind`` is ``gone``, ``new`` or ``changed``;
    ``what`` a sentence; ``old`` and ``new`` where it stands on each side; ``code`` and ``severity`` are a
    finding's.
    """

    part: str
    kind: str
    what: str
    old: Cited | None = None
    new: Cited | None = None
    code: str = ""
    severity: str = ""


def in_short(changes: Iterable[Change], alike: int, most: int) -> tuple[list[Change], int]:
    """At most ``most`` changes, of one rule and kind ``alike``; and how many are left out."""
    kept: list[Change] = []
    seen: Counter[tuple[str, str]] = Counter()
    left = 0
    for change in changes:
        seen[change.code, change.kind] += 1
        if len(kept) >= most or (change.code and seen[change.code, change.kind] > alike):
            left += 1
        else:
            kept.append(change)
    return kept, left


@dataclass(frozen=True, slots=True)
class Side:
    """What is compared: a host's files, what can be read in them, and its report (``ssldiag.report/1``).

    ``redacted`` tells whether names are stand-ins, ``mapping`` by which mapping (empty where not known), and
    ``missing`` are files that it should have and has not.
    """

    name: str
    snapshot: Snapshot
    facts: Facts
    report: Mapping[str, Any]
    redacted: bool = False
    mapping: str = ""
    missing: frozenset[str] = frozenset()

    @property
    def judged_at(self) -> str:
        return str(self.report.get("judged_at", ""))

    @property
    def version(self) -> str:
        """The version of ssldiag that examined it."""
        tool = self.report.get("tool")
        return str(tool.get("version", "")) if isinstance(tool, Mapping) else ""

    def number(self, word: str) -> int:
        """A number of the report's summary: ``error``, ``warning``, ``info``."""
        summary = self.report.get("summary")
        found = summary.get(word) if isinstance(summary, Mapping) else 0
        return found if isinstance(found, int) else 0


@dataclass(frozen=True, slots=True)
class Difference:
    """Two sides and all that changed. ``lead`` says it in a few sentences, ``notes`` what to bear in mind."""

    old: Side
    new: Side
    changes: tuple[Change, ...]
    lead: tuple[str, ...]
    notes: tuple[str, ...]

    def of(self, part: str) -> tuple[Change, ...]:
        """The changes of one part."""
        return tuple(change for change in self.changes if change.part == part)
