"""Releases of IBM i and i5/OS: any spelling in, a number that sorts out (V5R4 is 540, 7.4 is 740), and the
word that people use for it.

The same number means another thing on z/VM (:mod:`ssldiag.releases`): the two are never compared.
"""

from __future__ import annotations

import re

LEVELS = (510, 520, 530, 540, 610, 710, 720, 730, 740, 750)
"""V5R1 to 7.5: those that the fact tables speak of, in order; later ones are compared by number."""

LONGEST = 60
"""Characters of a spelling: ``IBM i Version 7 Release 4 Modification 0`` with room to spare."""

_WORDS = r"(?:IBM\s*I|I5/OS|OS/400|I|VERSION)?\s*"
_SPELLING = re.compile(
    rf"{_WORDS}(?:V|VERSION)?\s*([4-9])\s*(?:R|\.|RELEASE|\s+RELEASE\s+)\s*([0-9])"
    r"(?:\s*(?:M|\.|MODIFICATION)\s*([0-9]))?",
    re.IGNORECASE,
)
_SHORT = re.compile(r"([4-9])([0-9])([0-9])")


def parse(text: str) -> int | None:
    """The level that a word names, or None.

    >>> parse("V5R4M0"), parse("i 7.4"), parse("V7R3"), parse("540"), parse("soon")
    (540, 740, 730, 540, None)
    """
    word = text.strip()
    if len(word) > LONGEST:
        return None
    match = _SPELLING.fullmatch(word) or _SHORT.fullmatch(word)
    return int(f"{match[1]}{match[2]}{match[3] or 0}") if match else None


def spoken(level: int) -> str:
    """The name of a level: V5R4 up to version 5, 7.4 from 6.1 on.

    >>> spoken(540), spoken(610), spoken(740)
    ('V5R4', '6.1', '7.4')
    """
    version, release, modification = level // 100, level // 10 % 10, level % 10
    name = f"V{version}R{release}" if version < 6 else f"{version}.{release}"
    return f"{name}M{modification}" if modification else name
