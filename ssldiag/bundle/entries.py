"""Entries that went and came in, those of them that only have another name out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ssldiag.bundle.settings import Setting

MOST = 100
"""Entries of a side that are held against each other: a change that renames more is no change but a move."""

ALIKE = 0.5
"""The share of settings that two entries have in common at least, to be one under two names: our choice."""

Renamed = tuple[Setting, Setting]
"""The first setting of an entry under its old name, and under its new one."""


def renamed(gone: Iterable[Setting], come: Iterable[Setting]) -> list[Renamed]:
    """Pairs of entries of one sort that say the same, or nearly."""
    before, after = _by_entry(gone), _by_entry(come)
    found: list[Renamed] = []
    for old in before:
        best = max(after, key=lambda new: _alike(old, new), default=None)
        if best is not None and _alike(old, best) >= ALIKE:
            found.append((old[0], best[0]))
            after.remove(best)
    return found


def called(settings: Sequence[Setting], moved: Iterable[Renamed]) -> list[Setting]:
    """The settings of the old side, those of renamed entries under the new names."""
    names = {(old.place.file, old.entry): (old, new) for old, new in moved}
    found = []
    for item in settings:
        pair = names.get((item.place.file, item.entry))
        if pair is not None and item.entry:
            old, new = pair
            owner = item.owner.replace(_bare(old.entry), _bare(new.entry)) if item.owner else ""
            item = replace(item, entry=new.entry, owner=owner)
        found.append(item)
    return found


def _by_entry(settings: Iterable[Setting]) -> list[list[Setting]]:
    groups: dict[tuple[str, str], list[Setting]] = defaultdict(list)
    for item in settings:
        groups[item.place.file, item.entry].append(item)
    return list(groups.values())[:MOST]


def _alike(old: Sequence[Setting], new: Sequence[Setting]) -> float:
    """How much of both is the same; nothing where they are of different sorts (USER, PROFILE)."""
    sorts = [item[0].entry.rpartition(" ")[0] for item in (old, new)]
    if sorts[0] != sorts[1]:
        return 0.0
    first, second = ({(item.name, item.words) for item in side} for side in (old, new))
    return len(first & second) / len(first | second)


def _bare(entry: str) -> str:
    """The name of an entry without what sort it is."""
    return entry.rpartition(" ")[2]
