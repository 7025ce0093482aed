"""Connections per processor second of the server side: full and resumed handshakes, TLS 1.3 and 1.2."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
from collections.abc import Iterator

from tests.benchmarks.harness import ROOT, progress, table
from tests.benchmarks.pool.load import client
from tests.benchmarks.pool.servers import CLIENTS_RUN, Running

LOADS = ("f13", "r13", "f12", "r12")
Costs = dict[str, dict[str, list[float]]]


def measure(server: Running, load: str, count: int, clients: int) -> float:
    """Microseconds of the server's processor time for a connection. Raises RuntimeError if one failed, or
    was not resumed where it should have been.
    """
    before = server.cpu()
    command = (*CLIENTS_RUN, "tests.benchmarks.pool.load", str(server.port), load, str(count))
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(clients)]
    said = [each.communicate()[0].split() for each in running]
    spent = server.cpu() - before
    if any(each.returncode for each in running):
        raise RuntimeError(f"{server.name}: a client failed")
    made, resumed = sum(int(one[0]) for one in said), sum(int(one[1]) for one in said)
    if load.startswith("r") and resumed < 0.99 * made:
        raise RuntimeError(f"{server.name}: {resumed} of {made} connections were resumed")
    return spent / (made + (clients if load.startswith("r") else 0)) * 1e6


def measured(servers: dict[str, Running], repeats: int, count: int, clients: int) -> Costs:
    """All costs: server, load, one number a repeat. Raises ValueError if a server chose another suite
    or group than the others.
    """
    for server in servers.values():
        for load in ("f13", "f12"):
            client(server.port, load).check()
    costs: Costs = {name: {load: [] for load in LOADS} for name in servers}
    chance = random.Random(1)
    for repeat in range(repeats + 1):
        for load in LOADS:
            for name in chance.sample(sorted(servers), len(servers)):
                progress(f"{name} {load} ({repeat} of {repeats})")
                cost = measured_once(servers[name], load, count if repeat else min(count, 20), clients)
                if repeat:
                    costs[name][load].append(cost)
    progress("")
    return costs


def measured_once(server: Running, load: str, count: int, clients: int) -> float:
    """One measurement; NaN, with a word about it, where it failed."""
    try:
        return measure(server, load, count, clients)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return float("nan")


def reports(costs: Costs, engines: list[str]) -> Iterator[str]:
    """Costs, and ratios: above 1 our pool needs less."""
    rows = [(name, *(f"{statistics.median(costs[name][load]):.0f} us" for load in LOADS)) for name in costs]
    yield table(("processor time a connection", *LOADS), rows)
    for engine in engines:
        peers = [name for name in costs if name not in engines]
        rows = [(name, *(ratio(costs[name][load], costs[engine][load]) for load in LOADS)) for name in peers]
        yield table((f"connections per processor second: {engine} to", *LOADS), rows)


def ratio(theirs: list[float], mine: list[float]) -> str:
    """The median of the ratios of each repeat."""
    return f"{statistics.median(a / b for a, b in zip(theirs, mine, strict=True)):.2f}"
