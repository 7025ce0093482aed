"""z/VM TCP/IP levels: any spelling of one in, three digits out; and whether a rule fits a host's level.

A rule's ``releases`` is ``all`` or comma-separated items, of which one must fit: ``630`` (that level),
``620+`` (it and later ones), ``540-620`` (both ends count), ``<630`` and ``<=630``. ``&SERVICE`` after an
item (``540&UK59535``) asks besides for that APAR or PTF: where it is not seen, it may still be applied, so
the answer is unknown.
"""

from __future__ import annotations

import re
from typing import NamedTuple

LEVELS = ("530", "540", "610", "620", "630", "640", "710", "720", "730", "740", "750")
"""Those with an SSL server that the fact tables speak of, in order; later ones are compared by number."""

CMS_BASED = LEVELS[1:]
"""Those whose SSL server is configured by the files that ssldiag reads; before 5.4 it ran on Linux. A host
whose level is not known has one of them."""

SPELLING = re.compile(
    r"(?:Z/?VM\s*)?(?:V|VERSION)?\s*([4-9])\s*(?:\.|R|\s+RELEASE\s+)?\s*([0-9])(?:\.?([0-9]))?", re.IGNORECASE
)
ITEM = re.compile(r"(<=?)?([1-9][0-9]{2})(?:(\+)|-([1-9][0-9]{2}))?(?:&([A-Z0-9]{5,8}))?")

LONGEST = 40
"""Characters of a level's spelling: ``z/VM Version 6 Release 3.0`` with room to spare."""


class Item(NamedTuple):
    """Levels from ``low`` to ``high``, both included, and the service wanted besides."""

    low: int
    high: int
    service: str | None


def parse(text: str) -> str | None:
    """``6.3``, ``630``, ``V6R3``, ``z/VM 6.3.0`` or ``Version 6 Release 3`` as ``630``; None for no level."""
    match = SPELLING.fullmatch(text.strip()) if len(text) <= LONGEST else None
    return f"{match[1]}{match[2]}{match[3] or '0'}" if match else None


def applies(spec: str, level: str | None, services: frozenset[str] = frozenset()) -> bool | None:
    """Whether a rule for ``spec`` applies at this level with these services; None where that cannot be told.

    ``level`` is a spelling that :func:`parse` reads. Where it is unknown, a rule for all of :data:`CMS_BASED`
    applies. Raises ValueError for a ``spec`` outside the grammar.
    """
    items = read_spec(spec)
    if not items:
        return True
    known = parse(level) if level is not None else None
    if known is not None:
        return answer(items, int(known), services)
    return True if all(answer(items, int(item), services) for item in CMS_BASED) else None


def answer(items: tuple[Item, ...], level: int, services: frozenset[str]) -> bool | None:
    """Whether one of the items fits a level."""
    answers = [fits(item, level, services) for item in items]
    return True if True in answers else None if None in answers else False


def fits(item: Item, level: int, services: frozenset[str]) -> bool | None:
    """Whether one item fits; None where the level does but its service is not seen."""
    if not item.low <= level <= item.high:
        return False
    return True if item.service is None or item.service in services else None


def read_spec(spec: str) -> tuple[Item, ...]:
    """The items of a rule's ``releases``; none for ``all``."""
    if spec.strip() == "all":
        return ()
    return tuple(read_item(item.strip()) for item in spec.split(","))


def read_item(text: str) -> Item:
    """One item; ValueError if it is none."""
    match = ITEM.fullmatch(text)
    if match is None or (match[1] and (match[3] or match[4])):
        raise ValueError(f"not a z/VM level or range of levels: {text!r}")
    level = int(match[2])
    if match[1]:
        return Item(0, level if match[1] == "<=" else level - 1, match[5])
    high = 999 if match[3] else int(match[4] or match[2])
    return Item(level, high, match[5])
