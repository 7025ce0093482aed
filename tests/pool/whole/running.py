"""A whole pool, started as a user starts it, and ended whatever happens."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from ssldiag.pool.client import ask
from tests.ports import free_offset
from tests.waiting import PATIENCE, until

SSLDIAG = (sys.executable, "-m", "ssldiag")
PORTS = (7, 21, 23, 25, 465, 992, 1007)
"""Those of the sample profile."""


class Pool:
    """One pool in a folder."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.offset = free_offset(PORTS)
        self.client_pem = folder.parent / f"{folder.name}-client.pem"
        made = self.run(
            "pool",
            "init",
            str(folder),
            "--port-offset",
            str(self.offset),
            "--client",
            str(self.client_pem),
            *options,
        )
        assert made.returncode == 0, made.stderr

    @staticmethod
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        """Run ssldiag."""
        return subprocess.run(
            [*SSLDIAG, *words], capture_output=True, text=True, timeout=2 * PATIENCE, check=False
        )

    def start(self, *options: str) -> None:
        """Start it and wait until all servers that are wanted are there."""
        found = self.run("pool", "start", str(self.folder), *options)
        assert found.returncode == 0, found.stdout + found.stderr
        until(lambda: "Starting" not in self.states().values(), "servers start")
        until(
            lambda: all(item["state"] != "waiting" for item in self.status()["applications"]),
            "applications start",
        )

    def stop(self) -> None:
        """End it; with force if it does not."""
        with suppress(subprocess.TimeoutExpired):
            self.run("pool", "stop", str(self.folder), "--now")
        with suppress(OSError, ValueError):
            os.kill(int((self.folder / "run/stack.pid").read_text()), signal.SIGKILL)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def status(self) -> dict[str, Any]:
        """What ``pool status --format json`` shows, without the start of a program for each look."""
        return ask(self.folder, "POOL", "STATUS").document

    def servers(self) -> dict[str, dict[str, Any]]:
        """The servers by user id."""
        return {item["userid"]: item for item in self.status()["servers"]}

    def states(self) -> dict[str, str]:
        """Their states."""
        return {name: item["state"] for name, item in self.servers().items()}

    def sessions(self) -> list[int]:
        """Sessions of each server, in order."""
        return [item["sessions"] for item in self.servers().values()]

    def admin(self, *words: str) -> str:
        """What SSLADMIN prints."""
        found = self.run("ssladmin", str(self.folder), *words)
        return found.stdout + found.stderr

    def netstat(self, *words: str) -> str:
        """What NETSTAT prints."""
        found = self.run("netstat", str(self.folder), *words)
        return found.stdout + found.stderr

    def console(self, userid: str) -> str:
        """The console of a machine."""
        return (self.folder / "console" / f"{userid}.CONSOLE").read_text("ascii")

    def port(self, number: int) -> int:
        """The real port of one of the profile."""
        return number + self.offset

    def trust(self, version: ssl.TLSVersion | None = None, client: bool = False) -> ssl.SSLContext:
        """A client's context; of one version only if asked."""
        context = ssl.create_default_context(cafile=str(self.folder / "client/ca.pem"))
        if version is not None:
            context.minimum_version = context.maximum_version = version
        if client:
            context.load_cert_chain(self.client_pem)
        return context

    def connect(
        self, context: ssl.SSLContext, port: int = 1007, session: ssl.SSLSession | None = None
    ) -> ssl.SSLSocket:
        """A secure connection."""
        raw = socket.create_connection(("127.0.0.1", self.port(port)), timeout=PATIENCE)
        try:
            return context.wrap_socket(raw, server_hostname="localhost", session=session)
        except BaseException:
            raw.close()
            raise

    def echo(self, sock: ssl.SSLSocket, data: bytes = b"hello") -> bytes:
        """Send data and take as much back."""
        sock.sendall(data)
        found = b""
        while len(found) < len(data):
            part = sock.recv(65536)
            if not part:
                break
            found += part
        return found

    def change(self, name: str, old: str, new: str) -> None:
        """Change a file."""
        text = (self.folder / name).read_text("utf-8")
        assert old in text, (name, old)
        (self.folder / name).write_text(text.replace(old, new), "utf-8")
