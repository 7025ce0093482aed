"""The machine: a network, an event and the time in; the network afterwards and what is seen of it, or why
nothing is done, out. Pure; a refused event changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from ssldiag.scenarios.acts import ACTS
from ssldiag.scenarios.changes import Refused, changed
from ssldiag.scenarios.forbids import refusal
from ssldiag.scenarios.happenings import OURS, Answer, Change, Event, Refusal, Seen, Take
from ssldiag.scenarios.state import V5R3, Taken, World
from ssldiag.scenarios.steps import Step, find, steps
from ssldiag.scenarios.wishes import Unknown, Wishes, checked

MOST_EVENTS = 2_000
"""Each is done again whenever the folder is opened; both scenarios have some twenty steps."""


def handle(world: World, event: Event, now: datetime) -> Answer:
    """What comes of an event. Time never stands still: two events are a second apart at least."""
    if world.events >= MOST_EVENTS:
        why = f"{MOST_EVENTS:,} events are enough for one network; begin a new one"
        return Answer(world, (), Refusal("event", why, OURS, True))
    moment = max(now.replace(microsecond=0), world.now + timedelta(seconds=1))
    ahead = replace(world, now=moment, events=world.events + 1)
    answer = take(ahead, event) if isinstance(event, Take) else change(ahead, event)
    return answer if answer.refusal is None else Answer(world, (), answer.refusal)


def change(world: World, event: Change) -> Answer:
    """Something becomes otherwise."""
    try:
        return Answer(changed(world, event))
    except Refused as error:
        return Answer(world, (), Refusal(f"{event.actor[:40]} {event.key[:40]}", str(error), OURS, True))


def take(world: World, event: Take) -> Answer:
    """A step, all its parts or nothing."""
    parts = find(world.scenario, event.step)
    what = f"step {event.step[:40]}"
    if not parts:
        known = ", ".join(step.number for step in steps(world.scenario))
        return Answer(world, (), Refusal(what, f"the scenario has no such step; it has {known}", OURS, True))
    try:
        wishes = checked(parts, event.settings)
        targets = {part.number: aim(world, part, event.on) for part in parts}
    except Unknown as error:
        return Answer(world, (), Refusal(what, str(error), OURS, True))
    seen: tuple[Seen, ...] = ()
    for part in parts:
        answer = one(world, part, wishes, targets[part.number], event.force)
        if answer.refusal is not None:
            return answer
        world, seen = answer.world, seen + answer.seen
    return Answer(world, seen)


def one(world: World, part: Step, wishes: Wishes, on: tuple[str, ...], force: bool) -> Answer:
    """One part of a step."""
    against = refusal(world, part, wishes, force)
    if against is not None:
        return Answer(world, (), against)
    world, seen = ACTS[part.kind](world, part, wishes, on)
    taken = tuple(Taken(part.number, name, world.now) for name in on)
    return Answer(replace(world, steps=(*world.steps, *taken)), seen)


def aim(world: World, part: Step, on: str) -> tuple[str, ...]:
    """The actors that a part is done on. Raises :class:`Unknown`."""
    if part.where == "central":
        if on and on.upper() != world.central.name.upper():
            raise Unknown(f"step {part.number} is done on {world.central.name}")
        return (world.central.name,)
    if part.where == "pc":
        found = world.pc(on) if on else world.pcs[0]
        if found is None:
            raise Unknown(f"{on[:40]} is no PC; there are {', '.join(pc.name for pc in world.pcs)}")
        return (found.name,)
    return endpoints(world, part, on)


def endpoints(world: World, part: Step, on: str) -> tuple[str, ...]:
    """The endpoints that a part is done on: those of the group, all where there is none."""
    chosen = world.members if world.group is not None else world.endpoints
    if part.kind == "move":
        chosen = tuple(item for item in chosen if item.release < V5R3)
    if not on:
        return tuple(item.name for item in chosen)
    found = world.system(on)
    if found is None or found.central:
        names = ", ".join(item.name for item in world.endpoints)
        raise Unknown(f"{on[:40]} is no endpoint; there are {names}")
    return (found.name,)
