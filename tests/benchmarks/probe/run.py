"""Measures ``ssldiag probe`` beside sslyze and testssl.sh against one local nginx, then against 500 ports.

``python -m tests.benchmarks.probe.run [--repeats N] [--hosts N] [--only NAMES] [--sslyze PROGRAM]``. Programs
that are not installed are left out, and said to be. Whole processes are measured, interpreter and all.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.benchmarks.harness import SSLDIAG, Cost, run_once, side_by_side, workspace
from tests.benchmarks.probe.servers import Missing, nginx
from tests.probe.scanned import ASKED, program

NOBODY = (0, 1, 2, 3, 246)
"""Exit codes with which these programs say that something is wrong with the host (testssl.sh counts)."""


MOZILLA = ("--mozilla_config", "disable")


def arguments(words: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.probe.run")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--hosts", type=int, default=500)
    parser.add_argument("--only", default="", help="names of programs, with commas; all of them unless told")
    parser.add_argument("--sslyze", default=None)
    return parser.parse_args(words)


def commands(port: int, asked: argparse.Namespace, work: Path) -> dict[str, Sequence[str]]:
    """What to run against one host."""
    host = f"127.0.0.1:{port}"
    own = (*SSLDIAG, "probe", f"localhost:{port}", "--fail-on", "never")
    found: dict[str, Sequence[str]] = {
        "ssldiag --quick": (*own, "--quick"),
        "ssldiag": own,
        "ssldiag --full": (*own, "--full"),
    }
    sslyze = asked.sslyze or program()
    if sslyze:
        found["sslyze"] = (sslyze, *MOZILLA, *ASKED, host)
        found["sslyze (versions and suites)"] = (sslyze, *MOZILLA, *ASKED[:6], host)
    testssl = shutil.which("testssl.sh") or shutil.which("testssl")
    if testssl:
        found["testssl.sh"] = (testssl, "--quiet", "--color", "0", "--warnings", "off", "--ip", "one", host)
        found["testssl.sh -p -e -S"] = (*found["testssl.sh"][:-1], "-p", "-e", "-S", host)
    wanted = {name for name in asked.only.split(",") if name}
    return {name: command for name, command in found.items() if not wanted or name in wanted}


def many(ports: Sequence[int], repeats: int, work: Path) -> Cost:
    """The best of some looks at all of them, which the server takes part in on the same machine."""
    listed = work / "hosts.txt"
    listed.write_text("".join(f"127.0.0.1:{port}\n" for port in ports), "ascii")
    words = ("probe", "--from", str(listed), "--quick", "--format", "jsonl", "--fail-on", "never")
    return min((run_once((*SSLDIAG, *words), work) for _ in range(repeats)), key=lambda cost: cost.wall)


def table(costs: Mapping[str, Cost]) -> None:
    """One row a program."""
    print("| program | seconds | processor seconds | MiB |\n|---|---|---|---|")
    for name, cost in costs.items():
        print(f"| {name} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.memory:.0f} |", flush=True)


def main(words: Sequence[str] | None = None) -> int:
    """Exit code 0; 3 if there is no server to look at."""
    asked = arguments(words)
    with workspace() as work:
        try:
            with nginx(work, max(asked.hosts, 1)) as ports:
                found = commands(ports[0], asked, work)
                left = [name for name in ("sslyze", "testssl.sh") if name not in found]
                if left and not asked.only:
                    print(f"not installed: {', '.join(left)}\n")
                table(side_by_side(found, work, asked.repeats, NOBODY))
                if asked.hosts:
                    cost = many(ports, asked.repeats, work)
                    rate = asked.hosts / cost.wall
                    print(
                        f"\n{asked.hosts} hosts, --quick: {cost.wall:.2f} s, {rate:.0f} hosts/s, "
                        f"{cost.cpu / asked.hosts * 1000:.1f} ms of processor time and "
                        f"{cost.memory * 1024 / asked.hosts:.0f} KiB each"
                    )
        except Missing as error:
            print(error, file=sys.stderr)
            return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
