"""Every wrong order and missing element: it is refused, and who insists sees real handshakes fail at the
documented place, with the code that an IBM i would log; and the doctor names the cause.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest

from ssldiag.bundled import folder
from ssldiag.doctor import examine
from ssldiag.errors.load import Tables
from ssldiag.model import Rule, Snapshot, Source
from ssldiag.recognise import recognise
from ssldiag.registry import load
from ssldiag.scenarios import codes, files, keys
from ssldiag.scenarios.happenings import Take
from ssldiag.scenarios.keys import Pair
from ssldiag.scenarios.links import links
from ssldiag.scenarios.machine import handle
from ssldiag.scenarios.state import SCENARIOS, World, new_world
from ssldiag.scenarios.violation import Violation
from ssldiag.scenarios.violations import violations
from ssldiag.settings import Settings
from tests.scenarios.conftest import Connect
from tests.scenarios.stage import NOW, of

ALL = list(violations().values())

LOGGED = {
    "client-on-early": {"PC1": "25011"},
    "no-certificate-mc": {"SYSTEMA": "-2 403", "PC1": "25016"},
    "no-certificate-host-server": {"PC1": "10061"},
    "no-ca-on-pc": {"PC1": "25404", "SYSTEMA": "-16 415 -22 420"},
    "certificate-expired": {"PC1": "25024", "SYSTEMA": "-16 415 -22 420"},
    "ca-expired": {"PC1": "25024", "SYSTEMA": "-16 415 -22 420"},
    "restart-after-step-1": {"SYSTEMA": "-11 410"},
    "endpoints-first": {"ENDPT1": "-2 403", "SYSTEMA": "-16 415 -22 420"},
    "no-ca-on-endpoint": {"ENDPT1": "-23 6000", "SYSTEMA": "-16 415 -22 420"},
    "no-ca-on-central": {"SYSTEMA": "-23 6000", "ENDPT1": "-16 415 -22 420"},
    "endpoint-expired": {"SYSTEMA": "-24 107 -25 401", "ENDPT1": "-16 415 -22 420"},
    "endpoint-without-certificate": {"ENDPT1": "-2 403", "SYSTEMA": "-16 415 -22 420"},
    "endpoint-without-store": {"ENDPT1": "-95 202", "SYSTEMA": "-16 415 -22 420"},
    "list-not-copied": {},
    "v5r1-endpoint": {},
    "server-stopped": {"PC1": "10061"},
    "protocols-do-not-meet": {"SYSTEMA": "-1 402", "ENDPT1": "-1 402"},
}
"""What the first connection that fails has logged, SSL_ numbers before GSKit's. Of the failures of level and
list no code is published."""


def ids(item: Violation) -> str:
    return item.name


def broken(item: Violation) -> World:
    """The network in which it went wrong. What is forced is refused before, and so changes nothing."""
    world = new_world(item.scenario, NOW)
    for number, event in enumerate(item.events, 1):
        if isinstance(event, Take) and event.force:
            polite = handle(world, replace(event, force=False), NOW)
            assert polite.refusal is not None, event
            assert polite.world == world
        answer = handle(world, event, NOW)
        impossible = item.refused and number == len(item.events)
        assert (answer.refusal is not None) == impossible, answer.refusal
        world = answer.world
    return world


@pytest.mark.parametrize("item", ALL, ids=ids)
def test_real_handshakes_end_where_and_how_they_should(item: Violation, connect: Connect) -> None:
    found = connect(broken(item))
    assert [made for made in found if not made.as_predicted] == []
    for wanted in item.shows:
        made = of(found, wanted.client, wanted.server, wanted.service)
        assert (made.outcome, made.cause, made.by) == (wanted.outcome, wanted.cause, wanted.by)
        assert len(made.proved) == wanted.proved


@pytest.mark.parametrize("name", LOGGED)
def test_what_each_side_would_log(name: str) -> None:
    item = violations()[name]
    wanted = next(one for one in item.shows if one.outcome == "fails")
    world = broken(item)
    ends = (wanted.client, wanted.server, "fails")
    link = next(one for one in links(world) if (one.client, one.server, one.outcome) == ends)
    entries = codes.logged(Tables(folder("errortables")), world, link, wanted.cause, wanted.by)
    found: dict[str, str] = {}
    for entry in entries:
        found[entry.actor] = f"{found.get(entry.actor, '')} {entry.code}".strip()
    assert found == LOGGED[name]
    confirmed = {entry.code for entry in entries if entry.certainty == "confirmed"}
    assert confirmed <= {"25404", "10061", "3425"}


@pytest.fixture(scope="module")
def rules() -> dict[str, Rule]:
    """The checks for IBM i."""
    return {code: rule for code, rule in load().items() if code.startswith("IBMI")}


def examined(world: World, held: dict[str, Pair], rules: dict[str, Rule]) -> set[str]:
    """The codes of the findings on a network's files; everything in them can be read."""
    held.update(keys.filled(held, world, NOW))
    sources = []
    for name, text in sorted(files.files(world, held).items()):
        data = text.encode()
        kind, why = recognise(name, data, len(data), "utf-8")
        sources.append(Source(name, kind, why, len(data), partial(BytesIO, data), "utf-8"))
    report = examine(Snapshot("network", tuple(sources)), tuple(rules.values()), NOW, Settings())
    assert report.unreadable == ()
    assert report.crashed == ()
    return {result.finding.code for result in report.all_results()}


@pytest.mark.parametrize("item", ALL, ids=ids)
def test_the_doctor_names_the_cause(item: Violation, held: dict[str, Pair], rules: dict[str, Rule]) -> None:
    decided = {fact for rule in rules.values() for fact in rule.facts}
    found = {fact for code in examined(broken(item), held, rules) for fact in rules[code].facts}
    assert {fact for fact in item.rules if fact in decided} <= found


def test_the_doctor_sees_that_a_server_does_not_run(held: dict[str, Pair], rules: dict[str, Rule]) -> None:
    named = {item.name for item in ALL if "IBMI226" in examined(broken(item), held, rules)}
    assert named == {"server-stopped"}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_there_is_one_of_each_scenario_and_a_name_is_one_word(scenario: str) -> None:
    assert [item for item in ALL if item.scenario == scenario]
    assert all(item.name == item.name.lower() and " " not in item.name for item in ALL)


def test_names_are_unique_and_rules_are_rows_of_the_list(shared: Path) -> None:
    text = (shared / "facts" / "ibmi_rules.csv").read_text("utf-8")
    rows = {line.partition(",")[0] for line in text.splitlines()}
    assert {rule for item in ALL for rule in item.rules} <= rows
