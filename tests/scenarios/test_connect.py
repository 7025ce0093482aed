"""Real connections between processes: table 1, versions, and processes that fail."""

from __future__ import annotations

import os
import signal
from contextlib import ExitStack

import pytest

from ssldiag.facts.ibmi_protocols import V5R4
from ssldiag.scenarios.connect import Process, ProcessError, Processes, processes
from ssldiag.scenarios.keys import Pair
from ssldiag.scenarios.links import Link
from ssldiag.scenarios.made import decoded, made
from ssldiag.scenarios.orders import versions
from ssldiag.scenarios.state import SCENARIOS, seven
from tests.scenarios.conftest import Connect
from tests.scenarios.stage import BOTH_STEPS, SERVER_STEPS, Play, of, stages
from tests.scenarios.test_links import BETWEEN, TABLE_1, world_of


@pytest.mark.parametrize(("client", "level", "outcome", "certainty"), TABLE_1)
def test_table_1(client: bool, level: str, outcome: str, certainty: str, connect: Connect) -> None:
    found = of(connect(world_of(client, level)), "PC1", "SYSTEMA")
    assert (found.cause or found.outcome) == outcome
    assert found.asked is False


@pytest.mark.parametrize(("central", "endpoint", "outcome", "certainty"), BETWEEN)
def test_between_systems(central: str, endpoint: str, outcome: str, certainty: str, connect: Connect) -> None:
    found = of(connect(world_of(False, central, endpoint)), "SYSTEMA", "ENDPT1")
    assert (found.cause or found.outcome) == outcome


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_state_of_a_scenario_is_as_predicted(scenario: str, connect: Connect) -> None:
    for world in stages(scenario)[2::4]:
        assert [item for item in connect(world) if not item.as_predicted] == []


def test_what_a_secure_connection_is(connect: Connect) -> None:
    found = connect(Play().steps(*BOTH_STEPS).world)
    one = of(found, "SYSTEMA", "ENDPT1")
    assert (one.version, one.proved, one.asked) == ("TLSv1", ("ENDPT1", "SYSTEMA"), True)
    assert one.cipher in ("AES256-SHA", "AES128-SHA", "DES-CBC3-SHA")
    assert one.handshake is not None and one.handshake.version == 0x0301
    assert one.verdict is not None and one.verdict.outcome == "completed"
    pc = of(found, "PC1", "SYSTEMA")
    assert (pc.proved, pc.asked, pc.secure) == (("SYSTEMA",), False, True)
    assert all(of(found, "PC1", "SYSTEMA", word).secure for word in seven())


@pytest.mark.parametrize("value", V5R4)
def test_versions_stand_for_protocol_values(value: str) -> None:
    world = Play().set("ENDPT1", "protocols", value).world
    ours, theirs = versions(world.central, world.endpoints[0], True)
    assert (ours == theirs) == (value != "SSLV2")
    ours, theirs = versions(world.central, world.endpoints[0], False)
    assert (ours == theirs) == (value != "SSLV2")
    assert "TLSv1" not in (*ours, *theirs)


def test_a_process_that_ends_gives_a_sentence() -> None:
    with ExitStack() as stack:
        process = stack.enter_context(Process("PC1"))
        os.kill(process._process.pid, signal.SIGKILL)
        with pytest.raises(ProcessError, match="the process of PC1 ended"):
            process.do({"do": "connect", "port": 1, "mode": "plain"})


def test_each_actor_is_one_process() -> None:
    world = Play(endpoints=1).world
    with processes(world) as running:
        found = {running.of(name)._process.pid for name in ("PC1", "SYSTEMA", "ENDPT1")}
        assert len(found) == 3
        assert isinstance(running, Processes)
    for pid in found:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_bytes_that_are_no_handshake_are_no_trouble() -> None:
    told = {"outcome": "fails", "error": "EOF", "seen": [(True, "16030100"), (False, "ffff")], "ended": True}
    assert decoded(told) is not None
    world = Play().steps(*SERVER_STEPS).world
    link = Link("SYSTEMA", "ENDPT1", "mgtc", "tls")
    assert made(world, link, told, {}).outcome == "fails"


def test_keys_are_made_once(held: dict[str, Pair], connect: Connect) -> None:
    world = Play().world
    connect(world)
    before = dict(held)
    connect(world)
    assert held == before
