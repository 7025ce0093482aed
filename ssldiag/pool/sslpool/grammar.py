"""SSLPOOL: words in, an order or a refusal out.

Grammar and defaults: SSLPOOL utility (deck on multiple SSL servers, 2010; tcsslpla page of vm.ibm.com).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ssldiag.pool.admin.requests import Refusal, Refused, refusal
from ssldiag.pool.admin.words import joined, keyword, number, typed, userid

PROGRAM = "SSLPOOL"

COMMANDS = ("PLAN", "ENROLL", "UNENroll", "SETAUTH", "DELAUTH")
"""In capitals as far as they must be typed."""

OPTIONS = ("NOPOOL", "TEST")

OF_POOL = ("PLAN", "ENROLL", "UNENROLL")
"""Commands that are about a stack and a count of servers; the others are about a user."""

FILEPOOL, OWNER, PREFIX, STACK, COUNT = "VMSYS", "TCPMAINT", "SSL", "TCPIP", 5
"""Defaults of the operands. Where a user takes the place of the stack, it is the owner's default."""

LONGEST_PREFIX = 3
"""A member's user id is the prefix and five digits."""

MOST_SERVERS = 100
"""As many as the reference pool has at most (our choice): 100 servers of 600 are 60,000 sessions."""

SINGLE = "SSLSERV"
"""The user id of a single server by default."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be planned. ``stack`` for PLAN, ENROLL and UNENROLL, ``user`` for the others; ``count`` None
    where it was not given.
    """

    command: str
    filepool: str = FILEPOOL
    owner: str = OWNER
    prefix: str = PREFIX
    stack: str = STACK
    user: str = OWNER
    count: int | None = None
    single: bool = False
    test: bool = False

    @property
    def pool(self) -> str:
        """What DTCPARMS calls the servers."""
        return SINGLE if self.single else f"{self.prefix}*"

    @property
    def agent(self) -> str:
        """The user id of the DCSS Management Agent: SSLDCSSM by default, the prefix in place of SSL."""
        return f"{self.prefix}DCSSM"

    @property
    def profile(self) -> str:
        """The directory profile of the servers: each pool has its own."""
        return f"TCP{self.prefix}U"

    @property
    def directory(self) -> str:
        """The directory that all members of the pool use."""
        return f"{self.filepool}:{self.owner}.SSLPOOL_{self.prefix}"

    def members(self, count: int) -> tuple[str, ...]:
        """The user ids of the servers."""
        return (SINGLE,) if self.single else tuple(f"{self.prefix}{at:05}" for at in range(1, count + 1))


def parse(words: Sequence[str]) -> Order | Refusal:
    """The order that the words make."""
    try:
        line = typed(joined(words))
        return _order(
            list(line.words), [keyword(word, OPTIONS, "an option", "option") for word in line.options]
        )
    except Refused as why:
        return refusal(PROGRAM, why.what, why.text)


def _order(words: list[str], options: Sequence[str]) -> Order:
    command = keyword(words.pop(0), COMMANDS, "a command of SSLPOOL") if words else "PLAN"
    about_pool = command in OF_POOL
    values = [words.pop(0) if words else "" for _ in range(4)]
    filepool, owner, prefix = (
        userid(value or default, name)
        for value, default, name in zip(
            values,
            (FILEPOOL, OWNER, PREFIX),
            ("the file pool", "the owner", "the prefix"),
            strict=False,
        )
    )
    if len(prefix) > LONGEST_PREFIX or not prefix[0].isalpha() or not prefix.isalnum():
        raise Refused(
            "value", f"a prefix has one to {LONGEST_PREFIX} letters and digits, a letter first: {prefix}"
        )
    default = STACK if about_pool else OWNER
    whom = userid(values[3] or default, "the stack" if about_pool else "the user")
    count = _count(words.pop(0), command) if words else None
    if words:
        raise Refused("extra", f"{command} takes nothing more, but there is {' '.join(words)}")
    single = "NOPOOL" in options
    if single and count not in (None, 1):
        raise Refused("option", f"NOPOOL plans one server, not {count}")
    return Order(
        command,
        filepool,
        owner,
        prefix,
        whom if about_pool else STACK,
        OWNER if about_pool else whom,
        count,
        single,
        "TEST" in options,
    )


def _count(word: str, command: str) -> int:
    if command not in OF_POOL:
        raise Refused("extra", f"{command} takes no count of servers, but there is {word}")
    return number(word, "the count of servers", 1, MOST_SERVERS)
