"""Which service an SSL server's own service list shows.

A list gives the last APAR of each part of the module that runs. The absence of an APAR proves nothing; but
if the newest APAR of the whole module is older, the one in question cannot be in it (inferred from the order
in which APAR numbers are given out).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ssldiag.api import (
    ConsoleRun,
    Facts,
    Finding,
    Located,
    Message,
    Service,
    Severity,
    SslServerPool,
    Undecided,
    finding,
)
from zvm._operands import about, level

SERIES = ("PQ", "PK", "PM", "PI", "PH")
"""Prefixes of z/VM TCP/IP APARs in the order of years."""

PAIR = re.compile(r"\S{1,8}\s+(P[A-Z]\d{5}|ZVM\d{3})\b")
OLDEST = (-1, "")


def applied(facts: Facts, *numbers: str) -> bool:
    """Whether a service list shows one of these APARs or PTFs."""
    return any(item.apar in numbers for item in facts.all(Service))


def newest(facts: Facts) -> tuple[str, Message] | None:
    """The newest APAR in the service lists of SSL servers; a list of bare levels gives the level."""
    found = [
        (order(apar), apar, message)
        for run in facts.all(ConsoleRun)
        if run.role == "ssl"
        for message in run.messages("DTCRUN1048I")
        for apar in PAIR.findall(message.text)
    ]
    if not found:
        return None
    _, apar, message = max(found, key=lambda item: item[0])
    return apar, message


def order(apar: str) -> tuple[int, str]:
    """Sorts APARs by age; a base level comes before all."""
    return (SERIES.index(apar[:2]), apar) if apar[:2] in SERIES else OLDEST


def too_old_for(facts: Facts, apar: str) -> tuple[str, Message] | None:
    """What shows that an APAR is not applied: the newest one that the SSL server has, if that is older."""
    found = newest(facts)
    return found if found is not None and order(found[0]) < order(apar) else None


def brought_by(
    facts: Facts, code: str, pool: SslServerPool, operand: tuple[str, Located[str]], *apars: str
) -> Iterator[Finding | Undecided]:
    """What the service lists say of an operand, by name and word, that ``apars`` (an APAR and its PTFs) bring
    to the level of the host: a warning, an open question, or nothing where one of them is applied.
    """
    name, word = operand
    if applied(facts, *apars):
        return
    at, apar = level(facts), apars[0]
    old = too_old_for(facts, apar)
    if old is None:
        yield Undecided(
            f"level {at} knows {name} only with {apar}, and no service list tells",
            "the console log of an SSL server with its DTCRUN1048I lines",
        )
        return
    yield finding(
        code,
        f"{pool.name} is given {name}, but level {at} with no service later than {old[0]} shows no sign of "
        f"{apar}, which brings it",
        (word, "the operand"),
        (old[1].place, "the newest service listed"),
        about=about(pool),
        severity=Severity.WARNING,
    )
