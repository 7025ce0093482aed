"""USER DIRECT, or parts of it: lines in, entries (USER, IDENTITY, SUBCONFIG, PROFILE, GLOBALDEFS) with statements out.

INCLUDEs are not resolved here, since the PROFILE may stand in another file (see :mod:`ssldiag.facts.directory`).
"""

from __future__ import annotations

from dataclasses import dataclass

from ssldiag.model import Located, Place, Source, Unreadable


@dataclass(frozen=True, slots=True)
class DirectoryStatement:
    """One statement: ``key`` in full and upper case (abbreviations resolved), ``words`` what follows."""

    key: str
    name: Located[str]
    words: tuple[Located[str], ...]


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """``type`` is USER, IDENTITY, SUBCONFIG, PROFILE or GLOBALDEFS; ``name`` upper case (``*`` of GLOBALDEFS: its own word).

    ``storage``/``max_storage`` are bytes; ``privilege_classes`` upper-case letters; ``password`` is kept only when it is
    one of the words that are no password (NOLOG, LBYONLY, AUTOONLY, NOPASS), else None.
    """

    type: str
    name: Located[str]
    statements: tuple[DirectoryStatement, ...]
    password_word: str | None = None
    storage: Located[int] | None = None
    max_storage: Located[int] | None = None
    privilege_classes: Located[str] | None = None

    def all(self, key: str) -> tuple[DirectoryStatement, ...]:
        """All statements of this name in the entry itself."""
        return tuple(item for item in self.statements if item.key == key)


@dataclass(frozen=True, slots=True)
class UserDirect:
    """One directory file, or one user's file of a DIRMAINT folder."""

    file: str
    place: Place
    entries: tuple[DirectoryEntry, ...]
    unreadable: tuple[Unreadable, ...] = ()


def read(source: Source) -> UserDirect:
    """Read directory entries (grammar: z/VM CP Planning and Administration, user directory)."""
    raise NotImplementedError
