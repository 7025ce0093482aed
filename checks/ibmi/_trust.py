"""What the checks of trust between systems share: whether one has the CA of the other's certificate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ibmi._assigned import Assigned, assigned, issuers, of_mc, stores
from ssldiag.api import Facts, Located, McServer, Place, common_name


@dataclass(frozen=True, slots=True)
class Distrust:
    """A CA that a system lacks (``disabled``: it has it, not enabled), and whose certificate it issued."""

    at: str
    ca: str
    of: Assigned
    disabled: bool
    place: Place


def shown(facts: Facts, system: str) -> list[Assigned]:
    """The certificates that Management Central of a system shows, where its store was collected."""
    return [item for item in assigned(facts, system) if of_mc(item.application) and item.certificate]


def distrusts(facts: Facts, judge: McServer, other: McServer) -> Iterator[Distrust]:
    """The certificates of a system that another one cannot verify. What was not collected proves nothing."""
    held = stores(facts, judge.system)
    own = [item for store in held for item in store.certificates]
    for item in shown(facts, other.system):
        if item.certificate is None or item.certificate.self_issued:
            continue
        chain = issuers(facts, other.system, item.certificate)
        listed: tuple[Located[str], ...] = judge.trusts or ()
        if {name.upper() for name in chain} & {common_name(word.value).upper() for word in listed}:
            continue
        having = [ca for ca in own if common_name(ca.subject or "") in chain]
        if any(ca.enabled is not False for ca in having):
            continue
        if having:
            yield Distrust(judge.system, chain[0], item, True, having[0].place)
        elif judge.trusts is not None or any(store.complete for store in held):
            place = listed[0].place if listed else held[0].place if held else judge.place
            yield Distrust(judge.system, chain[0], item, False, place)
