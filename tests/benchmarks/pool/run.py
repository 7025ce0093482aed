"""The pool beside stunnel, haproxy, hitch and nginx.

    python -m tests.benchmarks.pool.run [--only-what connections,bulk,held,resumed] [--repeats 5]
        [--count 200] [--only stunnel,haproxy] [--engines auto]

Each server runs on one processor, the clients and the plaintext server on another; in each repeat the order
is another, and ratios are taken within a repeat. All processes of a server count. held holds 3,000
connections, resumed looks at our pool alone.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from tests.benchmarks.harness import ROOT, workspace
from tests.benchmarks.pool import bulk, connections, held, resumed
from tests.benchmarks.pool.servers import (
    CLIENTS_RUN,
    PEERS,
    Make,
    Missing,
    Running,
    Site,
    ours,
    pool_folder,
    started,
)
from tests.pool.apps.certificates import make

WHAT = ("connections", "bulk", "held", "resumed")


@contextmanager
def backend() -> Iterator[int]:
    """The plaintext server; its port."""
    command = [*CLIENTS_RUN, "tests.benchmarks.pool.echo"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


@contextmanager
def servers(makes: dict[str, Make], site: Site) -> Iterator[dict[str, Running]]:
    """Those that are installed, running."""
    with ExitStack() as stack:
        running = {}
        for name, how in makes.items():
            try:
                command, port = how(site)
            except Missing as error:
                print(error, file=sys.stderr)
                continue
            folder = site.folder / pool_folder(name[6:-1]) if name.startswith("pool (") else None
            running[name] = stack.enter_context(started(name, command, port, site.folder, folder))
        yield running


def run(arguments: argparse.Namespace, site: Site) -> Iterator[str]:
    """Measure; the tables."""
    wanted = arguments.only_what.split(",")
    engines = [f"pool ({name})" for name in arguments.engines.split(",")]
    makes: dict[str, Make] = {
        **{f"pool ({name})": ours(name) for name in arguments.engines.split(",")},
        **{name: PEERS[name] for name in arguments.only.split(",") if name},
    }
    if set(wanted) - {"resumed"}:
        with servers(makes, site) as running:
            if "held" in wanted:
                yield held.report(running, arguments.held)
            if "connections" in wanted:
                costs = connections.measured(running, arguments.repeats, arguments.count, arguments.clients)
                yield from connections.reports(costs, engines)
            if "bulk" in wanted:
                yield from bulk.reports(running, arguments.repeats, arguments.megabytes, engines)
    if "resumed" in wanted:
        yield resumed.report(site, arguments.count, arguments.kills)


def main(words: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--count", type=int, default=200, help="connections of each client")
    parser.add_argument("--clients", type=int, default=16, help="at one time")
    parser.add_argument("--megabytes", type=int, default=400, help="of each direction of bulk")
    parser.add_argument("--held", type=int, default=3000)
    parser.add_argument("--kills", type=int, default=3, help="of resumed")
    parser.add_argument("--only", default=",".join(PEERS))
    parser.add_argument("--only-what", default=",".join(WHAT))
    parser.add_argument("--engines", default="auto")
    arguments = parser.parse_args(words)
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with workspace() as folder, backend() as port:
        make(folder)
        for text in run(arguments, Site(port, folder / "server.pem", folder)):
            print(text, end="\n\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
