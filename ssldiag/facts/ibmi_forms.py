"""Values of a section of a settings form by key, each of the type that its reader gave it."""

from __future__ import annotations

from datetime import datetime

from ssldiag.facts import ibmi_levels
from ssldiag.model import Located
from ssldiag.readers.ibmi.form import Section


def text(section: Section, key: str) -> Located[str] | None:
    """A text."""
    entry = section.entry(key)
    return Located(str(entry.value), entry.items[0].place) if entry else None


def truth(section: Section, key: str) -> Located[bool] | None:
    """Yes or no."""
    entry = section.entry(key)
    return Located(entry.value, entry.items[0].place) if entry and isinstance(entry.value, bool) else None


def moment(section: Section, key: str) -> Located[datetime] | None:
    """A moment in the system's local time."""
    entry = section.entry(key)
    return Located(entry.value, entry.items[0].place) if entry and isinstance(entry.value, datetime) else None


def count(section: Section, key: str) -> Located[int] | None:
    """A number."""
    entry = section.entry(key)
    known = entry and isinstance(entry.value, int) and not isinstance(entry.value, bool)
    return Located(int(str(entry.value)), entry.items[0].place) if entry and known else None


def level(section: Section, key: str) -> Located[int] | None:
    """A release as a level: 540 for V5R4."""
    entry = section.entry(key)
    found = ibmi_levels.parse(str(entry.value)) if entry else None
    return Located(found, entry.items[0].place) if entry and found else None


def listed(section: Section, key: str) -> tuple[Located[str], ...] | None:
    """The items of a list, none for an empty one; None where the key is not there."""
    entry = section.entry(key)
    return entry.items if entry else None


def named_pairs(section: Section, key: str) -> tuple[tuple[str, Located[str]], ...]:
    """The names behind a key and their values: ``status ENDPT1 = completed``."""
    return tuple(
        (entry.name, Located(str(entry.value), entry.items[0].place))
        for entry in section.entries
        if entry.key == key
    )
