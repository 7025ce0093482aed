"""Plays a fault of Management Central in the same seven acts, on its reference (``ssldiag mc``)."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ssldiag.lab import compare, diagnose
from ssldiag.lab.diagnose import tables
from ssldiag.lab.explained import explained
from ssldiag.lab.fault import Fault, Link, Network
from ssldiag.lab.ground import Ground
from ssldiag.lab.machinery import Pool, Trouble
from ssldiag.lab.stage import Ran, Shown, Stage
from ssldiag.lab.steps import Crew
from ssldiag.scenarios import connect as connecting
from ssldiag.scenarios import documents, shown
from ssldiag.scenarios.folder import create, load
from ssldiag.scenarios.history import History
from ssldiag.scenarios.links import links
from ssldiag.scenarios.violations import violations
from ssldiag.scenarios.walk import RUNS, Chapter, walk, whole

MOST = 40
"""Lines about connections or steps that are shown: three systems have some fifteen connections, the longest
scenario some twenty steps.
"""

LOGGED = "    "
"""How a line about what a side would log begins, beneath its connection."""


class McPlay:
    """One run of one fault of the family ibmi."""

    def __init__(self, fault: Fault, network: Network, ground: Ground, stage: Stage) -> None:
        self._fault = fault
        self._network = network
        self._ground = ground
        self._stage = stage
        self._crew = Crew(ground, stage, Pool(ground.pool), None)

    def play(self) -> None:
        """All acts. Raises Trouble."""
        self._stage.act(1)
        self._scenario()
        self._well(False)
        self._stage.act(2)
        self._stage.say(f"{self._fault.what}.")
        if self._network.violation:
            self._stage.say("The same network anew; this time the steps are these:")
            self._scenario(self._network.violation)
        for step in self._fault.break_:
            self._crew.take(step)
        self._stage.act(3)
        made, would = self._connect()
        for wish in self._fault.links:
            self._link(wish, made)
        self._logged(would)
        self._diagnosed()
        self._stage.act(6)
        for step in self._fault.repair:
            if step.do == "undo":
                self._stage.say(step.say or "The scenario anew, in the documented order.")
                self._scenario()
            else:
                self._crew.take(step)
        self._stage.act(7)
        self._well(True)

    def _scenario(self, violation: str = "") -> None:
        """Walk through the scenario in a fresh folder, as ``mc run`` does; the connections between its steps
        are left out.
        """
        shutil.rmtree(self._ground.pool, ignore_errors=True)
        network = self._network
        name = network.scenario if violation else network.well or network.scenario
        if violation and violation not in violations():
            raise Trouble(f"{violation} is not among `ssldiag mc violations`")
        events = violations()[violation].events if violation else whole(name)
        moment = now()
        history = History(RUNS[name], network.endpoints, moment)
        walks = list(walk(history, events, moment, lambda world, ring: ()))
        create(self._ground.pool, walks[-1].history, moment, walks[-1].ring)
        words = ["ssldiag mc run", name, *(("--with", violation) if violation else ())]
        words += ["--endpoints", str(network.endpoints), "--to $LAB/pool"]
        failing = any(link.outcome == "fails" for link in links(walks[-1].chapter.world))
        steps = tuple(itertools.chain.from_iterable(told(item.chapter) for item in walks[1:]))
        kept = steps[:MOST] if violation else ()
        self._stage.add(Ran(" ".join(words), kept, int(failing), True))

    def _connect(self) -> tuple[list[dict[str, Any]], list[str]]:
        """Every connection as values, and what would be logged; what else ``mc connect`` says is shown."""
        network = load(self._ground.pool)
        found = connecting.connect(network.world, network.ring)
        code = 1 if any(item.outcome == "fails" for item in found) else 0
        lines = [str(line) for line in shown.view(network.world, found, tables())]
        kept = tuple(line for line in lines if not line.startswith(LOGGED))
        self._stage.add(Ran("ssldiag mc connect $LAB/pool", kept[:MOST], code, len(lines) > len(kept)))
        values: list[dict[str, Any]] = documents.connected(network.world, found, tables())["connections"]
        return values, [line.strip() for line in lines if line.startswith(LOGGED)]

    def _logged(self, would: list[str]) -> None:
        """What either side would log, of which nobody knows more than the codes."""
        self._stage.act(4)
        if not would:
            self._stage.say("Nothing is logged that anybody knows of.")
        else:
            self._stage.add(Shown("What `ssldiag mc connect` expects in logs", tuple(dict.fromkeys(would))))
        by_actor: dict[str, list[str]] = {}
        for line in would:
            by_actor.setdefault(line.partition(" ")[0], []).append(line)
        for wish in self._fault.logs:
            for item in compare.log_judgements(wish, by_actor):
                self._stage.add(replace(item, what=f"log of {wish.machine}"))

    def _link(self, wish: Link, made: list[dict[str, Any]]) -> None:
        there = [
            item for item in made if (item.get("client"), item.get("server")) == (wish.client, wish.server)
        ]
        wanted = {key: getattr(wish, key) for key in ("outcome", "cause", "by") if getattr(wish, key)}
        ok = any(all(str(item.get(key)) == value for key, value in wanted.items()) for item in there)
        found = "; ".join(
            f"{item.get('outcome')}, {item.get('cause')}, by {item.get('by')}" for item in there
        )
        self._stage.judge(
            f"{wish.client} to {wish.server}", ", ".join(wanted.values()), found or "no connection", ok
        )

    def _diagnosed(self) -> None:
        self._stage.act(5)
        report = diagnose.doctor(self._ground.pool)
        text = diagnose.doctor_text(report, self._ground)
        wish = self._fault.doctor
        codes = [*(finding.code for finding in wish.findings), *wish.also]
        lines = diagnose.excerpt(text, codes)
        code = 1 if diagnose.errors(report) else 0
        self._stage.add(Ran("ssldiag doctor $LAB/pool", lines, code, len(lines) < len(text)))
        if not report.all_results():
            self._stage.say(diagnose.NOTHING)
        for item in compare.report_judgements(wish, report):
            self._stage.add(item)
        explained(self._stage, self._fault.explain)

    def _well(self, again: bool) -> None:
        made, _ = self._connect()
        bad = [f"{item['client']} to {item['server']}" for item in made if item.get("outcome") == "fails"]
        self._stage.judge("all connections", "none fails", ", ".join(bad), not bad and bool(made))
        report = diagnose.doctor(self._ground.pool)
        text = diagnose.doctor_text(report, self._ground)
        code = 1 if diagnose.errors(report) else 0
        self._stage.add(Ran("ssldiag doctor $LAB/pool", tuple(text[-1:]), code, True))
        compare.healthy(self._stage, report, self._fault.doctor, again)


def told(chapter: Chapter) -> Iterator[str]:
    """The heading of a step, and why it was refused."""
    yield chapter.title
    if chapter.refusal is not None:
        yield f"  refused: {chapter.refusal.why}"


def now() -> datetime:
    """Now, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
