"""What the checks of Management Central share: who has which role, and what is wanted."""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Located, McClient, McScenario, McServer, McStep

ONE_PC, ALL, BOTH_WAYS = "client-connection", "all-connections", "all-connections-client-auth"
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


def steps(facts: Facts, number: str, *scenarios: str) -> list[McStep]:
    """The steps of this number that were taken, in order; of any scenario where none is named."""
    found = [
        item
        for item in facts.all(McStep)
        if item.number.value == number and (not scenarios or item.scenario in (*scenarios, ""))
    ]
    return sorted(found, key=when)


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
