"""Starts and ends the pool of a run, finds its processes, holds sessions open. What it started it ends."""

from __future__ import annotations

import os
import select
import signal
import socket
import ssl
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from ssldiag.lab.undisturbed import undisturbed
from ssldiag.pool.client import PoolDown, ask
from ssldiag.pool.names import ready_file

PATIENCE = 30.0
"""Seconds for a start (one takes one second) or an end (half of one) on a busy machine."""

ENDING = ((signal.SIGTERM, 0.05), (signal.SIGTERM, 5.0), (signal.SIGKILL, PATIENCE))
"""Signals and the seconds that each has: the second SIGTERM says not to wait for sessions."""

WELL = ("Active", "running", "listening")
"""States of servers, the agent and applications that have made their start."""

OPENING = 5.0
"""Seconds for a session that is to be held."""


class Trouble(Exception):
    """The lab itself could not do something; the text says what."""


class Pool:
    """The pool in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._held: list[socket.socket] = []

    @property
    def running(self) -> bool:
        """Whether its stack is there."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> str:
        """Start it and wait; what it says of its start, which begins with ``ready`` if it is up.

        Raises Trouble if it says nothing in time.
        """
        reading, writing = os.pipe()
        command = [sys.executable, "-m", "ssldiag.pool.stack", str(self.folder), "--ready-fd", str(writing)]
        try:
            with undisturbed():
                self._process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                    pass_fds=(writing,),
                )
        finally:
            os.close(writing)
        try:
            said = first_words(reading, PATIENCE)
        finally:
            os.close(reading)
        return said or "the pool did not start, and said nothing"

    def stop(self) -> None:
        """End it, without waiting for sessions."""
        self.release()
        process = self._process
        if process is None:
            return
        with undisturbed():
            for number, seconds in ENDING:
                with suppress(ProcessLookupError):
                    process.send_signal(number)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(seconds)
                    break
            ready_file(self.folder).unlink(missing_ok=True)
            self._process = None

    def status(self) -> dict[str, Any]:
        """What it says of itself; nothing if it does not run."""
        try:
            return dict(ask(self.folder, "POOL", "STATUS", "json").document)
        except PoolDown:
            return {}

    def servers(self) -> list[str]:
        """The SSL servers."""
        return [str(item.get("userid")) for item in self.status().get("servers", ())]

    def state(self, machine: str) -> str:
        """The state of a server or of the agent, empty if there is none of this name."""
        document = self.status()
        rows = (document.get("agent") or {}, *document.get("servers", ()))
        return next((str(item.get("state")) for item in rows if item.get("userid") == machine), "")

    def process_of(self, machine: str) -> int:
        """The process that runs as a user id. Raises Trouble."""
        found = self.running_as(machine)
        if not found:
            raise Trouble(f"no process runs as {machine}")
        return found

    def running_as(self, machine: str, well: bool = False) -> int | None:
        """The process that runs as a user id, None if there is none; ``well``: and has made its start."""
        document = self.status()
        known = {str(document.get("stack")): self._process.pid if self._process else None}
        rows = (document.get("agent") or {}, *document.get("servers", ()), *document.get("applications", ()))
        for item in rows:
            if item.get("pid") and (not well or item.get("state") in WELL):
                known[str(item.get("userid"))] = item["pid"]
        found = known.get(machine)
        return int(found) if found else None

    def kill(self, machine: str) -> None:
        """End the process of a machine as ``kill -9`` does. Raises Trouble."""
        os.kill(self.process_of(machine), signal.SIGKILL)

    def hold(self, address: tuple[str, int], count: int) -> None:
        """Open sessions and keep them. Raises Trouble."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        for number in range(count):
            try:
                plain = socket.create_connection(address, OPENING)
                self._held.append(context.wrap_socket(plain))
            except OSError as error:
                raise Trouble(f"session {number + 1} of {count} could not be opened: {error}") from error

    def release(self) -> None:
        """Close the sessions that are held."""
        while self._held:
            self._held.pop().close()


def first_words(descriptor: int, seconds: float) -> str:
    """What comes from a pipe until its other end is closed. Raises Trouble if that takes too long."""
    end = time.monotonic() + seconds
    data = b""
    while select.select([descriptor], [], [], max(0.0, end - time.monotonic()))[0]:
        piece = os.read(descriptor, 4096)
        if not piece:
            return data.decode("utf-8", "replace").strip()
        data += piece
    raise Trouble(f"the pool did not start within {seconds:g} s")


def until(ready: Any, seconds: float, step: float = 0.1) -> bool:
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            return False
        time.sleep(step)
    return True
