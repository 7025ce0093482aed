"""DTCPARMS: lines in, entries with their tags out (a CMS names file: ``:nick.`` starts an entry, ``:tag.value`` pairs).

Which entry wins among several files is not decided here (see :mod:`ssldiag.facts.definitions`).
"""

from __future__ import annotations

from dataclasses import dataclass

from ssldiag.model import Located, Place, Source, Unreadable


@dataclass(frozen=True, slots=True)
class Tag:
    """One ``:tag.value``. ``key`` is the tag's name in lower case; ``words`` are the blank-separated words of the value.

    ``value`` is the value with each run of white space (line breaks too) as one blank.
    """

    key: str
    name: Located[str]
    value: Located[str]
    words: tuple[Located[str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``:nick.`` entry; ``nick`` and ``type`` folded (upper case, lower case). ``commented``: all its lines are comments."""

    nick: Located[str]
    type: str
    tags: tuple[Tag, ...]
    commented: bool = False

    def get(self, key: str) -> Tag | None:
        """The first tag with this lower-case name."""
        return next((tag for tag in self.tags if tag.key == key), None)


@dataclass(frozen=True, slots=True)
class DtcparmsFile:
    """One DTCPARMS file. ``filename`` is its CMS file name (``SYSTEM``, ``IBM``, a node or a user id), None if unknown."""

    file: str
    filename: str | None
    place: Place
    entries: tuple[Entry, ...]
    commented: tuple[Entry, ...] = ()
    star_comments: tuple[Place, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()


def read(source: Source) -> DtcparmsFile:
    """Read one DTCPARMS file (grammar: z/VM TCP/IP Planning and Customization, DTCPARMS file)."""
    raise NotImplementedError
