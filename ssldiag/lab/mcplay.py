"""Plays a fault of Management Central in the same seven acts, on its reference (``ssldiag mc``)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import Any

from ssldiag.lab import compare, diagnose
from ssldiag.lab.diagnose import tables
from ssldiag.lab.fault import Fault, Link, Network
from ssldiag.lab.ground import Ground
from ssldiag.lab.machinery import Pool, Trouble
from ssldiag.lab.stage import Ran, Stage
from ssldiag.lab.steps import Crew
from ssldiag.scenarios import connect as connecting
from ssldiag.scenarios import documents, shown
from ssldiag.scenarios.folder import load

SECONDS = 60.0
"""For a command: connections of three systems take two seconds."""

LINES = 16

MOST = 40
"""Lines about connections that are shown: three systems have some fifteen."""


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
            self._scenario("--with", self._network.violation)
        for step in self._fault.break_:
            self._crew.take(step)
        self._stage.act(3)
        links = self._connect()
        for wish in self._fault.links:
            self._link(wish, links)
        self._stage.act(4)
        self._stage.say("What each system would log stands beneath the connections above.")
        self._diagnosed()
        self._stage.act(6)
        for step in self._fault.repair:
            if step.do == "undo":
                self._scenario()
            else:
                self._crew.take(step)
        self._stage.act(7)
        self._well(True)

    def _scenario(self, *words: str) -> None:
        """Walk through the scenario in a fresh folder."""
        shutil.rmtree(self._ground.pool, ignore_errors=True)
        network = self._network
        scenario = network.scenario if words else network.well or network.scenario
        asked = ("run", scenario, *words, "--to", str(self._ground.pool))
        if scenario != "client-connection":
            asked = (*asked, "--endpoints", str(network.endpoints))
        self._mc(*asked, most=0 if not words else LINES)

    def _mc(self, *words: str, most: int = LINES) -> str:
        import shlex

        done = subprocess.run(
            [sys.executable, "-m", "ssldiag", "mc", *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=SECONDS,
            check=False,
        )
        lines = [self._ground.short(line) for line in (done.stdout or done.stderr).splitlines()]
        command = self._ground.short(shlex.join(("ssldiag", "mc", *words)))
        if most >= 0:
            kept = tuple(lines[-most:]) if most else ()
            self._stage.add(Ran(command, kept, done.returncode, len(lines) > most))
        if done.returncode >= 2:
            raise Trouble(f"{command}: {self._ground.short(done.stderr.strip())}")
        return done.stdout

    def _connect(self) -> list[dict[str, Any]]:
        """What ``mc connect`` shows of every connection, and the same as values."""
        network = load(self._ground.pool)
        found = connecting.connect(network.world, network.ring)
        code = 1 if any(item.outcome == "fails" for item in found) else 0
        lines = [str(line) for line in shown.view(network.world, found, tables())]
        kept = tuple(lines[:MOST])
        self._stage.add(Ran("ssldiag mc connect $LAB/pool", kept, code, len(lines) > MOST))
        links: list[dict[str, Any]] = documents.connected(network.world, found, tables())["connections"]
        return links

    def _link(self, wish: Link, links: list[dict[str, Any]]) -> None:
        there = [
            item for item in links if (item.get("client"), item.get("server")) == (wish.client, wish.server)
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
        codes = [finding.code for finding in self._fault.doctor.findings]
        lines = diagnose.excerpt(text, codes)
        code = 1 if diagnose.errors(report) else 0
        self._stage.add(Ran("ssldiag doctor $LAB/pool", lines, code, len(lines) < len(text)))
        for item in compare.report_judgements(self._fault.doctor, report):
            self._stage.add(item)

    def _well(self, again: bool) -> None:
        links = self._connect()
        bad = [f"{item['client']} to {item['server']}" for item in links if item.get("outcome") == "fails"]
        self._stage.judge("all connections", "none fails", ", ".join(bad), not bad and bool(links))
        report = diagnose.doctor(self._ground.pool)
        text = diagnose.doctor_text(report, self._ground)
        code = 1 if diagnose.errors(report) else 0
        self._stage.add(Ran("ssldiag doctor $LAB/pool", tuple(text[-1:]), code, True))
        compare.healthy(self._stage, report, self._fault.doctor, again)
