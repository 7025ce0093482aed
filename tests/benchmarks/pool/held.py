"""Memory: of the servers at rest, and of each of many connections that are held at one time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.harness import ROOT, progress, table
from tests.benchmarks.pool.servers import CLIENTS_RUN, Running

HEAD = ("proportional set size", "processes", "at rest", "without the agent", "held", "KiB each", "sessions")


def report(servers: dict[str, Running], count: int) -> str:
    """A row for each server."""
    return table(HEAD, [row(server, count) for server in servers.values()])


def row(server: Running, count: int) -> tuple[str, ...]:
    """At rest, and with so many connections of which each has carried something."""
    progress(f"{server.name} held")
    processes = len(server.processes())
    rest, without = server.memory(), server.memory(without="SSLDCSSM")
    command = (*CLIENTS_RUN, "tests.benchmarks.pool.load", str(server.port), "hold", str(count))
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        held = int(holder.stdout.readline() or 0)
        full, there = server.memory(), sessions(server)
        holder.stdin.close()
    progress("")
    return (
        *(server.name, str(processes), f"{rest / 1024:.1f} MiB", f"{without / 1024:.1f} MiB"),
        *(str(held), f"{(full - rest) / max(held, 1):.1f}", there),
    )


def sessions(server: Running) -> str:
    """How many connections each server of our pool has."""
    folder = server.pool
    if folder is None:
        return ""
    return "/".join(str(one["sessions"]) for one in status(folder))


def status(folder: Path) -> list[dict[str, object]]:
    """QUERY STATUS of our pool."""
    command = (sys.executable, "-m", "ssldiag", "ssladmin", str(folder), "QUERY STATUS", "--format", "json")
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    found: list[dict[str, object]] = json.loads(said)["servers"]
    return found
