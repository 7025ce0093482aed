"""What checks of several IBM i systems share: words about a system, and one answer over all of them."""

from __future__ import annotations

from collections.abc import Iterable

from ssldiag.api import Facts, IbmiSystem, Place, release_of

VALUES = "system values (QSYS2.SYSTEM_VALUE_INFO as CSV or JSON, or DSPSYSVAL OUTPUT(*PRINT))"
OPEN_LIST = "output of TLSCONFIG or SSLCONFIG (STRSST, advanced analysis)"
FORM = "a settings form (docs/ibmi/collect.md)"
"""What settles what facts of the same system leave open, in the words of the report."""


def on(system: str) -> str:
    """For a message: `` on SYS1``; nothing where the one system of the snapshot has no name."""
    return f" on {system}" if system else ""


def names(*words: str) -> tuple[str, ...]:
    """What a finding is about: these words without the empty ones."""
    return tuple(dict.fromkeys(word for word in words if word))


def level_of(facts: Facts, system: str) -> int | None:
    """The release of a system as a number (540 for V5R4); None where it is not known."""
    release = release_of(facts, system)
    return release.level if release else None


def release_place(facts: Facts, system: str) -> Place:
    """Where the release of a system is told, else where the system is."""
    release = release_of(facts, system)
    if release and release.place:
        return release.place
    return next(item.place for item in facts.all(IbmiSystem) if item.name == system)


def listed(words: Iterable[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``.

    >>> listed(("A", "B", "C"))
    'A, B and C'
    """
    given = list(words)
    return " and ".join(filter(None, (", ".join(given[:-1]), given[-1]))) if given else ""


def few(words: Iterable[str], most: int = 8) -> str:
    """The first of many words, and how many more there are."""
    given = list(words)
    rest = f" and {len(given) - most} more" if len(given) > most else ""
    return f"{', '.join(given[:most])}{rest}" if rest else listed(given)
