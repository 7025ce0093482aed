"""How many sessions of our pool resume on another server than the one that made them, and after a kill -9.

The limit is one connection a server, and each is held while the next is made: they go round all of them.
"""

from __future__ import annotations

import os
import signal
import socket
import time
from contextlib import ExitStack
from typing import Any

from ssldiag.pool.server_life import STEADY
from tests.benchmarks.harness import table
from tests.benchmarks.pool.held import status
from tests.benchmarks.pool.load import Client, client
from tests.benchmarks.pool.servers import Running, Site, pool, pool_folder, started, wait_until

PATIENCE = 20.0
"""Seconds until a server that was killed must be there again."""

SERVERS = 5
LIMITS = ("--servers", str(SERVERS), "--sessions", str(SERVERS), "--per-server", "1")


def report(site: Site, count: int, kills: int) -> str:
    """Rows of both versions: so many connections, across servers and with one of them killed so often."""
    rounds = (("across servers", 0), *([("and after kill -9", kills)] if kills else []))
    folder = site.folder / "limited"
    folder.mkdir()
    site = Site(site.backend, site.pem, folder)
    command, port = pool(site, "auto", *LIMITS)
    with started("pool (resumed)", command, port, site.folder, site.folder / pool_folder("auto")) as server:
        rows = [
            (name, version, *share(client(port, load), server, count, times))
            for version, load in (("TLS 1.3", "r13"), ("TLS 1.2", "r12"))
            for name, times in rounds
        ]
    return table(("sessions of the pool", "", "asked", "resumed", "share"), rows)


def share(made: Client, server: Running, count: int, kills: int) -> tuple[str, str, str]:
    """Asked, resumed, share. Some rounds begin with the end of the first server."""
    asked = resumed = 0
    session, rounds = None, max(count // SERVERS, 2)
    every = max(rounds // (kills + 1), 1) if kills else rounds
    for number in range(rounds):
        if number and number % every == 0:
            kill_first(server)
        with ExitStack() as held:
            for _ in range(SERVERS):
                raw, tls = patient(made, session)
                held.enter_context(raw)
                asked += session is not None
                resumed += bool(tls.session_reused)
                session = tls.session
    return str(asked), str(resumed), f"{100 * resumed / max(asked, 1):.1f} %"


def patient(made: Client, session: Any) -> tuple[socket.socket, Any]:
    """A connection that has carried something; another one if its server was killed meanwhile."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            raw, tls = made.connect(session)
            made.exchange(tls)
        except OSError:
            if time.monotonic() > until:
                raise
        else:
            return raw, tls


def kill_first(server: Running) -> None:
    """kill -9 for the server that takes connections first; one that ended as soon as it was there would count
    as one that cannot start.
    """
    folder = server.pool
    assert folder is not None
    wait_until(lambda: all(one["state"] == "Active" for one in status(folder)))
    time.sleep(1.2 * STEADY)
    pid = status(folder)[0]["pid"]
    assert isinstance(pid, int)
    os.kill(pid, signal.SIGKILL)
