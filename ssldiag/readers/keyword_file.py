"""TCPIP DATA, SRVRFTP CONFIG and SMTP CONFIG: lines of a keyword and values in, statements out.

``;`` begins a comment, ``*`` in column 1 too. A list that ends with ``END`` and its own name
(SMSGAUTHLIST ... ENDSMSGAUTHLIST) is one statement.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ssldiag.model import FilePlace, Located, Place, Source, Unreadable
from ssldiag.readers.feed import configuration
from ssldiag.readers.tokens import words_before_comment
from ssldiag.readers.words import part


@dataclass(frozen=True, slots=True)
class Keyword:
    """One statement: ``key`` upper case, ``words`` as written; ``prefix`` the ``system:`` before it."""

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
    """One such file, of its source's kind. ``glued``: places of ``;`` comments with no blank before."""

    file: str
    kind: str
    place: Place
    keywords: tuple[Keyword, ...]
    unreadable: tuple[Unreadable, ...] = ()
    glued: tuple[Place, ...] = ()

    def get(self, key: str) -> Keyword | None:
        """The first statement of this name (upper case)."""
        return next((item for item in self.keywords if item.key == key), None)


def read(source: Source) -> KeywordFile:
    """Read TCPIP DATA, SRVRFTP CONFIG or SMTP CONFIG (z/VM TCP/IP Planning and Customization)."""
    found, notes = configuration(source)
    prefixed = source.kind == "tcpip_data"
    keywords, glued = [], []
    for line in found:
        if line.text.startswith("*"):
            continue
        words, place = words_before_comment(line)
        if place:
            glued.append(place)
        prefix = split_prefix(words) if prefixed and words else None
        if words:
            keywords.append(statement(words, prefix))
        elif prefix:
            notes.append(Unreadable(prefix.place, "a system name without a statement behind it"))
    return KeywordFile(
        source.path,
        source.kind,
        FilePlace(source.path),
        tuple(joined(keywords)),
        tuple(notes),
        tuple(glued),
    )


def statement(words: list[Located[str]], prefix: Located[str] | None) -> Keyword:
    """A statement from the words of a line; a list that ends on it loses its END word."""
    key = words[0].value.upper()
    closed = words[-1].value.upper() == f"END{key}"
    return Keyword(key, words[0], tuple(words[1:-1] if closed else words[1:]), prefix)


def split_prefix(words: list[Located[str]]) -> Located[str] | None:
    """Take a leading ``system:`` off the words, glued to the keyword or not."""
    name, colon, rest = words[0].value.partition(":")
    if not colon or not name:
        return None
    first = words[0]
    words[:1] = [part(first, len(name) + 1, len(first.value))] if rest else []
    return part(first, 0, len(name))


def joined(keywords: Iterable[Keyword]) -> list[Keyword]:
    """The statements, lists joined: what stands between a name and ``END`` with that name are its words."""
    found: list[Keyword] = []
    opened: dict[str, list[int]] = {}
    for item in keywords:
        begins = opened.get(item.key.removeprefix("END")) if item.key.startswith("END") else None
        if not begins:
            opened.setdefault(item.key, []).append(len(found))
            found.append(item)
            continue
        index = begins[-1]
        words = [word for inner in found[index + 1 :] for word in (inner.name, *inner.words)]
        for key in {inner.key for inner in found[index:]}:
            while opened[key] and opened[key][-1] >= index:
                opened[key].pop()
        found[index:] = [replace(found[index], words=(*found[index].words, *words))]
    return found
