"""Plays a fault on a pool: it is sound, broken, suffered, logged, diagnosed, repaired, and sound again."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ssldiag.lab import compare, diagnose
from ssldiag.lab.clients import PLAIN, Call, Said, port_of, run
from ssldiag.lab.explained import explained
from ssldiag.lab.fault import Client, Fault
from ssldiag.lab.ground import LOOPBACK, Ground, free
from ssldiag.lab.keys import made_pool
from ssldiag.lab.live import Live
from ssldiag.lab.machinery import Pool, Trouble, until
from ssldiag.lab.relay import Device, Relay
from ssldiag.lab.stage import Judged, Ran, Shown, Stage
from ssldiag.lab.steps import Crew
from ssldiag.lab.verbs import TARGETS
from ssldiag.lab.witness import Refused
from ssldiag.pool.engine.recorder import PcapFile

LOGS = 12.0
"""Seconds for a line of a console: the pool writes them every quarter of a second, restarts take longer."""

TRIES, PAUSE = 6, 0.8
"""How often doctor may look: what NETSTAT and SSLADMIN would answer is written at most once a second."""

PCAP_LINES = 48
"""Lines of a decoded capture that are shown at most: the verdict, why, what each side logs, what to do, the
messages.
"""

CAPTURES = "captures"
"""Where in the pool's folder doctor gets captures."""

OFFERS = "  client    offers"
"""How what the two sides offered begins, behind the messages."""

COMPLAINT = re.compile(r"\b(?!DTCTCPT17W)DTC[A-Z]{3}\w+[EW]\b|KillClient")
"""A line of a console that says of something wrong; not what a stop with --now, as the lab's, says."""

LINES = 14
"""Lines of a client's or a program's output that are shown."""


class Play:
    """One run of one fault."""

    def __init__(self, fault: Fault, ground: Ground, stage: Stage, live: bool, keys_now: datetime) -> None:
        self._fault = fault
        self._ground = ground
        self._stage = stage
        self._live = live
        self._pool = Pool(ground.pool)
        self._keys = made_pool(ground, fault.setup, keys_now)
        self._crew = Crew(ground, stage, self._pool, self._keys)
        self._captures: list[tuple[Client, str, Path]] = []

    def play(self) -> None:
        """All acts. Raises Trouble; the pool is ended in any case."""
        try:
            self._sound()
            before = self._broken()
            self._suffered()
            self._logged(before)
            self._diagnosed()
            self._repaired()
            self._sound_again()
        finally:
            self._pool.stop()

    def _sound(self) -> None:
        self._stage.act(1)
        for step in self._fault.prepare:
            self._crew.take(step)
        said = self._pool.start()
        self._stage.add(Ran("ssldiag pool start $LAB/pool", tuple(self._ground.short(said).splitlines())))
        if not said.startswith("ready"):
            raise Trouble(f"the sound pool does not start: {said}")
        self._clients("well", False)
        self._healthy(False)
        self._crew.save()

    def _broken(self) -> dict[str, int]:
        self._stage.act(2)
        self._stage.say(f"{self._fault.what}.")
        before = compare.sizes(self._ground.pool / "console")
        for step in self._fault.break_:
            self._crew.take(step)
        return before

    def _suffered(self) -> None:
        self._stage.act(3)
        self._clients("broken", True)

    def _clients(self, act: str, broken: bool) -> None:
        for number, client in enumerate(self._fault.clients, 1):
            if client.only not in ("", act):
                continue
            name = f"{number}-{client.kind}-{act if broken or not self._captures else 'again'}"
            if not broken and client.before:
                client = replace(client, options={**client.options, **client.before})
            said = self._client(client, self._ground.captures / f"{name}.pcap")
            if said.skipped:
                self._stage.say(f"{client.kind} is left out: {said.skipped}.")
                continue
            self._stage.add(Ran(said.command, said.lines[:LINES], said.code, len(said.lines) > LINES))
            compare.client(self._stage, client, said, broken)
            if broken:
                self._captures.append((client, name, self._ground.captures / f"{name}.pcap"))

    def _client(self, client: Client, capture: Path) -> Said:
        """Run a client while its packets are recorded, live where that is possible."""
        port = port_of(client)
        real = port + self._ground.offset
        typed = Call(client.kind, client.options, port, real, self._ground)
        device = self._crew.device
        if free(real) or not typed.address.startswith("127.") or (self._live and not device.faulty):
            return self._direct(typed, capture)
        with Relay((LOOPBACK, real), device, capture) as relay:
            return run(replace(typed, real=relay.port), typed)

    def _direct(self, call: Call, capture: Path) -> Said:
        """Without a relay: what nobody listens for is written down as the refusal that it is."""
        ports = {port + self._ground.offset for port in (*TARGETS.values(), call.port)}
        with Live(capture, frozenset(ports)) if self._live else nullcontext():
            said = run(call, call)
        if not self._live and not said.skipped:
            file = PcapFile(str(capture), lambda _: None)
            Refused(file, (LOOPBACK, 49_152), (LOOPBACK, call.real))
            file.close()
        return said

    def _logged(self, before: dict[str, int]) -> None:
        self._stage.act(4)
        folder = self._ground.pool / "console"

        def judged() -> list[Judged]:
            lines = compare.new_lines(folder, before)
            return [item for wish in self._fault.logs for item in compare.log_judgements(wish, lines)]

        until(lambda: all(item.ok for item in judged()), LOGS)
        lines = compare.new_lines(folder, before)
        shown = [line for line in lines.items() if line[1]]
        words = [word for wish in self._fault.logs for word in wish.says]
        told = False
        for machine, said in shown:
            kept = [line for line in said if telling(line, words)]
            told = told or bool(kept)
            if kept:
                self._stage.add(Shown(f"$LAB/pool/console/{machine}.CONSOLE", self._short(kept[:LINES])))
        if not told:
            self._stage.say("No log says anything about it.")
        for item in judged():
            self._stage.add(item)

    def _short(self, lines: Sequence[str]) -> tuple[str, ...]:
        return tuple(self._ground.short(line) for line in lines)

    def _diagnosed(self) -> None:
        self._stage.act(5)
        self._doctor()
        explained(self._stage, self._fault.explain)
        for client, name, capture in self._captures:
            if client.pcap is not None:
                self._pcap(client, name, capture)

    def _doctor(self) -> None:
        if self._fault.doctor.captures:
            shutil.copytree(self._ground.captures, self._ground.pool / CAPTURES)
            self._stage.add(Ran(f"cp -r $LAB/captures $LAB/pool/{CAPTURES}"))
        report = diagnose.doctor(self._ground.pool)
        found = compare.report_judgements(self._fault.doctor, report)
        for _ in range(TRIES - 1):
            if all(item.ok for item in found) or not self._pool.running:
                break
            until(lambda: False, PAUSE)
            report = diagnose.doctor(self._ground.pool)
            found = compare.report_judgements(self._fault.doctor, report)
        text = diagnose.doctor_text(report, self._ground)
        wish = self._fault.doctor
        codes = (*(finding.code for finding in wish.findings), *wish.also)
        lines = diagnose.excerpt(text, codes)
        code = 1 if diagnose.errors(report) else 0
        self._stage.add(Ran("ssldiag doctor $LAB/pool", lines, code, len(lines) < len(text)))
        if not report.all_results():
            self._stage.say(diagnose.NOTHING)
        for item in found:
            self._stage.add(item)

    def _pcap(self, client: Client, name: str, capture: Path) -> None:
        if client.pcap is None:
            return
        profile = port_of(client)
        port = 0 if profile in PLAIN else profile + self._ground.offset
        found = diagnose.pcap(capture, port, self._ground) if capture.exists() else diagnose.Capture()
        command = f"ssldiag pcap $LAB/captures/{name}.pcap" + (f" --port {port}" if port else "")
        code = 1 if found.failed else 0
        text = before_offers(found.text)
        self._stage.add(Ran(command, text, code, len(found.text) > len(text)))
        compare.verdict(self._stage, client.pcap, found.handshakes, f"{client.kind} to {client.to}")

    def _repaired(self) -> None:
        self._stage.act(6)
        for step in self._fault.repair:
            self._crew.take(step)
        if self._crew.device.faulty:
            self._crew.device = Device()
        shutil.rmtree(self._ground.pool / CAPTURES, ignore_errors=True)

    def _sound_again(self) -> None:
        self._stage.act(7)
        self._clients("well", False)
        self._healthy(True)

    def _healthy(self, again: bool) -> None:
        """Doctor finds nothing wrong."""
        quiet = Stage()
        for turn in range(TRIES):
            report = diagnose.doctor(self._ground.pool)
            quiet.act(1)
            compare.healthy(quiet, report, self._fault.doctor, again)
            if quiet.judgements[-1].ok or turn == TRIES - 1:
                break
            until(lambda: False, PAUSE)
        text = diagnose.doctor_text(report, self._ground)
        code = 1 if diagnose.errors(report) else 0
        self._stage.add(Ran("ssldiag doctor $LAB/pool", tuple(text[-1:]), code, True))
        self._stage.add(quiet.judgements[-1])


def telling(line: str, words: Sequence[str]) -> bool:
    """Whether a line of a console is shown: for words that are expected, or as it says of something wrong."""
    return any(word in line for word in words) or COMPLAINT.search(line) is not None


def before_offers(text: tuple[str, ...]) -> tuple[str, ...]:
    """What a decoded capture says of the first handshake, up to its messages."""
    offers = next((at for at, line in enumerate(text) if line.startswith(OFFERS)), len(text))
    shown = text[: min(offers, PCAP_LINES)]
    return shown[:-1] if shown and not shown[-1].strip() else shown


def now() -> datetime:
    """The moment of the certificates."""
    return datetime.now(UTC)
