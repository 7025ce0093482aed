"""What the checks of Management Central share: who has which role, and what is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ssldiag.api import (
    CompareAndUpdate,
    Facts,
    Finding,
    Located,
    McClient,
    McScenario,
    McServer,
    McStep,
    Place,
    TrustedGroup,
    finding,
)

ONE_PC, ALL, BOTH_WAYS = "client-connection", "all-connections", "all-connections-client-auth"
TRUSTED = "Trusted Group"
LEVEL_ANY, LEVEL_SERVER, LEVEL_BOTH = "Any", "Server", "Client and server"


def central(facts: Facts) -> McServer | None:
    """The central system, where exactly one system has that role."""
    found = [item for item in facts.all(McServer) if item.role == "central"]
    return found[0] if len(found) == 1 else None


def endpoints(facts: Facts) -> tuple[McServer, ...]:
    """The endpoint systems."""
    return tuple(item for item in facts.all(McServer) if item.role == "endpoint")


def clients(facts: Facts) -> Iterator[McClient]:
    """The PCs that go to the central system."""
    middle = central(facts)
    for item in facts.all(McClient):
        if middle and item.central.upper() in ("", middle.system.upper()):
            yield item


def scenario(facts: Facts, *wanted: str) -> McScenario | None:
    """The scenario that someone wants to reach, if it is one of these."""
    return next((item for item in facts.all(McScenario) if item.name.value.lower() in wanted), None)


def everywhere(facts: Facts) -> McScenario | None:
    """The scenario that secures all connections, with client authentication or without."""
    return scenario(facts, ALL, BOTH_WAYS)


def yes(value: Located[bool] | None) -> bool:
    """Whether a value is there and true."""
    return value is not None and value.value


def no(value: Located[bool] | None) -> bool:
    """Whether a value is there and false."""
    return value is not None and not value.value


def says(value: Located[str] | None, word: str) -> bool:
    """Whether a value is there and is this word."""
    return value is not None and value.value == word


def steps(facts: Facts, number: str, scenario: str = ALL) -> list[McStep]:
    """The steps of this number that were taken in a scenario, in order; its parts (``2a``, ``8.1``) too. One
    that failed by its outcome was not taken.
    """
    found = [
        item
        for item in facts.all(McStep)
        if whole(item.number.value) == number
        and item.scenario in ("", scenario, BOTH_WAYS)
        and not (item.outcome and "fail" in item.outcome.value.lower())
    ]
    return sorted(found, key=when)


def whole(number: str) -> str:
    """The number of the step that a part belongs to.

    >>> whole("2a"), whole("8.10"), whole("10")
    ('2', '8', '10')
    """
    return number.partition(".")[0].rstrip("abcdefghijk")


def when(step: McStep) -> tuple[bool, str, int]:
    """Sorts steps: by moment, and those without one by their order in the file."""
    return step.at is None, step.at.value.isoformat() if step.at else "", step.order


def before(one: McStep, other: McStep) -> bool:
    """Whether a step was taken before another; False where that cannot be told."""
    if one.at and other.at:
        return one.at.value < other.at.value
    return (
        one.at is None and other.at is None and one.place.file == other.place.file and one.order < other.order
    )


def wrong_group(facts: Facts, given: Located[str] | None) -> Iterator[tuple[Place, str]]:
    """What is wrong with the group that a task was run on: it is not Trusted Group, and the form shows no
    group of that name, or one without all endpoints.
    """
    if given is None or given.value.lower() == TRUSTED.lower():
        return
    group = next((one for one in facts.all(TrustedGroup) if one.name.lower() == given.value.lower()), None)
    others = endpoints(facts)
    if group is None or not others or not all(group.holds(one.system) for one in others):
        yield given.place, f"it went to {given}, not {TRUSTED}"


def runs(facts: Facts, level: str) -> list[CompareAndUpdate]:
    """The runs of Compare and Update that spread this level, in the order of their starts."""
    found = [item for item in facts.all(CompareAndUpdate) if says(item.level, level)]
    return sorted(found, key=lambda item: item.started.value.isoformat() if item.started else "")


def stored_at(facts: Facts, level: str) -> list[Located[datetime]]:
    """When the central system's level was set to this, by steps taken and by its settings."""
    number = "1" if level == LEVEL_SERVER else "6"
    found = [item.at for item in steps(facts, number) if item.at]
    middle = central(facts)
    if middle and middle.changed and says(middle.level_stored, level):
        found.append(middle.changed)
    return sorted(found, key=lambda item: item.value)


def restarts(facts: Facts, system: str) -> list[Located[datetime]]:
    """When Management Central was started on a system, by steps taken and by its settings."""
    found = [
        item.at
        for number in ("3", "4", "9", "10")
        for item in steps(facts, number)
        if item.at and item.actor.upper() == system.upper()
    ]
    found.extend(
        item.started for item in facts.all(McServer) if item.system.upper() == system.upper() and item.started
    )
    return sorted(found, key=lambda item: item.value)


def early_restart(facts: Facts, level: str) -> tuple[Located[datetime], Located[datetime] | None] | None:
    """A restart of the central system after its level was set and before a run of Compare and Update spread
    it; and when that run started, if there was one. Not one that was made up for since.
    """
    middle, stored = central(facts), stored_at(facts, level)
    if middle is None or not stored:
        return None
    first = stored[0].value
    started = [item.started for item in runs(facts, level) if item.started and item.started.value >= first]
    for restart in restarts(facts, middle.system):
        if restart.value < first:
            continue
        if not started:
            known = bool(facts.all(McStep)) or bool(facts.all(CompareAndUpdate))
            return (restart, None) if known else None
        if restart.value >= started[0].value or made_up_for(facts, middle, started[0].value):
            return None
        return restart, started[0]
    return None


def made_up_for(facts: Facts, middle: McServer, run: datetime) -> bool:
    """Whether the central system was restarted after a run of Compare and Update too, and the endpoints have
    what it has.
    """
    others = endpoints(facts)
    alike = all(
        (one.ssl_active and one.ssl_active.value, one.level_active and one.level_active.value)
        == (middle.ssl_active and middle.ssl_active.value, middle.level_active and middle.level_active.value)
        for one in others
    )
    return bool(others) and alike and any(item.value >= run for item in restarts(facts, middle.system))


def restarted_early(facts: Facts, code: str, level: str, name: str) -> Iterator[Finding]:
    """The finding about a restart before ``level``, called ``name``, was spread."""
    middle, found = central(facts), early_restart(facts, level)
    if middle and found:
        restart, run = found
        then = f"only started at {run.value:%Y-%m-%d %H:%M}" if run else "was not run"
        yield finding(
            code,
            f"{middle.system} was restarted at {restart.value:%Y-%m-%d %H:%M}, but Compare and Update with "
            f"level {name} {then}",
            (restart, "the restart"),
            *([(run, "Compare and Update")] if run else []),
            about=(middle.system,),
        )
