"""A pool without files: its plan and its keys come through standard input. ``python -m tests.pool.handmade``.

The tests' side of it is :class:`Handmade`.
"""

from __future__ import annotations

import os
import pickle
import signal
import ssl
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from ssldiag.pool.client import Reply, ask
from ssldiag.pool.material import Material
from ssldiag.pool.names import CONSOLE, RESPONSES, RUN, console_file
from ssldiag.pool.plan import ClientCheck, Limits, PoolPlan, SecurePort, Timings
from tests.pool.rig import Echo, connect, material, plan
from tests.ports import free_ports
from tests.waiting import PATIENCE, until

QUICK = Timings(handshake=PATIENCE, drain=PATIENCE, wait=0.3, answer=PATIENCE, backoff=0.05)
"""Short where a test waits for the end of it, long where it must not end however busy the machine is."""
ADMIN = "TCPMAINT"


@dataclass(frozen=True)
class Recipe:
    """What the process gets. ``failing``: user id -> why its start fails."""

    directory: Path
    plan: PoolPlan
    material: Material
    failing: Mapping[str, str] = field(default_factory=dict)
    wish: Mapping[str, Any] = field(default_factory=dict)


def main() -> int:
    """Run the pool that comes through standard input."""
    from ssldiag.pool.pool import Pool, Wish
    from ssldiag.pool.ports import Ports, make_private
    from ssldiag.pool.start import ServerStart

    recipe: Recipe = pickle.load(sys.stdin.buffer)
    for folder in (RUN, CONSOLE, RESPONSES):
        make_private(recipe.directory / folder)

    def starter(userid: str) -> ServerStart:
        if userid in recipe.failing:
            return ServerStart(None, ("DTCRUN1099E Server not started",), why=recipe.failing[userid])
        return ServerStart(recipe.plan, (f"DTCRUN1011I {userid} is being started",), recipe.material)

    ports = Ports(recipe.plan)
    pool = Pool(recipe.directory, recipe.plan, ports, Wish(starter=starter, **recipe.wish))
    for text in ports.trouble:
        pool.parts.say(text)

    def settled() -> None:
        print("ready", flush=True)

    pool.on_settled = settled
    pool.open_admin()
    pool.run()
    return 0


def users() -> tuple[tuple[str, str], ...]:
    """Whoever runs the tests is TCPMAINT."""
    import pwd

    return ((pwd.getpwuid(os.getuid()).pw_name, ADMIN),)


class Handmade:
    """A pool in a folder; it ends with the block, whatever happens."""

    def __init__(
        self,
        directory: Path,
        servers: int = 2,
        per_server: int = 10,
        owners: tuple[str, ...] = ("ECHOSRV",),
        failing: Mapping[str, str] | None = None,
        wish: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> None:
        self.directory = directory
        self.echo = Echo()
        self.ports = free_ports(len(owners))
        secure = tuple(
            SecurePort(1000 + at, port, owner, "SERVER", ClientCheck.NONE, self.echo.backend)
            for at, (owner, port) in enumerate(zip(owners, self.ports, strict=True))
        )
        fields: dict[str, Any] = {
            "limits": Limits(per_server * servers, per_server),
            "timings": QUICK,
            "secure_ports": secure,
            "admin_ids": (ADMIN,),
            "users": users(),
        }
        userids = more.pop("userids", None)
        made = plan(servers, **{**fields, **more})
        made = replace(made, servers=userids or made.servers)
        self.recipe = Recipe(directory, made, material(), failing or {}, wish or {})
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.pool.handmade"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def __enter__(self) -> Handmade:
        process = self.process
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(pickle.dumps(self.recipe))
            process.stdin.close()
            assert process.stdout.readline() == b"ready\n", self.words()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def words(self) -> str:
        """What the process had to complain about, once it has ended."""
        self.process.kill()
        assert self.process.stderr is not None
        return self.process.stderr.read().decode()

    def kill(self) -> None:
        """End all of it."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdout, self.process.stderr):
            assert pipe is not None
            pipe.close()
        self.echo.close()

    def end(self, number: int = signal.SIGTERM, seconds: float = PATIENCE) -> int:
        """Send a signal and wait for the end; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(seconds)

    def ask(self, program: str, words: str) -> Reply:
        """A command."""
        return ask(self.directory, program, words)

    def admin(self, words: str) -> list[str]:
        """The lines of SSLADMIN, without their stamps."""
        return [line[9:] if line[2:3] == ":" else line for line in self.ask("SSLADMIN", words).lines]

    def netstat(self, words: str) -> list[str]:
        """The lines of NETSTAT."""
        return list(self.ask("NETSTAT", words).lines)

    def status(self) -> dict[str, Any]:
        """The whole document."""
        return self.ask("POOL", "STATUS").document

    def servers(self) -> list[dict[str, Any]]:
        """The servers in it."""
        found: list[dict[str, Any]] = self.status()["servers"]
        return found

    def states(self) -> str:
        """The states by their first letters; P for Stopped."""
        return "".join("P" if row["state"] == "Stopped" else row["state"][0] for row in self.servers())

    def sessions(self) -> list[int]:
        """Sessions of each server."""
        return [row["sessions"] for row in self.servers()]

    def pid(self, index: int) -> int:
        """The process of a server."""
        return int(self.servers()[index]["pid"])

    def connect(self, at: int = 0) -> ssl.SSLSocket:
        """A TLS connection to one of the secure ports."""
        return connect(self.ports[at])

    def console(self, userid: str = "TCPIP") -> str:
        """A console log, which may be a quarter of a second late."""
        with suppress(FileNotFoundError):
            return console_file(self.directory, userid).read_text()
        return ""

    def until(self, true: Callable[[], Any]) -> None:
        """Wait until something is so."""
        until(true, self.console)


if __name__ == "__main__":
    from tests.pool import handmade  # the values that come are of this module, not of __main__

    sys.exit(handmade.main())
