"""DIR/responses: what CP QUERY, SSLADMIN and NETSTAT would answer now, as files for ``ssldiag doctor``.

They are written anew when states or limits change, when the pool is full and when it has room again, at most
once a second, and as a whole.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from ssldiag.pool.admin import answers, netstat, ssladmin, system
from ssldiag.pool.admin.requests import Refusal
from ssldiag.pool.gather import Found, Gatherer
from ssldiag.pool.loop import Loop, Timer
from ssldiag.pool.names import RESPONSES
from ssldiag.pool.status import PoolStatus

PAUSE = 1.0
"""Seconds between two writings at least."""

READY = "Ready;"


def queries(status: PoolStatus, now: datetime) -> list[str]:
    """QUERY.OUTPUT: the agent, the segment, who has it."""
    asked = [f"query {status.agent_id}"]
    if status.cache is not None:
        segment = status.cache.segment.lower()
        asked += [f"cp query nss name {segment} map", f"cp query nss users {segment}"]
    asked += [f"query {row.userid}" for row in status.servers if row.state in ("Active", "Starting")]
    lines = []
    for command in asked:
        lines += [command, *system.answer(command, status.agent_id, status, now), READY]
    return lines


def commands(program: str, words: list[str], status: PoolStatus, now: datetime) -> list[str]:
    """One file: each command as it would be typed, and its answer."""
    parser = {"ssladmin": ssladmin.parse, "netstat": netstat.parse}[program]
    lines = []
    for text in words:
        request = parser(text.split(), {})
        assert not isinstance(request, Refusal)
        lines += [f"{program} {text}", *answers.lines(request, status, now), READY]
    return lines


def texts(status: PoolStatus, now: datetime) -> dict[str, list[str]]:
    """File name -> its lines."""
    admin = ["query status summary", "query settings", "query trace"]
    admin += [f"query status details (ssl {row.userid}" for row in status.servers if row.state == "Active"]
    return {
        "QUERY.OUTPUT": queries(status, now),
        "SSLADMIN.OUTPUT": commands("ssladmin", admin, status, now),
        "NETSTAT.OUTPUT": commands("netstat", ["config ssl", "conn"], status, now),
    }


def write(directory: Path, status: PoolStatus, now: datetime) -> None:
    """Write all of them. Raises OSError."""
    folder = directory / RESPONSES
    for name, lines in texts(status, now).items():
        draft = folder / f".{name}.new"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write("".join(f"{line}\n" for line in lines))
        draft.replace(folder / name)


class Responses:
    """``changed`` has the files written soon. ``status`` makes the rows of what was gathered."""

    def __init__(
        self,
        loop: Loop,
        directory: Path,
        gatherer: Gatherer,
        active: Callable[[], list[str]],
        status: Callable[[Found | None], PoolStatus],
        report: Callable[[str], None],
    ) -> None:
        self._loop, self._directory, self._gatherer = loop, directory, gatherer
        self._active, self._status, self._report = active, status, report
        self._timer: Timer | None = None
        self._last = 0.0
        self._failed = False

    def changed(self) -> None:
        """Something has changed."""
        if self._timer is None:
            pause = max(self._last + PAUSE - self._loop.now, 0.05)
            self._timer = self._loop.after(pause, self._gather)

    def _gather(self) -> None:
        self._timer = None
        self.gather(self.write)

    def now(self, then: Callable[[], None]) -> None:
        """Have them written at once, and go on."""

        def found(rows: Found) -> None:
            self.write(rows)
            then()

        self.gather(found)

    def gather(self, done: Callable[[Found], None]) -> None:
        """Ask for what they tell."""
        self._last = self._loop.now
        self._gatherer.ask({"details", "trace", "connections", "sessions"}, self._active(), done)

    def write(self, found: Found | None = None) -> None:
        """Write them now; a disk that takes nothing is said once."""
        try:
            write(self._directory, self._status(found), datetime.now().astimezone())
        except OSError as error:
            if not self._failed:
                self._report(f"DTCTCPT15W {RESPONSES} cannot be written: {error.strerror}")
            self._failed = True
            return
        self._failed = False
