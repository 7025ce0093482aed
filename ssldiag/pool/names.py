"""Where a pool keeps what: the files of its directory, by name. No file is touched here.

Sockets in a deep directory would exceed the 107 bytes of a Unix socket's address (unix(7)); ``short`` gives a
name that fits.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

RUN = "run"
CONSOLE = "console"
RESPONSES = "responses"

LONGEST_ADDRESS = 107


def admin_socket(directory: Path) -> Path:
    """The socket of SSLADMIN and NETSTAT."""
    return directory / RUN / "admin.sock"


def pid_file(directory: Path) -> Path:
    """The process id of the stack; locked by it as long as it runs."""
    return directory / RUN / "stack.pid"


def ready_file(directory: Path) -> Path:
    """Is there as soon as the stack serves, and for as long."""
    return directory / RUN / "ready"


def console_file(directory: Path, userid: str) -> Path:
    """The console log of a machine."""
    return directory / CONSOLE / f"{userid}.CONSOLE"


@contextmanager
def short(path: str) -> Iterator[str]:
    """The path, or while the context lasts another name of it that fits into a socket's address."""
    if len(os.fsencode(path)) <= LONGEST_ADDRESS:
        yield path
        return
    folder = os.open(os.path.dirname(path), os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{os.path.basename(path)}"
    finally:
        os.close(folder)
