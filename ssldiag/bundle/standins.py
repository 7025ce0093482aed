"""An original in, a stand-in of the same kind and, where the kind allows it, of the same length out.

Stand-ins are numbered as they come. ``taken`` tells what a stand-in must not be: another's stand-in, or an
original.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

Taken = Callable[[str], bool]

PREFIXES = {"userids": "USER", "hosts": "HOST", "volumes": "VOL"}


def numbered(prefix: str, length: int, taken: Taken, start: int = 1) -> str:
    """``prefix`` and a number in ``length`` characters, or more where the number does not fit.

    >>> numbered("USER", 8, {"USER0001"}.__contains__)
    'USER0002'
    """
    for number in count(start):
        digits = str(number)
        letters = prefix[: max(1, length - len(digits))]
        made = letters + digits.rjust(length - len(letters), "0")
        if not taken(made):
            return made
    raise AssertionError("numbers do not end")


def lettered(length: int, taken: Taken) -> str:
    """``PLA``, ``PLB`` ...: the prefix of a pool, whose members are the prefix and five digits."""
    for number in count():
        letters = ""
        rest = number
        for _ in range(max(1, length - 1)):
            letters = chr(65 + rest % 26) + letters
            rest //= 26
        made = (("P" if length > 1 else "") + letters)[:length]
        if rest or not taken(made):
            return made
    raise AssertionError("numbers do not end")


def named(pattern: str, taken: Taken, start: int = 1) -> str:
    """``pattern`` with the first number from ``start`` that is free."""
    return next(made for number in count(start) if not taken(made := pattern.format(number)))


FIRST = {3: (240, 255), 2: (10, 100), 1: (1, 10)}
"""First octets of stand-ins, by digits: 240 to 254 are reserved (RFC 1112 4) and nobody's address."""

OCTETS = {1: (1, 10), 2: (10, 100), 3: (100, 255)}
"""Other octets, by digits; 0 and 255 stay, so that networks and broadcasts look like such."""


def octet(original: int, first: bool, taken: Callable[[int], bool]) -> int:
    """A stand-in of an octet beneath a prefix; the next free one with as many digits."""
    if original in (0, 255):
        return original
    low, high = (FIRST if first else OCTETS)[len(str(original))]
    for made in range(low, high):
        if not taken(made):
            return made
    return next((made for made in range(254, 0, -1) if not taken(made)), original)


def cased(made: str, like: str) -> str:
    """The stand-in in the letter case of what it stands for."""
    if like.islower():
        return made.lower()
    return made.upper() if like.isupper() else made
