"""What VMSSL operands look like: names, abbreviations, and how many of the words that follow belong to each.

Grammar: VMSSL command (z/VM TCP/IP Planning and Customization; 5.4 and 6.1 with the 2010 service, 7.4).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from ssldiag.model import Located
from ssldiag.readers.words import is_number, spellings

Words = Sequence[Located[str]]
Take = Callable[[Words, int], int]
"""All words and the index after an operand's name in, the index after the operand's last word out."""


@cache
def _trace_types() -> dict[str, str]:
    return spellings(("NORMal", "CONNections", "FLOW", "DEBug"))


def trace_type(text: str) -> str | None:
    """The type of trace, in full and upper case, that a word names; None for any other word."""
    return _trace_types().get(text.upper())


ADDRESS = re.compile(r"(?=.*[0-9])[0-9A-F.]*[.:][0-9A-F.:]*", re.IGNORECASE)
"""``ip``, ``:port``, ``ip:port``, ``ip..port`` and IPv6 addresses; which of them is for others to say."""

LONGEST_ADDRESS = 60
"""Characters of an IPv6 address (39 at most), two separators and a port, with room to spare."""


def is_address(text: str) -> bool:
    """Whether a text can be the address or port that a trace is limited to."""
    return len(text) <= LONGEST_ADDRESS and ADDRESS.fullmatch(text) is not None


def nothing(words: Words, index: int) -> int:
    """A flag has no values."""
    return index


def one(words: Words, index: int) -> int:
    """One value, unless an operand follows at once."""
    return index + 1 if index < len(words) and operand(words[index].value) is None else index


def mode(words: Words, index: int) -> int:
    """One value, which may be ``FIPS``, the name of another operand."""
    if index < len(words) and words[index].value.upper() == "FIPS":
        return index + 1
    return one(words, index)


def many(words: Words, index: int) -> int:
    """All values up to the next operand."""
    while index < len(words) and operand(words[index].value) is None:
        index += 1
    return index


def duration(words: Words, index: int) -> int:
    """A number and perhaps its unit, ``8 H`` or ``8H``."""
    end = one(words, index)
    is_unit = end > index and end < len(words) and words[end].value.upper() in ("H", "M", "S")
    return end + 1 if is_unit and is_number(words[index].value) else end


def trace(words: Words, index: int) -> int:
    """A type, ``DATA`` or ``NODATA`` with CONNECTIONS, a selector, and with ``DATA`` a length."""
    texts = [word.value.upper() for word in words[index : index + 5]]
    kind = trace_type(texts[0]) if texts else None
    used = 1 if kind else 0
    if kind == "DEBUG":
        return index + used
    data = kind == "CONNECTIONS" and texts[used : used + 1] == ["DATA"]
    used += data or (kind == "CONNECTIONS" and texts[used : used + 1] == ["NODATA"])
    used += selector(texts[used:])
    if data and used < len(texts) and (is_number(texts[used]) or texts[used] == "ALL"):
        used += 1
    return index + used


def selector(texts: Sequence[str]) -> int:
    """How many words a trace's selector has: ``ALL``, an address, a port, or an address and a port apart."""
    if not texts or not (texts[0] == "ALL" or is_address(texts[0])):
        return 0
    apart = texts[0] != "ALL" and len(texts) > 1 and texts[1].startswith((":", "..")) and is_address(texts[1])
    return 2 if apart else 1


OPERANDS: dict[str, Take] = {
    "KEYFile": one,
    "CACHELife": duration,
    "CACHECleanup": one,
    "CACHESIZE": one,
    "MAXSESSIONS": one,
    "MAXUSERS": one,
    "EXEMPT": many,
    "ENABLE": many,
    "PROTOcol": many,
    "FIPS": nothing,
    "MODE": mode,
    "TLSFALLBACKSCSV": one,
    "GSKTrace": one,
    "TRAce": trace,
    "NOTRAce": nothing,
    "VMDUMP": one,
}
"""Every operand, with capitals for its shortest abbreviation, and how it takes words; obsolete ones too."""


@cache
def _spellings() -> dict[str, str]:
    return spellings(OPERANDS)


def operand(text: str) -> str | None:
    """The operand, in full and upper case, that a word names; None for any other word."""
    return _spellings().get(text.upper())


@cache
def _takers() -> dict[str, Take]:
    return {name.upper(): taker for name, taker in OPERANDS.items()}


def take(key: str, words: Words, index: int) -> int:
    """The index after the words of an operand, which begin at ``index``."""
    return _takers()[key](words, index)
