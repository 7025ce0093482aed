"""Megabytes per processor second of the server side, over one connection, up and down."""

from __future__ import annotations

import random
import statistics
import subprocess
from collections.abc import Iterator

from tests.benchmarks.harness import ROOT, progress, table
from tests.benchmarks.pool.servers import CLIENTS_RUN, Running

DIRECTIONS = ("up", "down")

Speeds = dict[str, dict[str, list[float]]]


def measure(server: Running, direction: str, megabytes: int) -> float:
    """MB (10^6 bytes) a processor second. Raises CalledProcessError."""
    before = server.cpu()
    command = (*CLIENTS_RUN, "tests.benchmarks.pool.load", str(server.port), direction, str(megabytes))
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return megabytes / (server.cpu() - before)


def measured(servers: dict[str, Running], repeats: int, megabytes: int) -> Speeds:
    """All speeds: server, direction, one number a repeat."""
    speeds: Speeds = {name: {direction: [] for direction in DIRECTIONS} for name in servers}
    chance = random.Random(2)
    for repeat in range(repeats):
        for direction in DIRECTIONS:
            for name in chance.sample(sorted(servers), len(servers)):
                progress(f"{name} {direction} ({repeat + 1} of {repeats})")
                speeds[name][direction].append(measure(servers[name], direction, megabytes))
    progress("")
    return speeds


def reports(servers: dict[str, Running], repeats: int, megabytes: int, engines: list[str]) -> Iterator[str]:
    """Speeds, and ratios: above 1 our pool needs less."""
    speeds = measured(servers, repeats, megabytes)
    rows = [
        (name, *(f"{statistics.median(found[one]):.0f}" for one in DIRECTIONS))
        for name, found in speeds.items()
    ]
    yield table(("MB a processor second", *DIRECTIONS), rows)
    for engine in engines:
        peers = [name for name in speeds if name not in engines]
        rows = [
            (name, *(ratio(speeds[engine][one], speeds[name][one]) for one in DIRECTIONS)) for name in peers
        ]
        yield table((f"MB per processor second: {engine} to", *DIRECTIONS), rows)


def ratio(mine: list[float], theirs: list[float]) -> str:
    """The median of the ratios of each repeat."""
    return f"{statistics.median(a / b for a, b in zip(mine, theirs, strict=True)):.2f}"
