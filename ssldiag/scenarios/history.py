"""The state file's text in, the history of a network out, and back. A network is what its events make of it,
so the file holds the events and nothing that could contradict them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from ssldiag.scenarios.happenings import Answer, Change, Event, Take
from ssldiag.scenarios.machine import MOST_EVENTS, handle
from ssldiag.scenarios.state import MOST_ENDPOINTS, SCENARIOS, World, new_world

SCHEMA = "ssldiag.mc/1"
LONGEST = 4 * 1024 * 1024
"""Bytes of a state file: so many events of a KiB and a half each."""


class BadState(ValueError):
    """The state file is none; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class History:
    """How a network came to be: how it began, and each event with its time."""

    scenario: str
    endpoints: int
    began: datetime
    events: tuple[tuple[datetime, Event], ...] = ()

    def world(self) -> World:
        """The network as it is now. Raises :class:`BadState` for an event that was never possible."""
        world = new_world(self.scenario, self.began, self.endpoints)
        for number, (at, event) in enumerate(self.events, 1):
            answer = handle(world, event, at)
            if answer.refusal is not None:
                raise BadState(f"event {number} cannot have happened: {answer.refusal.why}")
            world = answer.world
        return world

    def add(self, world: World, event: Event, now: datetime) -> tuple[History, Answer]:
        """What comes of an event, and the history with it if it is not refused. ``world`` is what it made."""
        answer = handle(world, event, now)
        if answer.refusal is not None:
            return self, answer
        return replace(self, events=(*self.events, (answer.world.now, event))), answer


def written(history: History) -> str:
    """The state file."""
    document = {
        "schema": SCHEMA,
        "scenario": history.scenario,
        "endpoints": history.endpoints,
        "began": history.began.isoformat(),
        "events": [{"at": at.isoformat(), **fields(event)} for at, event in history.events],
    }
    return json.dumps(document, indent=1) + "\n"


def fields(event: Event) -> dict[str, object]:
    """An event as JSON has it."""
    if isinstance(event, Change):
        return {"actor": event.actor, "key": event.key, "value": event.value}
    found: dict[str, object] = {"step": event.step}
    if event.on:
        found["on"] = event.on
    if event.settings:
        found["settings"] = dict(event.settings)
    if event.force:
        found["force"] = True
    return found


def read(text: str) -> History:
    """The history in a state file. Raises :class:`BadState`."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadState("it is no JSON") from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise BadState(f"it is no document of {SCHEMA}")
    scenario, endpoints = document.get("scenario"), document.get("endpoints")
    if scenario not in SCENARIOS:
        raise BadState("it names no scenario")
    if type(endpoints) is not int or not 0 < endpoints <= MOST_ENDPOINTS:
        raise BadState(f"it does not have 1 to {MOST_ENDPOINTS} endpoints")
    events = document.get("events")
    if not isinstance(events, list) or len(events) > MOST_EVENTS:
        raise BadState(f"it has no list of at most {MOST_EVENTS:,} events")
    found = tuple((moment(item), event_of(item)) for item in events)
    return History(str(scenario), endpoints, time(document.get("began")), found)


def event_of(item: Any) -> Event:
    """One event. Raises :class:`BadState`."""
    if not isinstance(item, dict):
        raise BadState("an event is no object")
    names = [item.get(key, "") for key in ("step", "on", "actor", "key", "value")]
    settings = item.get("settings", {})
    if not isinstance(settings, dict):
        raise BadState("the settings of a step are no object")
    if not all(isinstance(word, str) for word in (*names, *settings.values())):
        raise BadState("a value of an event is no text")
    step, on, actor, key, value = names
    if "step" in item:
        return Take(step, on, settings, item.get("force") is True)
    if not actor:
        raise BadState("an event is neither a step nor a change")
    return Change(actor, key, value)


def moment(item: Any) -> datetime:
    """When an event happened. Raises :class:`BadState`."""
    return time(item.get("at") if isinstance(item, dict) else None)


def time(text: Any) -> datetime:
    """A time, UTC where it has no zone. Raises :class:`BadState`."""
    try:
        found = datetime.fromisoformat(text)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise BadState("a time is none") from error
    if not 1990 <= found.year <= 9000:
        raise BadState("a time is none of this or any near century")
    return found
