"""The pool beside stunnel, haproxy, hitch and nginx: connections per processor second of the server side.

    python -m tests.benchmarks.pool.run [--repeats 5] [--count 200] [--only stunnel,haproxy] [--engines auto]

Each server runs on one processor, the clients and the echo server on another; in each repeat the order is
another, and ratios are taken within a repeat. All processes of a server count.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.benchmarks.harness import ROOT, progress, table, workspace
from tests.benchmarks.pool.servers import PEERS, Make, Missing, Running, Site, ours, started
from tests.pool.apps.certificates import make

LOADS = ("f13", "r13", "f12", "r12")
CLIENTS = 8
OTHER_CORE = "1"

Costs = dict[str, dict[str, list[float]]]


@contextmanager
def backend() -> Iterator[int]:
    """The echo server; its port."""
    command = ["taskset", "-c", OTHER_CORE, sys.executable, "-m", "tests.benchmarks.pool.echo"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def measure(server: Running, ca: Path, load: str, count: int) -> float:
    """Microseconds of the server's processor time for a connection. Raises RuntimeError if one failed, or
    was not resumed where it should have been.
    """
    before = server.cpu()
    command = ["taskset", "-c", OTHER_CORE, sys.executable, "-m", "tests.benchmarks.pool.load"]
    clients = [
        subprocess.Popen(
            [*command, str(server.port), str(ca), load, str(count)], cwd=ROOT, stdout=subprocess.PIPE
        )
        for _ in range(CLIENTS)
    ]
    said = [client.communicate()[0].split() for client in clients]
    spent = server.cpu() - before
    if any(client.returncode for client in clients):
        raise RuntimeError(f"{server.name}: a client failed")
    made, resumed = sum(int(one[0]) for one in said), sum(int(one[1]) for one in said)
    if load.startswith("r") and resumed < 0.99 * made:
        raise RuntimeError(f"{server.name}: {resumed} of {made} connections were resumed")
    return spent / (made + (CLIENTS if load.startswith("r") else 0)) * 1e6


def measured(servers: dict[str, Running], ca: Path, repeats: int, count: int) -> Costs:
    """All costs: server, load, one number a repeat."""
    costs: Costs = {name: {load: [] for load in LOADS} for name in servers}
    chance = random.Random(1)
    for repeat in range(repeats + 1):
        for load in LOADS:
            for name in chance.sample(sorted(servers), len(servers)):
                progress(f"{name} {load} ({repeat} of {repeats})")
                cost = measured_once(servers[name], ca, load, count if repeat else 20)
                if repeat:
                    costs[name][load].append(cost)
    progress("")
    return costs


def measured_once(server: Running, ca: Path, load: str, count: int) -> float:
    """One measurement; NaN, with a word about it, where it failed."""
    try:
        return measure(server, ca, load, count)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return float("nan")


def reports(costs: Costs, engines: list[str]) -> Iterator[str]:
    """Costs, and ratios: above 1 our pool needs less."""
    rows = [(name, *(f"{statistics.median(costs[name][load]):.0f} us" for load in LOADS)) for name in costs]
    yield table(("processor time a connection", *LOADS), rows)
    for engine in engines:
        mine = costs[engine]
        rows = [
            (name, *(ratio(costs[name][load], mine[load]) for load in LOADS))
            for name in costs
            if name not in engines
        ]
        yield table((f"of {engine}", *LOADS), rows)


def ratio(theirs: list[float], mine: list[float]) -> str:
    """The median of the ratios of each repeat."""
    return f"{statistics.median(a / b for a, b in zip(theirs, mine, strict=True)):.2f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--count", type=int, default=200, help="connections of each of 8 clients")
    parser.add_argument("--only", default=",".join(PEERS))
    parser.add_argument("--engines", default="auto")
    arguments = parser.parse_args()
    engines = [f"pool ({name})" for name in arguments.engines.split(",")]
    makes: dict[str, Make] = {
        **{f"pool ({name})": ours(name) for name in arguments.engines.split(",")},
        **{name: PEERS[name] for name in arguments.only.split(",") if name},
    }
    with workspace() as folder, backend() as port, ExitStack() as stack:
        make(folder)
        site = Site(port, folder / "server.pem", folder)
        running = {}
        for name, how in makes.items():
            try:
                command, at = how(site)
            except Missing as error:
                print(error, file=sys.stderr)
                continue
            running[name] = stack.enter_context(started(name, command, at, folder))
        for name in engines:
            trust(folder, name)
        costs = measured(running, folder / "trusted.pem", arguments.repeats, arguments.count)
        for name, server in running.items():
            print(f"{name}: {server.memory() / 1024:.1f} MiB PSS after the run", file=sys.stderr)
        print("\n\n".join(reports(costs, engines)))


def trust(folder: Path, name: str) -> None:
    """Add the CA of a pool to what clients trust."""
    engine = name.removeprefix("pool (").removesuffix(")")
    authority = (folder / f"pool-{engine}" / "client" / "ca.pem").read_bytes()
    trusted = folder / "trusted.pem"
    known = trusted.read_bytes() if trusted.exists() else (folder / "server.pem").read_bytes()
    trusted.write_bytes(known + authority)


if __name__ == "__main__":
    main()
