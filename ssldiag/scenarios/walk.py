"""Events in; a whole scenario walked through, out: each step with what actors see, and the connections made
wherever a step may have changed them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from ssldiag.scenarios import keys
from ssldiag.scenarios.happenings import Change, Event, Refusal, Seen, Take
from ssldiag.scenarios.history import History
from ssldiag.scenarios.keys import Pair, Ring
from ssldiag.scenarios.made import Made
from ssldiag.scenarios.state import ALL_CONNECTIONS, CLIENT_CONNECTION, FULL, World
from ssldiag.scenarios.steps import Step, find, steps

Connect = Callable[[World, Ring], tuple[Made, ...]]

RUNS = {CLIENT_CONNECTION: CLIENT_CONNECTION, ALL_CONNECTIONS: ALL_CONNECTIONS, FULL: ALL_CONNECTIONS}
"""What can be walked -> its scenario."""

TALKING = frozenset(("client-off", "client-on", "restart"))
"""Kinds of steps after which connections may be other than before."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One step, or how it all began. ``made`` is empty where nothing was tried. ``open``: steps that have to
    follow before all is well again.
    """

    title: str
    how: str
    world: World
    seen: tuple[Seen, ...] = ()
    refusal: Refusal | None = None
    made: tuple[Made, ...] = ()
    number: str = ""
    name: str = ""
    open: tuple[str, ...] = ()


OPEN = {"3": ("4", "5"), "4": ("5",), "9": ("10",)}
"""Restarts of the second scenario -> the steps without which not everything connects."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A way through a scenario: chapters as they come, and in the end what became of it all."""

    history: History
    ring: Mapping[str, Pair]
    chapter: Chapter


def whole(run: str) -> tuple[Event, ...]:
    """The steps of a scenario from first to last; those that are optional only where they are asked for."""
    return tuple(Take(step.number) for step in steps(RUNS[run]) if run == FULL or not step.optional)


def parted(scenario: str, event: Event) -> Iterator[tuple[Event, Step | None]]:
    """An event, or each part of a step that has some."""
    if isinstance(event, Change):
        yield event, None
        return
    parts = find(scenario, event.step)
    if len(parts) < 2:
        yield event, parts[0] if parts else None
        return
    for part in parts:
        yield Take(part.number, event.on, event.settings, event.force), part


def walk(history: History, events: tuple[Event, ...], now: datetime, connect: Connect) -> Iterator[Walk]:
    """Chapter upon chapter, each with everything so far. A step that is refused is the last."""
    world = history.world()
    ring = keys.filled({}, world, now)
    begin = "Before the first step"
    yield Walk(history, ring, Chapter(begin, "", world, made=connect(world, ring)))
    for event in events:
        for one, step in parted(history.scenario, event):
            history, answer = history.add(world, one, now)
            world = answer.world
            ring = keys.filled(ring, world, now)
            talk = isinstance(one, Change) or (step is not None and step.kind in TALKING)
            made = connect(world, ring) if talk and answer.refusal is None else ()
            title, how = titled(one, step)
            name, number = (step.name, step.number) if step else ("", "")
            still = OPEN.get(number, ()) if history.scenario == ALL_CONNECTIONS else ()
            chapter = Chapter(title, how, world, answer.seen, answer.refusal, made, number, name, still)
            yield Walk(history, ring, chapter)
            if answer.refusal is not None:
                return


def titled(event: Event, step: Step | None) -> tuple[str, str]:
    """The heading of a chapter, and where it is done."""
    if isinstance(event, Change):
        return f"Not a step: {event.actor} {event.key} = {event.value}", ""
    if step is None:
        return f"Step {event.step}", ""
    more = [
        f"on {event.on}" if event.on else "",
        *(f"{key}={value}" for key, value in event.settings.items()),
    ]
    more.append("although the document forbids it" if event.force else "")
    words = ", ".join(filter(None, more))
    return f"Step {step.number} ({step.name}): {step.title}" + (f" [{words}]" if words else ""), step.how
