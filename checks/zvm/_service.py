"""Which service an SSL server's own service list shows.

A list gives the last APAR of each part of the module that runs. The absence of an APAR proves nothing; but
if the newest APAR of the whole module is older, the one in question cannot be in it (inferred from the order
in which APAR numbers are given out).
"""

from __future__ import annotations

import re

from ssldiag.api import ConsoleRun, Facts, Message, Service

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
