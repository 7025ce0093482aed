"""EXECs that autolog machines (PROFILE EXEC of AUTOLOG1): lines in, the user ids of XAUTOLOG commands out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.model import FilePlace, Located, Place, Source, Unreadable
from ssldiag.readers.feed import configuration
from ssldiag.readers.rexx import Reader, Token
from ssldiag.readers.words import upper
from ssldiag.text import Line


@dataclass(frozen=True, slots=True)
class AutologExec:
    """One EXEC and the user ids that it autologs by AUTOLOG or XAUTOLOG commands, in upper case."""

    file: str
    place: Place
    users: tuple[Located[str], ...]
    unreadable: tuple[Unreadable, ...] = ()


COMMAND = re.compile(r"X?AUTO(?:L(?:OG?)?)?")
BEFORE = frozenset(
    {"CP", "STRING", "COMMAND", "&COMMAND", "EXEC", "THEN", "ELSE", "OTHERWISE", "DO", ",", ":", ""}
)
"""What a command can stand behind, besides the start of a clause or a string; the empty one is ``(``."""

TALK = frozenset(("SAY", "&TYPE", "&BEGTYPE", "TRACE", "MSG", "MESSAGE", "TELL"))
"""Words that make what follows a text to show, no command."""

USER_ID = re.compile(r"[A-Z0-9@#$_][A-Z0-9@#$_+:-]{0,7}")
ASSIGNING = frozenset(("ARG", "PARSE", "PULL", "DO", "VAR", "WITH", "VALUE"))


def read(source: Source) -> AutologExec:
    """Read one REXX or EXEC 2 program as text, as far as XAUTOLOG commands with literal user ids.

    A symbol without quotes stands for itself in REXX until something is assigned to it; then it is
    skipped, since nothing is evaluated here.
    """
    lines, notes = configuration(source)
    reader = Reader()
    clauses = list(reader.clauses(program(lines)))
    variables = {name for clause in clauses for name in assigned(clause)}
    users = [user for clause in clauses for user in autologged(clause, variables)]
    return AutologExec(source.path, FilePlace(source.path), tuple(users), (*notes, *reader.unreadable))


def program(lines: list[Line]) -> Iterator[Line]:
    """The lines of the program; comments of EXEC 2, which begin with ``*``, are left out if it is no REXX."""
    first = next((line.text.lstrip() for line in lines if line.text.strip()), "")
    is_rexx = first.startswith("/*")
    for line in lines:
        if is_rexx or not line.text.lstrip().startswith("*"):
            yield line


def assigned(clause: list[Token]) -> Iterator[str]:
    """The symbols that a clause assigns something to."""
    plain = [token.upper for token in clause if not token.quoted]
    for index, name in enumerate(plain[1:], 1):
        if name == "=":
            yield plain[index - 1]
    start = next((index for index, name in enumerate(plain) if name in ASSIGNING), len(plain))
    yield from plain[start + 1 :]


def autologged(clause: list[Token], variables: set[str]) -> Iterator[Located[str]]:
    """The literal user ids that the commands of a clause autolog."""
    for index, token in enumerate(clause[:-1]):
        if not token.quoted and token.upper in TALK:
            return
        if COMMAND.fullmatch(token.upper) and is_command(clause, index):
            user = clause[index + 1]
            literal = not user.glued if user.quoted else is_constant(clause, index + 1, variables)
            if literal and USER_ID.fullmatch(user.upper):
                yield upper(user.word)


def is_command(clause: list[Token], index: int) -> bool:
    """Whether a command can begin here: at the start of a clause or string, or behind certain words."""
    return index == 0 or clause[index].opens or clause[index - 1].upper.lstrip("(") in BEFORE


def is_constant(clause: list[Token], index: int, variables: set[str]) -> bool:
    """Whether a symbol stands for itself: nothing is assigned to it and it is not called as a function."""
    called = index + 1 < len(clause) and clause[index + 1].upper in ("(", "|")
    name = clause[index].upper
    return not called and name not in variables and "." not in name and not name.startswith("&")
