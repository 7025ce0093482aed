"""Measures ``ssldiag pcap`` beside tshark, dpkt, pyshark and scapy on captures made for it.

``python -m tests.benchmarks.pcap.run [--size BYTES] [--connections N] [--repeats N] [--part PACKETS]``
``[--peer-python PATH] [--only large|handshakes|jobs] [--large FILE] [--handshakes FILE]``

``--large`` and ``--handshakes`` name captures to use again; what is not there yet is made there. Slow tools
read the first ``--part`` packets; their speed is packets of that part per second of processor time. Memory is
that of the largest process.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import struct
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.harness import (
    ROOT,
    Cost,
    mebibytes,
    median,
    progress,
    run_once,
    seconds,
    table,
    workspace,
)
from tests.benchmarks.pcap.tools import Tool, peers, ssldiag

HEAD = (
    "tool",
    "packets",
    "ClientHellos",
    "processor",
    "clock",
    "packets per CPU-second",
    "ssldiag is",
    "memory",
)


@dataclass(frozen=True, slots=True)
class Capture:
    """A capture and the number of its packets."""

    path: Path
    packets: int


@dataclass(frozen=True, slots=True)
class Found:
    """What runs of a tool took; the number of ClientHellos and the digest of what the last one printed."""

    cost: Cost
    hellos: int
    digest: str


def made(path: Path, *words: str) -> Capture:
    """The capture at this place; made with these words if there is none.

    Another process makes it: a child's memory counts from that of its parent at the fork.
    """
    facts = path.with_suffix(".json")
    if not (path.exists() and facts.exists()):
        progress(f"making {path.name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "tests.benchmarks.pcap.make", str(path), *words]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        progress("")
    return Capture(path, json.loads(facts.read_text("utf-8"))["packets"])


def part(capture: Capture, packets: int, work: Path) -> Capture:
    """The first packets of a capture as a capture of its own."""
    if packets >= capture.packets:
        return capture
    path = work / f"first-{packets}-of-{capture.path.name}"
    with capture.path.open("rb") as source, path.open("wb") as target:
        target.write(source.read(24))
        for _ in range(packets):
            head = source.read(16)
            target.write(head + source.read(struct.unpack_from("<I", head, 8)[0]))
    return Capture(path, packets)


def measure(tools: Mapping[Tool, Capture], work: Path, repeats: int) -> dict[Tool, Found]:
    """Medians of so many runs of each, taken in turns, after one run of each that does not count."""
    costs: dict[Tool, list[Cost]] = {tool: [] for tool in tools}
    found = {}
    for number in range(repeats + 1):
        for tool, capture in tools.items():
            progress(f"{tool.name} ({number} of {repeats})")
            cost = run_once(tool.command(capture.path), work)
            if number:
                costs[tool].append(cost)
            if number == repeats:
                with (work / "output").open("rb") as output:
                    digest = hashlib.file_digest(output, "sha256").hexdigest()
                found[tool] = tool.hellos(work / "output"), digest
    progress("")
    return {tool: Found(median(costs[tool]), *found[tool]) for tool in tools}


def measure_tools(capture: Capture, work: Path, others: Iterable[Tool], repeats: int, packets: int) -> str:
    """This program and the others on one capture."""
    ours, others = ssldiag(), list(others)
    some = part(capture, packets, work)
    able = [tool for tool in others if not tool.missing]
    given = {ours: capture, **{tool: some if tool.slow else capture for tool in able}}
    results = measure(given, work, repeats)
    own = given[ours].packets / results[ours].cost.cpu
    rows = []
    for tool, found in results.items():
        speed = given[tool].packets / found.cost.cpu
        rows.append(
            [
                tool.name,
                f"{given[tool].packets:,}",
                f"{found.hellos:,}",
                seconds(found.cost.cpu),
                seconds(found.cost.wall),
                f"{speed:,.0f}",
                f"{own / speed:,.1f}x",
                mebibytes(found.cost.memory),
            ]
        )
    size = f"{capture.path.stat().st_size / 1e6:,.1f} MB, {capture.packets:,} packets"
    skipped = "".join(f"\n\n{tool.name}: not measured, {tool.missing}" for tool in others if tool.missing)
    return f"{size}\n\n{table(HEAD, rows)}{skipped}"


def measure_jobs(capture: Capture, work: Path, repeats: int) -> str:
    """One process and two on one capture: time on the clock, and whether both write the same."""
    one, two = ssldiag(1), ssldiag(2)
    results = measure({one: capture, two: capture}, work, repeats)
    scale = results[one]
    rows = [
        [
            tool.name,
            seconds(found.cost.wall),
            f"{scale.cost.wall / found.cost.wall:.2f}x",
            seconds(found.cost.cpu),
            mebibytes(found.cost.memory),
            "yes" if found.digest == scale.digest else "NO",
        ]
        for tool, found in results.items()
    ]
    head = ("command", "clock", "quicker", "processor", "memory of a process", "same output")
    return table(head, rows)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1 << 30, help="bytes of the large capture")
    parser.add_argument("--connections", type=int, default=20_000, help="connections of the large capture")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--part", type=int, default=20_000, help="packets that slow tools are given")
    parser.add_argument(
        "--peer-python", default=sys.executable, help="a Python that has dpkt, scapy, pyshark"
    )
    parser.add_argument("--only", choices=("large", "handshakes", "jobs"))
    parser.add_argument("--large", type=Path, help="the large capture: used again, or made there")
    parser.add_argument("--handshakes", type=Path, help="the capture of handshakes alone, likewise")
    asked = parser.parse_args(arguments)
    others = peers(asked.peer_python)
    with workspace() as work:
        if asked.only in (None, "large", "jobs"):
            size = "--size", str(asked.size), "--connections", str(asked.connections)
            large = made(asked.large or work / "large.pcap", *size)
        if asked.only in (None, "large"):
            print(measure_tools(large, work, others, asked.repeats, asked.part), end="\n\n", flush=True)
        if asked.only in (None, "jobs"):
            print(measure_jobs(large, work, asked.repeats), end="\n\n", flush=True)
        if asked.only in (None, "handshakes"):
            several = str(min(asked.connections, 5_000))
            few = made(
                asked.handshakes or work / "handshakes.pcap", "--handshakes-only", "--connections", several
            )
            print("handshakes alone:", end=" ")
            print(measure_tools(few, work, others, asked.repeats, asked.part), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
