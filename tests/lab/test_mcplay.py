"""Faults of Management Central: each is one that ``ssldiag mc`` knows, and wrong ones become a judgement."""

from __future__ import annotations

from dataclasses import replace

from ssldiag.lab.catalogue import load, named
from ssldiag.lab.fault import ExplainWish, LogWish, Network
from ssldiag.lab.run import Options, run
from ssldiag.lab.stage import Ran, Say, Shown
from ssldiag.scenarios.violations import violations

FAULTS = [fault for fault in load() if fault.network is not None]


def test_each_violation_is_known_and_belongs_to_its_scenario() -> None:
    networks = [fault.network for fault in FAULTS if fault.network]
    known = {(item.name, item.scenario) for item in violations().values()}
    assert networks
    assert {(item.violation, item.scenario) for item in networks if item.violation} <= known


def test_one_that_nobody_knows_ends_the_run() -> None:
    fault = replace(named("client-on-early", tuple(FAULTS)), network=Network("client-connection", "no-such"))
    story = run(fault, Options())
    wrong = [item for item in story.stage.judgements if not item.ok]
    assert [item.found for item in wrong] == ["no-such is not among `ssldiag mc violations`"]


def test_a_story_from_beginning_to_end() -> None:
    """Commands, what would be logged, what explain says, and a wrong wish of each kind."""
    fault = named("client-on-early", tuple(FAULTS))
    story = run(
        replace(
            fault,
            logs=(*fault.logs, LogWish("SYSTEMA", ("-11",)), LogWish("PC1", (), ("25011",))),
            explain=(ExplainWish("25011", "", ("no such words",)),),
        ),
        Options(),
    )
    acts = {act.number: act.items for act in story.stage.acts}
    commands = [item.command for items in acts.values() for item in items if isinstance(item, Ran)]
    assert commands[0] == "ssldiag mc run client-connection --endpoints 2 --to $LAB/pool"
    assert commands[3] == (
        "ssldiag mc run client-connection --with client-on-early --endpoints 2 --to $LAB/pool"
    )
    assert commands[-3] == "ssldiag mc step $LAB/pool 4"
    assert Say("The same network anew; this time the steps are these:") in acts[2]
    assert any(isinstance(item, Shown) and "25011" in item.lines[0] for item in acts[4])
    wrong = {(item.what, item.expected) for item in story.stage.judgements if not item.ok}
    assert wrong == {
        ("log of SYSTEMA", "-11"),
        ("log of PC1", "no 25011"),
        ("explain 25011", "no such words"),
    }
