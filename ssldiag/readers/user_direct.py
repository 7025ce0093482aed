"""USER DIRECT, or parts of it: lines in, entries (USER, IDENTITY, PROFILE, ...) with their statements out.

Passwords are left out, of the quoted lines too. INCLUDEs are not resolved here, since the PROFILE may
stand in another file (see :mod:`ssldiag.facts.directory`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.model import FilePlace, Located, Place, Source, Unreadable
from ssldiag.readers.directory_grammar import HEADS, NAMED, NO_PASSWORD, OWNERS, secrets, statement
from ssldiag.readers.feed import DIRECTORY, configuration
from ssldiag.readers.tokens import words_of
from ssldiag.readers.words import upper
from ssldiag.text import Line


@dataclass(frozen=True, slots=True)
class DirectoryStatement:
    """One statement: ``key`` in full and upper case (abbreviations resolved), ``words`` what follows.

    Passwords are not among ``words``; a statement that is not known keeps its name alone.
    """

    key: str
    name: Located[str]
    words: tuple[Located[str], ...]


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """``type`` is USER, IDENTITY, SUBCONFIG, PROFILE, GLOBALDEFS or DIRECTORY; ``name`` upper case.

    The last two have no name but their own word. ``storage`` and ``max_storage`` are bytes;
    ``privilege_classes`` upper-case letters and digits; ``password_word`` is the word in the place of the
    password if it is none (NOLOG, LBYONLY, AUTOONLY, NOPASS), else None.
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


WORD = re.compile(r"\S+")
DIRMAINT = re.compile(r" ?DVH[A-Z]{3}[0-9]{3,4}[A-Z]\b|DIRM(?:AINT)?\b", re.IGNORECASE)
"""Messages of DIRMAINT, and the command that brought them, around what it sends."""

STORAGE = re.compile(r"([0-9]{1,9})([KMGTPE])", re.IGNORECASE)
CLASSES = re.compile(r"[A-Z1-6]{1,32}", re.IGNORECASE)
"""Privilege classes: there are 32, A to Z and 1 to 6."""

MOST_CONTINUED = 50
"""Lines of one statement: far more than any needs, so that commas in a file of another kind do no harm."""

ORPHAN = "a statement before any USER, IDENTITY, SUBCONFIG, PROFILE or GLOBALDEFS"


def read(source: Source) -> UserDirect:
    """Read directory entries (grammar: z/VM CP Planning and Administration, user directory)."""
    found, notes = configuration(source, DIRECTORY)
    entries: list[list[DirectoryStatement]] = []
    orphaned = False
    for item in statements(found):
        if item.key in HEADS:
            entries.append([item])
        elif entries:
            entries[-1].append(item)
        elif not orphaned:
            orphaned = True
            notes.append(Unreadable(item.name.place, ORPHAN))
    good = []
    for head, *body in entries:
        if head.key in NAMED and not head.words:
            notes.append(Unreadable(head.name.place, f"{head.key} without a name"))
        else:
            good.append(entry(head, body))
    return UserDirect(source.path, FilePlace(source.path), tuple(good), tuple(notes))


def statements(lines: list[Line]) -> Iterator[DirectoryStatement]:
    """The statements, without comments and messages.

    A comma at the end of a line joins the next to it (that CP does so is not confirmed), unless that one
    begins like a statement: its passwords must not pass for operands of another.
    """
    pending: list[Line] = []
    for line in lines:
        text = line.text.lstrip()
        if not text or text[0] == "*" or DIRMAINT.match(line.text):
            continue
        if pending and (len(pending) == MOST_CONTINUED or statement(text.split(None, 1)[0])):
            yield from assemble(pending)
            pending = []
        pending.append(line)
        if text[-1] != ",":
            yield from assemble(pending)
            pending = []
    yield from assemble(pending)


def assemble(lines: list[Line]) -> Iterator[DirectoryStatement]:
    """One statement from its lines, passwords out; none if there is no word."""
    found = [word for line in lines for word in words_of(line, stop(line))]
    if not found:
        return
    key = statement(found[0].value)
    hidden = secrets(key, [word.value for word in found])
    if hidden:
        found = [word for line in veiled(lines, hidden) for word in words_of(line, stop(line))]
    name, *words = found
    if hidden and hidden.stop is None:
        del words[hidden.start - 1 :]
    yield DirectoryStatement(key or name.value.upper(), name, tuple(words))


def stop(line: Line) -> int:
    """Where the words of a line end: before the comma that joins the next."""
    return len(line.text.rstrip(","))


def veiled(lines: list[Line], hidden: slice) -> list[Line]:
    """The lines of a statement with asterisks for these of its words."""
    spots = [
        (index, *match.span())
        for index, line in enumerate(lines)
        for match in WORD.finditer(line.text, 0, stop(line))
    ]
    shown = list(lines)
    for index, start, end in spots[hidden]:
        shown[index] = masked(shown[index], start, end)
    return shown


def masked(line: Line, start: int, end: int) -> Line:
    """The line with asterisks there, in the text that is quoted too."""
    stars = "*" * (end - start)
    text = line.text[:start] + stars + line.text[end:]
    if line.original is None:
        return line._replace(text=text)
    first, last = start + line.shift, end + line.shift
    return line._replace(text=text, original=line.original[:first] + stars + line.original[last:])


def entry(head: DirectoryStatement, body: list[DirectoryStatement]) -> DirectoryEntry:
    """An entry from the statement that begins it and those that follow."""
    if head.key not in OWNERS:
        name = upper(head.words[0]) if head.key in NAMED else Located(head.key, head.name.place)
        own = [head, *body] if head.key == "DIRECTORY" else body
        return DirectoryEntry(head.key, name, tuple(own), None, *sizes((), body))
    words = head.words
    password = words[1].value.upper() if len(words) > 1 else ""
    known = password if password in NO_PASSWORD else None
    return DirectoryEntry(head.key, upper(words[0]), tuple(body), known, *sizes(words[2:5], body))


def sizes(
    words: tuple[Located[str], ...], body: list[DirectoryStatement]
) -> tuple[Located[int] | None, Located[int] | None, Located[str] | None]:
    """Storage, maximum storage and privilege classes: of the head, else of the statements of these names."""
    given = [*words, None, None, None][:3]
    for index, key in enumerate(("STORAGE", "MAXSTORAGE", "CLASS")):
        if given[index] is None:
            given[index] = next((item.words[0] for item in body if item.key == key and item.words), None)
    return size(given[0]), size(given[1]), classes(given[2])


def size(word: Located[str] | None) -> Located[int] | None:
    """A storage size in bytes; None without a unit, which CP wants."""
    match = STORAGE.fullmatch(word.value) if word else None
    if match is None or word is None:
        return None
    power = "KMGTPE".index(match[2].upper()) + 1
    return Located(int(match[1]) * 1024**power, word.place)


def classes(word: Located[str] | None) -> Located[str] | None:
    """Privilege classes; None for ``*`` and other words that are none."""
    return upper(word) if word and CLASSES.fullmatch(word.value) else None
