"""Files of one ``KEYWORD value...`` statement a line with ``;`` comments: TCPIP DATA, SRVRFTP CONFIG, SMTP CONFIG."""

from __future__ import annotations

from dataclasses import dataclass

from ssldiag.model import Located, Place, Source, Unreadable


@dataclass(frozen=True, slots=True)
class Keyword:
    """One statement: ``key`` upper case, ``words`` as written; ``prefix`` is the ``system:`` before it (TCPIP DATA)."""

    key: str
    name: Located[str]
    words: tuple[Located[str], ...]
    prefix: Located[str] | None = None

    @property
    def value(self) -> Located[str] | None:
        """The first word."""
        return self.words[0] if self.words else None


@dataclass(frozen=True, slots=True)
class KeywordFile:
    """One such file, of the kind that its source has."""

    file: str
    kind: str
    place: Place
    keywords: tuple[Keyword, ...]
    unreadable: tuple[Unreadable, ...] = ()

    def get(self, key: str) -> Keyword | None:
        """The first statement of this name (upper case)."""
        return next((item for item in self.keywords if item.key == key), None)


def read(source: Source) -> KeywordFile:
    """Read TCPIP DATA, SRVRFTP CONFIG or SMTP CONFIG."""
    raise NotImplementedError
