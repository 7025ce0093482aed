"""Stops a running pool: finds its stack by the file that it locks, asks it to end, and waits for that."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from ssldiag.pool.names import pid_file

STEP = 0.05
"""Seconds between looks."""

PATIENCE = 120.0
"""Seconds: sessions get 30 by default to end, applications and servers end at once."""


class NotRunning(Exception):
    """There is no pool to stop, or it did not stop; the text is a sentence."""


def stop_pool(folder: Path, at_once: bool) -> None:
    """Stop the pool of a folder. ``at_once`` does not wait for sessions. Raises NotRunning."""
    pid = running(folder)
    if pid is None:
        raise NotRunning(f"{folder}: no pool is running there")
    try:
        os.kill(pid, signal.SIGTERM)
        if at_once:
            time.sleep(STEP)
            os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        return
    except PermissionError as error:
        raise NotRunning(f"{folder}: the pool there belongs to another user") from error
    until = time.monotonic() + PATIENCE
    while running(folder) == pid:
        if time.monotonic() > until:
            raise NotRunning(f"{folder}: the pool (process {pid}) is still ending")
        time.sleep(STEP)


def running(folder: Path) -> int | None:
    """The process id of the stack, None if none runs: its file is locked as long as it does."""
    import fcntl

    path = pid_file(folder)
    try:
        with path.open("r+", encoding="ascii") as file:
            with suppress(BlockingIOError):
                fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
                return None
            return int(file.read().strip() or "0") or None
    except (OSError, ValueError):
        return None
