"""A network and its certificates in; its connections, made between processes on loopback, and what came of
each, out.
"""

from __future__ import annotations

import json
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from ssldiag.scenarios.keys import Ring
from ssldiag.scenarios.links import Link, links
from ssldiag.scenarios.made import Made, made
from ssldiag.scenarios.orders import key_files, orders
from ssldiag.scenarios.state import World

PATIENCE = 30.0
"""Seconds until a process that does not answer is given up: it has bounds of its own, five seconds each."""


UNTRIED = ("address", "release", "stopped")
"""Stages before anything goes over the wire."""


class ProcessError(Exception):
    """A process of our own failed; the text is a sentence for the user."""


class Process:
    """One actor."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ssldiag.scenarios.peer"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def do(self, order: dict[str, Any]) -> dict[str, Any]:
        """Have an order done. Raises :class:`ProcessError`."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
            if not select.select([process.stdout], [], [], PATIENCE)[0]:
                raise ProcessError(f"the process of {self.name} does not answer")
            found = json.loads(process.stdout.readline())
        except (OSError, ValueError) as error:
            raise ProcessError(f"the process of {self.name} ended") from error
        assert isinstance(found, dict)
        return found

    def __enter__(self) -> Process:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):  # what it was still to be told has nobody to go to
                    stream.close()
        try:
            self._process.wait(1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Processes:
    """The processes of a network; each starts when it is first wanted, and ends with all."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._found: dict[str, Process] = {}

    def of(self, name: str) -> Process:
        """The process of an actor."""
        if name not in self._found:
            self._found[name] = self._stack.enter_context(Process(name))
        return self._found[name]

    def start(self, names: Sequence[str]) -> None:
        """Start several at once: they need a moment each."""
        for name in names:
            self.of(name)


@contextmanager
def processes(world: World) -> Iterator[Processes]:
    """One process an actor."""
    with ExitStack() as stack:
        found = Processes(stack)
        found.start([*(pc.name for pc in world.pcs), *(system.name for system in world.systems)])
        yield found


def connect(world: World, ring: Ring) -> tuple[Made, ...]:
    """Make every connection of a network. Raises :class:`ProcessError` and OSError."""
    with processes(world) as running:
        return through(running, world, ring)


def through(running: Processes, world: World, ring: Ring) -> tuple[Made, ...]:
    """Make every connection with processes that run already."""
    with tempfile.TemporaryDirectory(prefix="ssldiag-mc-") as folder:

        def write(name: str, data: bytes) -> str:
            path = Path(folder) / name
            path.write_bytes(data)
            return str(path)

        files = key_files(world, ring, write)
        return tuple(one(running, world, ring, link, files) for link in links(world))


def one(running: Processes, world: World, ring: Ring, link: Link, files: dict[str, str]) -> Made:
    """Make one connection; those that fail before anything goes over the wire are only told."""
    if link.stage in UNTRIED:
        return made(world, link, None, None)
    import ssl

    wanted = orders(world, ring, link, files, ssl.HAS_TLSv1)
    client, server = running.of(link.client), running.of(link.server)
    if wanted.server is None:
        return made(world, link, client.do({**wanted.client, "port": closed_port()}), None)
    port = server.do(wanted.server)["port"]
    came = client.do({**wanted.client, "port": port})
    return made(world, link, came, server.do({"do": "told", "service": link.service}))


def closed_port() -> int:
    """A port of loopback where nobody listens."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
