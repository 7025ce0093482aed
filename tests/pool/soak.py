"""A pool under churn: clients, random kills of members and of the agent, REFRESH, limits, traces.

    python -m tests.pool.soak [--minutes 10] [--seed 1]

Ends with 1 and a sentence if a session was wrong, if the books are not right when all clients are gone, if
memory grew without end, or if too few connections succeeded. The suite runs a minute fraction of it.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import ssl
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.pool.whole.running import Pool
from tests.waiting import PATIENCE, until

CLIENTS = 6
GROWTH = 1.5
"""Memory at the end against that after a fifth of the time: more is growth without end."""


@dataclass
class Tally:
    """What the clients saw."""

    made: int = 0
    failed: int = 0
    resumed: int = 0
    tried: int = 0
    wrong: list[str] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)


def client(pool: Pool, number: int, stop: threading.Event, tally: Tally, lock: threading.Lock) -> None:
    """Connections one after the other: each says who it is and must get just that back."""
    chance = random.Random(number)
    version = ssl.TLSVersion.TLSv1_2 if number % 2 else ssl.TLSVersion.TLSv1_3
    context = pool.trust(version)
    session = None
    uses = 0
    while not stop.is_set():
        said = f"client {number} {chance.random()} ".encode() * chance.choice((1, 10, 3000))
        try:
            with pool.connect(context, session=session) as sock:
                answer = pool.echo(sock, said)
                with lock:
                    tally.made += 1
                    tally.tried += session is not None
                    tally.resumed += bool(sock.session_reused)
                    if answer != said[: len(answer)]:
                        tally.wrong.append(f"client {number} got what it did not send")
                uses += 1
                if session is None or uses % 200 == 0:
                    session = sock.session  # seldom: each reading of it leaks in CPython
                if chance.random() < 0.1:
                    time.sleep(chance.random() / 5)
        except (OSError, ValueError) as error:
            with lock:
                tally.failed += 1
                kind = f"{type(error).__name__}: {getattr(error, 'reason', None) or error}"
                tally.reasons[kind] = tally.reasons.get(kind, 0) + 1
            time.sleep(0.02)


def disturb(pool: Pool, chance: random.Random) -> str:
    """One thing that goes wrong, or is changed."""
    what = chance.choice(("member", "member", "agent", "refresh", "limits", "stop", "restart", "trace"))
    servers = pool.servers()
    userid = chance.choice(sorted(servers))
    if what == "member" and servers[userid]["pid"]:
        with suppress(ProcessLookupError):
            os.kill(servers[userid]["pid"], signal.SIGKILL)
    elif what == "agent":
        pid = pool.status()["agent"]["pid"]
        if pid:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    elif what == "refresh":
        pool.admin("REFRESH")
    elif what == "limits":
        each = chance.choice((1, 2, 5, 600))
        pool.netstat("OBEY", "SSLLIMITS", "MAXSESSIONS", str(each * 3), "MAXPERSSLSERVER", str(each))
    elif what == "stop":
        pool.admin("STOP", "(SSL", userid)
        pool.admin("START", "(SSL", userid)
    elif what == "restart":
        pool.admin("RESTART", "(SSL", userid)
    else:
        pool.admin("TRACE", chance.choice(("FLOW", "NORMAL", "CONNECTIONS DATA ALL 40")))
    return what


def memory(pool: Pool) -> int:
    """KiB of proportional set size of all processes of the pool."""
    root = int((pool.folder / "run/stack.pid").read_text())
    total, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
            waiting += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split())
    return total


def memory_of_all(pool: Pool) -> int:
    """Of a pool with all of its servers: those that are not there are started."""
    for userid in pool.servers():
        pool.admin("START", f"(SSL {userid}")
    until(lambda: set(pool.states().values()) == {"Active"}, "all servers are back")
    return memory(pool)


def soak(folder: Path, seconds: float, seed: int) -> list[str]:
    """What is wrong afterwards; empty if nothing is."""
    chance, tally, stop, lock = random.Random(seed), Tally(), threading.Event(), threading.Lock()
    with Pool(folder / "pool", "--apps", "echo", "--servers", "3") as pool:
        pool.start()
        threads = [
            threading.Thread(target=client, args=(pool, number, stop, tally, lock))
            for number in range(CLIENTS)
        ]
        for thread in threads:
            thread.start()
        began = time.monotonic()
        early, done = 0, 0
        while time.monotonic() - began < seconds:
            time.sleep(chance.random() * 2)
            disturb(pool, chance)
            done += 1
            if not early and time.monotonic() - began > seconds / 5:
                early = memory_of_all(pool)
        pool.admin("TRACE", "NORMAL")
        pool.netstat("OBEY", "SSLLIMITS", "MAXSESSIONS", "3000", "MAXPERSSLSERVER", "600")
        late = memory_of_all(pool)
        stop.set()
        for thread in threads:
            thread.join(PATIENCE)
        problems = list(tally.wrong)
        with suppress(AssertionError):
            until(lambda: pool.sessions() == [0, 0, 0], "no sessions")
        if pool.sessions() != [0, 0, 0]:
            problems.append(f"the books say {pool.sessions()} with no client left")
        with suppress(AssertionError):  # a server that is being replaced is there twice, for a while
            until(lambda: memory(pool) <= GROWTH * early, "memory is what it was")
        late = min(late, memory(pool))
        if early and late > GROWTH * early:
            problems.append(f"memory grew from {early} to {late} KiB")
        if tally.made < 10 * seconds:
            problems.append(f"only {tally.made} connections in {seconds:.0f} s")
        print(
            f"{seconds:.0f} s, {done} disturbances, {tally.made} connections, {tally.failed} failed, "
            f"{tally.resumed} of {tally.tried} resumed, memory {early} -> {late} KiB",
            file=sys.stderr,
        )
        for kind, count in sorted(tally.reasons.items(), key=lambda item: -item[1])[:8]:
            print(f"  {count:>6} {kind}", file=sys.stderr)
    return problems


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ssldiag-soak-") as folder:
        problems = soak(Path(folder), arguments.minutes * 60, arguments.seed)
    for problem in problems:
        print(problem)
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
