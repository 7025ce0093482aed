"""What can be otherwise with an actor than the scenarios assume: its release, its certificates, where its
name leads. A change in, the network afterwards out. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ssldiag.facts.ibmi_levels import LEVELS as RELEASES
from ssldiag.facts.ibmi_levels import parse
from ssldiag.facts.ibmi_protocols import V5R4 as PROTOCOLS
from ssldiag.scenarios.happenings import Change
from ssldiag.scenarios.state import CERTIFICATES, LAST, MGTC, ListCopy, System, World, library, seven
from ssldiag.scenarios.wishes import NO, YES

NETWORK = "network"
"""The actor for what is true of all: the CA."""


class Refused(ValueError):
    """A change that cannot be; the text is a sentence for the user."""


Changer = Callable[[World, str, str], World]


def changed(world: World, event: Change) -> World:
    """The network with the change. Raises :class:`Refused`."""
    if event.actor.lower() == NETWORK:
        table, name = OF_NETWORK, NETWORK
    elif pc := world.pc(event.actor):
        table, name = OF_PC, pc.name
    elif system := world.system(event.actor):
        table, name = OF_SYSTEM, system.name
    else:
        raise Refused(f"there is no {event.actor[:40]}; there are {', '.join(actors(world))}")
    change = table.get(event.key)
    if change is None:
        raise Refused(f"{event.key[:40]} is nothing of {name}; it has {', '.join(sorted(table))}")
    return change(world, name, event.value.strip())


def actors(world: World) -> tuple[str, ...]:
    """All names that a change can be about."""
    return (*(pc.name for pc in world.pcs), *(system.name for system in world.systems), NETWORK)


def truth(value: str) -> bool:
    """Yes or no. Raises :class:`Refused`."""
    if value.lower() not in YES + NO:
        raise Refused(f"{value[:40]} is neither yes nor no")
    return value.lower() in YES


def release(value: str) -> int:
    """A release with Management Central. Raises :class:`Refused`."""
    found = parse(value)
    if found not in RELEASES or found is None or found > LAST:
        raise Refused(f"{value[:40]} is no release from V5R1 to 7.4, those that have Management Central")
    return found


def _system(key: str, read: Callable[[str], object]) -> Changer:
    def change(world: World, name: str, value: str) -> World:
        return world.with_system(name, **{key: read(value)})

    return change


def _pc(key: str, read: Callable[[str], object]) -> Changer:
    def change(world: World, name: str, value: str) -> World:
        return world.with_pc(name, **{key: read(value)})

    return change


def _release(world: World, name: str, value: str) -> World:
    """Another release; the system's own list lies where that release has it."""
    level = release(value)
    found = world.system(name)
    assert isinstance(found, System)
    lists = tuple(
        replace(item, library=library(level)) if item.origin == name else item for item in found.lists
    )
    return world.with_system(name, release=level, lists=lists)


def _list(world: World, name: str, value: str) -> World:
    """The system's own validation list: gone, or as new as if its server had just written it."""
    found = world.system(name)
    assert isinstance(found, System)
    word = value.lower()
    if word not in ("no", "new"):
        raise Refused(f"{value[:40]} is neither no nor new")
    if word == "no":
        return world.with_system(name, lists=())
    version = world.version + 1
    home = library(found.release)
    kept = tuple(item for item in found.lists if item.library != home)
    world = world.with_system(name, lists=(*kept, ListCopy(home, name, version, world.now)))
    return replace(world, version=version)


def certificate(value: str) -> str:
    """What kind of certificate there is. Raises :class:`Refused`."""
    if value.lower() not in CERTIFICATES:
        raise Refused(f"{value[:40]} is none of {', '.join(CERTIFICATES)}")
    return value.lower()


def assigned(value: str) -> frozenset[str]:
    """The servers that the certificate is assigned to, with commas between; all and none are words too."""
    known = (MGTC, *seven())
    words = [word.strip().lower() for word in value.split(",") if word.strip()]
    if words in (["all"], ["none"]):
        return frozenset(known if words == ["all"] else ())
    unknown = [word for word in words if word not in known]
    if unknown:
        raise Refused(f"{unknown[0][:40]} is none of all, none, {', '.join(known)}")
    return frozenset(words)


def protocols(value: str) -> str:
    """A protocol value of V5R4. Raises :class:`Refused`."""
    word = value.upper().removeprefix("*")
    if word not in PROTOCOLS:
        raise Refused(f"{value[:40]} is none of {', '.join(PROTOCOLS)}")
    return word


def _ca(world: World, name: str, value: str) -> World:
    if value.lower() not in ("valid", "expired"):
        raise Refused(f"{value[:40]} is neither valid nor expired")
    return replace(world, ca=value.lower())


OF_SYSTEM: dict[str, Changer] = {
    "release": _release,
    "running": _system("running", truth),
    "store": _system("store", truth),
    "ca": _system("ca", truth),
    "certificate": _system("certificate", certificate),
    "assigned": _system("assigned", assigned),
    "protocols": _system("protocols", protocols),
    "list": _list,
}
OF_PC: dict[str, Changer] = {
    "release": _pc("release", release),
    "ca": _pc("ca", truth),
    "resolves": _pc("resolves", truth),
    "expects-check": _pc("expects", truth),
}
OF_NETWORK: dict[str, Changer] = {"ca": _ca}
"""What each kind of actor has."""
