"""Every step in every state of both scenarios; and that what is refused changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ssldiag.scenarios.happenings import Change, Take
from ssldiag.scenarios.machine import MOST_EVENTS, handle
from ssldiag.scenarios.state import ALL_CONNECTIONS, CLIENT_CONNECTION, SCENARIOS, World, new_world
from ssldiag.scenarios.steps import steps
from tests.scenarios.stage import NOW, Play, client_play, stages

ALLOWED = {
    CLIENT_CONNECTION: {
        "start": "1 2 5",
        "1": "1 2 5",
        "2": "1 2 3 5",
        "3": "1 2 3 4 5",
        "4": "1 2 3 4 5",
        "5": "1 2 3 4 5",
    },
    ALL_CONNECTIONS: {
        "start": "0 1 2c",
        "0": "0 1 2c",
        "1": "0 1 2a 2c",
        "2a": "0 1 2a 2c",
        "2c": "0 1 2a 2c 2f",
        "2f": "0 1 2a 2c 2f 3 4",
        "3": "0 1 2a 2c 2f 3 4 5",
        "4": "0 1 2a 2c 2f 3 4 5 6",
        "5": "0 1 2a 2c 2f 3 4 5 6",
        "6": "0 1 2c 5 6 7a",
        "7a": "0 1 2c 5 6 7a 7c",
        "7c": "0 1 2c 5 6 7a 7c 8.1",
        "8.1": "0 1 2c 5 6 7a 7c 8.1 8.8",
        "8.8": "0 1 2c 3 4 5 6 7a 7c 8.1 8.8 8.10 9 10",
        "8.10": "0 1 2c 3 4 5 6 7a 7c 8.1 8.8 8.10 9 10",
        "9": "0 1 2c 3 4 5 6 7a 7c 8.1 8.8 8.10 9 10",
        "10": "0 1 2c 3 4 5 6 7a 7c 8.1 8.8 8.10 9 10",
    },
}
"""After which step which steps may be taken. Steps 3 and 4 are the same windows as 9 and 10."""


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_which_steps_may_be_taken_when(scenario: str) -> None:
    found = {}
    names = ["start", *(step.number for step in steps(scenario))]
    for name, world in zip(names, stages(scenario), strict=True):
        taken = []
        for step in steps(scenario):
            answer = handle(world, Take(step.number), NOW)
            assert answer.refusal is None or answer.world == world
            if answer.refusal is None:
                taken.append(step.number)
        found[name] = " ".join(taken)
    assert found == ALLOWED[scenario]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_who_insists_is_refused_only_what_is_impossible(scenario: str) -> None:
    for world in stages(scenario):
        for step in steps(scenario):
            refusal = handle(world, Take(step.number, force=True), NOW).refusal
            assert refusal is None or refusal.firm


def test_a_step_with_parts_is_taken_whole_or_not_at_all() -> None:
    play = Play().steps("0", "1")
    before = play.world
    play.refuses("2", "the document has yes for wait", wait="no")
    assert play.world == before
    play.steps("2")
    assert [item.number for item in play.world.steps] == ["0", "1", "2a", "2c", "2f"]


@pytest.mark.parametrize("word", ["2f", "compare-and-update", "Compare-And-Update", "step 2f", " 2F "])
def test_steps_are_known_by_number_and_name(word: str) -> None:
    play = Play().steps("0", "1", "2a", "2c")
    assert play.tell(Take(word)).refusal is None


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (Take("77"), "no such step; it has 0, 1, 2a"),
        (Take(""), "no such step"),
        (Take("1", "ENDPT1"), "step 1 is done on SYSTEMA"),
        (Take("4", "SYSTEMA"), "SYSTEMA is no endpoint; there are ENDPT1, ENDPT2"),
        (Take("0", "PC9"), "PC9 is no PC; there are PC1"),
        (Take("1", "", {"colour": "red"}), "colour is no choice of this step, which has level, use-ssl"),
        (Take("3", "", {"level": "Any"}), "level is no choice of this step, which has none"),
        (Take("1", "", {"level": "Some"}), "is none of Any, Server, Client and server"),
        (Take("1", "", {"use-ssl": "maybe"}), "is neither yes nor no"),
        (Take("2c", "", {"members": "x" * 300}), "is too long"),
        (Take("8.1", "", {"target-release": "soon"}), "is no release such as V5R4"),
        (Change("ENDPT7", "ca", "no"), "there is no ENDPT7; there are PC1, SYSTEMA, ENDPT1, ENDPT2, network"),
        (Change("PC1", "store", "no"), "store is nothing of PC1; it has ca, expects-check, release"),
        (Change("ENDPT1", "release", "7.5"), "is no release from V5R1 to 7.4"),
        (Change("ENDPT1", "ca", "perhaps"), "is neither yes nor no"),
        (Change("ENDPT1", "certificate", "old"), "is none of valid, expired, other-ca, none"),
        (Change("ENDPT1", "assigned", "mgtc,telnet"), "telnet is none of all, none, mgtc"),
        (Change("ENDPT1", "protocols", "TLSV1.2"), "is none of TLSV1, "),
        (Change("ENDPT1", "list", "old"), "is neither no nor new"),
        (Change("network", "ca", "old"), "is neither valid nor expired"),
    ],
)
def test_what_is_not_understood_is_refused_with_a_sentence(event: Take | Change, why: str) -> None:
    world = new_world(ALL_CONNECTIONS, NOW)
    answer = handle(world, event, NOW)
    assert answer.refusal is not None
    assert why in answer.refusal.why
    assert answer.refusal.firm
    assert answer.world == world


def test_time_never_stands_still() -> None:
    world = new_world(ALL_CONNECTIONS, NOW)
    one = handle(world, Take("0"), NOW - timedelta(days=9)).world
    two = handle(one, Take("1"), NOW - timedelta(days=9)).world
    later = handle(two, Take("1"), NOW + timedelta(days=9)).world
    assert [world.now < one.now < two.now, later.now] == [True, NOW + timedelta(days=9)]


def test_there_is_an_end_to_events() -> None:
    world = replace(new_world(ALL_CONNECTIONS, NOW), events=MOST_EVENTS)
    assert "are enough" in str(handle(world, Take("0"), NOW).refusal)


def test_one_endpoint_after_the_other() -> None:
    play = Play(endpoints=3).steps("0", "1", "2", "3")
    assert play.tell(Take("4", "endpt2")).refusal is None
    assert [item.active.ssl for item in play.world.endpoints] == [False, True, False]
    play.steps("4")
    assert all(item.active.ssl for item in play.world.endpoints)


def test_another_pc_repeats_the_last_step() -> None:
    """The note at the end of the scenario of one PC."""
    play = client_play().steps("1", "2", "3", "4")
    play.then("PC2", "SYSTEMA", "plain")
    assert play.tell(Take("4", "PC2")).refusal is None
    play.then("PC2", "SYSTEMA", "tls")


def worlds_differ(one: World, other: World) -> bool:
    """Two networks are not the same, time aside."""
    return replace(one, now=other.now, events=other.events) != other


def test_taking_ssl_from_a_pc_without_it_changes_nothing_but_the_record() -> None:
    play = client_play()
    before = play.world
    answer = play.tell(Take("1"))
    assert [seen.text for seen in answer.seen] == ["SSL is off already: there is nothing to do"]
    assert not worlds_differ(replace(play.world, steps=()), before)
