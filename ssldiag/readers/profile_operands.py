"""Operands of a statement of the profile in, a value of its own type out: SSL limits, Telnet options."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ssldiag.model import Located, Unreadable
from ssldiag.readers.profile_types import InternalClientParms, SslLimits, SslServerId, Statement
from ssldiag.readers.words import is_number, number, upper

Words = Sequence[Located[str]]

VALUED = ("SECURECONNECTION", "TLSLABEL", "CLIENTCERTCHECK")
"""Options of INTERNALCLIENTPARMS that have a value and a field of their own."""


def server_id(statement: Statement, notes: list[Unreadable]) -> SslServerId:
    """``SSLSERVERID { userid | * } [ TIMEOUT seconds ]``; adds to the notes what cannot be read."""
    words = statement.words
    named = bool(words) and words[0].value.upper() != "TIMEOUT"
    values = numbers(words[named:], ("TIMEOUT",), notes)
    return SslServerId(statement.name.place, words[0] if named else None, values.get("TIMEOUT"))


def limits(statement: Statement, notes: list[Unreadable]) -> SslLimits:
    """``SSLLIMITS [MAXSESSIONS n] [MAXPERSSLSERVER m]``; adds to the notes what cannot be read."""
    values = numbers(statement.words, ("MAXSESSIONS", "MAXPERSSLSERVER"), notes)
    return SslLimits(statement.name, values.get("MAXSESSIONS"), values.get("MAXPERSSLSERVER"))


def numbers(words: Words, keys: Sequence[str], notes: list[Unreadable]) -> dict[str, Located[int]]:
    """Keywords with a number behind each; what is neither goes to the notes."""
    found: dict[str, Located[int]] = {}
    index = 0
    while index < len(words):
        word = words[index]
        key = word.value.upper()
        value = number(words[index + 1]) if index + 1 < len(words) else None
        if key in keys and value:
            found[key] = value
            index += 1
        elif key in keys:
            notes.append(Unreadable(word.place, f"{key} needs a number"))
        else:
            notes.append(Unreadable(word.place, "no operand of the statement"))
        index += 1
    return found


def autologged(words: Words, first: Sequence[bool]) -> Iterator[Located[str]]:
    """User ids of AUTOLOG: a word, often ``0``, follows each and may be missing at the end of a line."""
    second = False
    for word, begins_line in zip(words, first, strict=True):
        if begins_line:
            second = second and is_number(word.value)
        if not second:
            yield word
        second = not second


def internal_client(statement: Statement) -> InternalClientParms:
    """The Telnet server's options: those that have a field, and all others in the order written."""
    ports, options = [], []
    values: dict[str, Located[str]] = {}
    key = ""
    for word in statement.words:
        text = word.value.upper()
        port = number(word) if key == "PORT" else None
        if port:
            ports.append(port)
        elif text in ("PORT", *VALUED):
            key = text
        elif key in VALUED:
            values[key] = word
            key = ""
        else:
            options.append(upper(word))
            key = ""
    return InternalClientParms(
        statement.name.place,
        tuple(ports),
        values.get("SECURECONNECTION"),
        values.get("TLSLABEL"),
        values.get("CLIENTCERTCHECK"),
        tuple(options),
        len(" ".join(word.value for word in statement.words)),
        statement.closed,
    )
