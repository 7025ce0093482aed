"""Networks for tests, and stories acted on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from ssldiag.scenarios.happenings import Answer, Change, Event, Take
from ssldiag.scenarios.history import History
from ssldiag.scenarios.links import Link, links
from ssldiag.scenarios.machine import handle
from ssldiag.scenarios.made import Made
from ssldiag.scenarios.state import ALL_CONNECTIONS, CLIENT_CONNECTION, MGTC, World, new_world
from ssldiag.scenarios.steps import steps

NOW = datetime.now(UTC).replace(microsecond=0)
"""True time: OpenSSL judges certificates by the clock."""

SERVER_STEPS = ("0", "1", "2", "3", "4", "5")
BOTH_STEPS = (*SERVER_STEPS, "6", "7", "8", "9", "10")


class Play:
    """A network, and what is done to it."""

    def __init__(self, scenario: str = ALL_CONNECTIONS, endpoints: int = 2) -> None:
        self.world = new_world(scenario, NOW, endpoints)

    def tell(self, event: Event) -> Answer:
        """Something happens."""
        answer = handle(self.world, event, NOW)
        self.world = answer.world
        return answer

    def steps(self, *numbers: str) -> Play:
        """Steps as the document has them, each of them taken."""
        for number in numbers:
            answer = self.tell(Take(number))
            assert answer.refusal is None, answer.refusal
        return self

    def set(self, actor: str, key: str, value: str) -> Play:
        """Something is otherwise."""
        answer = self.tell(Change(actor, key, value))
        assert answer.refusal is None, answer.refusal
        return self

    def force(self, step: str, on: str = "", **settings: str) -> Play:
        """A step that is refused, and taken all the same."""
        choices = {key.replace("_", "-"): value for key, value in settings.items()}
        event = Take(step, on, choices, force=True)
        assert handle(self.world, replace(event, force=False), NOW).refusal is not None
        answer = self.tell(event)
        assert answer.refusal is None, answer.refusal
        return self

    def refuses(self, step: str, why: str, firm: bool = False, **settings: str) -> Play:
        """A step that is refused with words like these, and changes nothing."""
        before = self.world
        choices = {key.replace("_", "-"): value for key, value in settings.items()}
        answer = self.tell(Take(step, "", choices, force=firm))
        assert answer.refusal is not None
        assert why in answer.refusal.why
        assert (answer.refusal.firm, self.world) == (firm, before)
        return self

    def link(self, client: str, server: str, service: str = MGTC) -> Link:
        """What a connection would come to."""
        return next(
            item
            for item in links(self.world)
            if (item.client, item.server, item.service) == (client, server, service)
        )

    def then(self, client: str, server: str, outcome: str) -> Play:
        """What a connection would come to: ``plain``, ``tls``, or the cause of its failure."""
        found = self.link(client, server)
        assert (found.cause or found.outcome) == outcome
        return self


def client_play() -> Play:
    """The scenario of one PC."""
    return Play(CLIENT_CONNECTION)


def history_of(scenario: str, events: tuple[Event, ...], endpoints: int = 2) -> tuple[History, World]:
    """The history that events make."""
    history = History(scenario, endpoints, NOW)
    world = history.world()
    for event in events:
        history, answer = history.add(world, event, NOW)
        world = answer.world
    return history, world


def stages(scenario: str) -> list[World]:
    """A network before the first step and after each part of the scenario."""
    play = Play(scenario)
    found = [play.world]
    for step in steps(scenario):
        play.steps(step.number)
        found.append(play.world)
    return found


def of(found: tuple[Made, ...], client: str, server: str, service: str = MGTC) -> Made:
    """One connection of those that were made."""
    return next(
        item
        for item in found
        if (item.link.client, item.link.server, item.link.service) == (client, server, service)
    )
