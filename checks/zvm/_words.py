"""What the checks of misspelled words share: the word that was meant, if one is near."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

ALIKE = 0.8
"""Share of letters in common that makes a word a misspelling of another."""

LONGEST = 40
"""Characters of a word that may be a misspelling: the longest statement, ENDINTERNALCLIENTPARMS, has 22."""


def meant(word: str, words: Iterable[str]) -> str | None:
    """The word of a list that this one is nearly, letter case aside; None for a word of the list itself."""
    names = list(words)
    folded = word.upper()
    if folded in names or len(folded) > LONGEST:
        return None
    found = get_close_matches(folded, names, n=1, cutoff=ALIKE)
    return found[0] if found else None
