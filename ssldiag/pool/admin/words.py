"""A command line as typed in, its words and the words behind its left parenthesis out; and which keyword a
shortened word means. It knows no command.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ssldiag.pool.admin.requests import Refused

LONGEST = 1024
"""Characters of a command line: four times what CMS takes from a terminal (255)."""

USERID = re.compile(r"[A-Z0-9@#$_+-]{1,8}")
"""A user id of CP."""

LARGEST = 999_999_999
"""No count, port, length or interval is larger."""


@dataclass(frozen=True, slots=True)
class Typed:
    """``words`` before the left parenthesis and ``options`` behind it, as typed."""

    words: tuple[str, ...]
    options: tuple[str, ...]


def joined(words: Sequence[str]) -> str:
    """One line of it all, as a shell hands it over in pieces. Raises Refused."""
    text = " ".join(words)
    if len(text) > LONGEST:
        raise Refused("line", f"the command has {len(text)} characters, at most {LONGEST} are read")
    if not text.replace("\t", " ").isprintable():
        raise Refused("line", "the command holds characters that cannot be printed")
    return text


def typed(text: str) -> Typed:
    """The line cut at its first left parenthesis; a blank before it and the right one behind are optional
    (SSLADMIN command; the blank since PI68533). Raises Refused.
    """
    before, parenthesis, after = text.partition("(")
    if not parenthesis:
        return Typed(tuple(text.split()), ())
    options, _, rest = after.partition(")")
    if rest.strip():
        raise Refused("extra", f"nothing may stand behind the right parenthesis: {rest.strip()}")
    return Typed(tuple(before.split()), tuple(options.split()))


def meant(word: str, names: Iterable[str]) -> list[str]:
    """The keywords that a word may mean: the one that it is in full, else all that begin with it.

    A keyword with small letters (``SSLserver``) takes at least its capitals; one in capitals any beginning
    that no other keyword shares (our choice where IBM's minimum is not known).
    """
    typed_ = word.upper()
    found = []
    for name in names:
        full = name.upper()
        if typed_ == full:
            return [full]
        shortest = next((index for index, letter in enumerate(name) if letter.islower()), 1)
        if full.startswith(typed_) and len(typed_) >= shortest:
            found.append(full)
    return found


def keyword(word: str, names: Sequence[str], kind: str = "a command", what: str = "unknown") -> str:
    """The one keyword that a word means. Raises Refused."""
    found = meant(word, names)
    if len(found) == 1:
        return found[0]
    if found:
        raise Refused("ambiguous", f"{word} can be {listed(found)}")
    raise Refused(what, f"{word} is not {kind}; there is {listed(names, 'and')}")


def listed(names: Iterable[str], last: str = "or") -> str:
    """Names with commas and a word between the last two."""
    words = list(names)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def nothing_more(words: Sequence[str], command: str) -> None:
    """Raises Refused if words are left over."""
    if words:
        raise Refused("extra", f"{command} takes nothing more, but there is {' '.join(words)}")


def userid(word: str, of: str) -> str:
    """A user id in capitals. Raises Refused."""
    name = word.upper()
    if not USERID.fullmatch(name):
        raise Refused("value", f"{of} needs a user id of one to eight characters, not {word}")
    return name


def number(word: str, of: str, least: int, most: int = LARGEST) -> int:
    """A decimal number within bounds. Raises Refused."""
    if len(word) <= len(str(LARGEST)) and word.isascii() and word.isdigit() and least <= int(word) <= most:
        return int(word)
    raise Refused("value", f"{of} needs a number from {least} to {most}, not {word}")
