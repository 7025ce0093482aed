"""The files that the doctor reads: nothing in them is unreadable, and what they say is so."""

from __future__ import annotations

from functools import partial
from io import BytesIO

import pytest

from ssldiag.doctor import examine
from ssldiag.facts import Facts
from ssldiag.facts.ibmi_applications import Application
from ssldiag.facts.ibmi_mc import (
    CompareAndUpdate,
    McClient,
    McScenario,
    McServer,
    McStep,
    PackageSend,
    TrustedGroup,
    ValidationList,
)
from ssldiag.facts.ibmi_network import Listener
from ssldiag.facts.ibmi_products import Product
from ssldiag.facts.ibmi_stores import IbmiCertificate
from ssldiag.model import Severity, Snapshot, Source
from ssldiag.recognise import recognise
from ssldiag.registry import load
from ssldiag.scenarios import files, keys
from ssldiag.scenarios.keys import Pair
from ssldiag.scenarios.state import ALL_CONNECTIONS, CLIENT_CONNECTION, FULL, SCENARIOS, World
from ssldiag.settings import Settings
from tests.scenarios.stage import BOTH_STEPS, NOW, SERVER_STEPS, Play, client_play, stages


def snapshot(world: World, held: dict[str, Pair]) -> Snapshot:
    """A network's files."""
    held.update(keys.filled(held, world, NOW))
    found = []
    for name, text in sorted(files.files(world, held).items()):
        data = text.encode()
        kind, why = recognise(name, data, len(data), "utf-8")
        assert kind.startswith("ibmi_"), name
        found.append(Source(name, kind, why, len(data), partial(BytesIO, data), "utf-8"))
    return Snapshot("network", tuple(found))


def facts_of(world: World, held: dict[str, Pair]) -> Facts:
    """What the readers make of them."""
    return Facts(snapshot(world, held), Settings(), NOW)


def test_everything_is_read_as_it_is(held: dict[str, Pair]) -> None:
    world = Play().steps(*BOTH_STEPS).world
    facts = facts_of(world, held)
    servers = {item.system: item for item in facts.all(McServer)}
    assert list(servers) and {item.name for item in world.systems} == set(servers)
    for system in world.systems:
        found = servers[system.name]
        assert found.role == system.role
        assert (found.ssl_active and found.ssl_active.value) == system.active.ssl
        assert (found.level_active and found.level_active.value) == system.active.level
        assert found.started is not None
    (pc,) = facts.all(McClient)
    assert (pc.name, pc.central, pc.ssl_active and pc.ssl_active.value) == ("PC1", "SYSTEMA", True)
    (group,) = facts.all(TrustedGroup)
    assert group.holds("ENDPT1") and group.holds("ENDPT2")
    assert len(facts.all(CompareAndUpdate)) == 2
    (package,) = facts.all(PackageSend)
    assert str(package.status("SYSTEMA")) == "failed"
    assert str(package.status("ENDPT1")) == "completed"
    assert [item.number.value for item in facts.all(McStep)] == [item.number for item in world.steps]
    copies = {(item.system, item.library.value) for item in facts.all(ValidationList)}
    assert copies == {(item.name, "QMGTC2") for item in world.systems}
    (scenario,) = facts.all(McScenario)
    assert (scenario.name.value, scenario.reached and scenario.reached.value) == (FULL, True)
    assert {item.system for item in facts.all(Application)} == {item.name for item in world.systems}
    assert len(facts.all(IbmiCertificate)) == 6
    assert {item.port for item in facts.all(Listener) if item.system == "SYSTEMA"} >= {5555, 5566, 9476, 8476}
    assert "5722SS1" in {item.id.value for item in facts.all(Product)}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_state_can_be_read(scenario: str, held: dict[str, Pair]) -> None:
    for world in stages(scenario)[::3]:
        facts = facts_of(world, held)
        assert facts.all(McServer)
        assert facts.unreadable() == ()


@pytest.mark.parametrize("steps", [(), SERVER_STEPS, BOTH_STEPS], ids=["before", "server", "both"])
def test_a_network_as_the_document_has_it_is_found_healthy(
    steps: tuple[str, ...], held: dict[str, Pair]
) -> None:
    world = Play().steps(*steps).world
    rules = load()
    report = examine(snapshot(world, held), tuple(rules.values()), NOW, Settings())
    bad = [item.finding.code for item in report.all_results() if item.severity is not Severity.INFO]
    assert (bad, report.unreadable, report.crashed) == ([], (), ())


def test_when_a_scenario_has_reached_what_it_is_for() -> None:
    assert not files.reached(client_play().steps("1", "2", "3").world)
    assert files.reached(client_play().steps("1", "2", "3", "4").world)
    assert files.scenario(client_play().steps("1").world) == CLIENT_CONNECTION
    play = Play().steps(*SERVER_STEPS)
    assert files.reached(play.world)
    assert files.scenario(play.world) == ALL_CONNECTIONS
    play.steps("6")
    assert (files.scenario(play.world), files.reached(play.world)) == (FULL, False)
    assert files.reached(play.steps("7", "8", "9", "10").world)


@pytest.mark.parametrize(
    ("release", "product"), [("V5R2", "5722AC3"), ("6.1", "5761SS1"), ("7.1", "5761JV1")]
)
def test_products_fit_the_release(release: str, product: str, held: dict[str, Pair]) -> None:
    world = Play().set("ENDPT1", "release", release).world
    assert product in {
        item.id.value for item in facts_of(world, held).all(Product) if item.system == "ENDPT1"
    }
