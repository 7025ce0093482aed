"""A fresh folder and free ports for one run of the lab, and their end.

Layout: ``pool/`` is the reference pool, ``client/`` what clients have, ``captures/`` what was recorded.
"""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ssldiag.lab.undisturbed import undisturbed

FIRST_OFFSET, STEP, SLOTS = 11_000, 1_100, 19
"""Port offsets of runs. The profile's ports end at 1007, so that 1100 keeps runs apart; the last one ends
below 32768, where Linux begins with ports of clients (net.ipv4.ip_local_port_range).
"""

LOOPBACK = "127.0.0.1"


class NoGround(Exception):
    """There is no place to run on; the text says why."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a run takes place. ``offset`` is added to the ports of the profile."""

    folder: Path
    offset: int

    @property
    def pool(self) -> Path:
        """The folder of the pool, or of the network of Management Central."""
        return self.folder / "pool"

    @property
    def client(self) -> Path:
        """What clients have."""
        return self.folder / "client"

    @property
    def captures(self) -> Path:
        """What was recorded."""
        return self.folder / "captures"

    def short(self, text: str) -> str:
        """The text with the folder's name as people type it."""
        return text.replace(str(self.folder), "$LAB")


@contextmanager
def ground(keep: bool) -> Iterator[Ground]:
    """A folder and ports, as long as the context lasts; with ``keep`` the folder stays. Raises NoGround."""
    folder = Path(tempfile.mkdtemp(prefix="ssldiag-lab-"))
    held, offset = reserve()
    try:
        for name in ("pool", "client", "captures"):
            (folder / name).mkdir(mode=0o700)
        yield Ground(folder, offset)
    finally:
        held.close()
        if not keep:
            with undisturbed():
                shutil.rmtree(folder, ignore_errors=True)


def reserve() -> tuple[socket.socket, int]:
    """A port offset that no other run has; it is ours until the socket is closed. Raises NoGround."""
    first = os.getpid() % SLOTS
    for number in range(SLOTS):
        offset = FIRST_OFFSET + STEP * ((first + number) % SLOTS)
        held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            held.bind((LOOPBACK, offset + STEP - 1))
            held.listen(1)
        except OSError:
            held.close()
            continue
        if all(free(offset + port) for port in (7, 21, 23, 25, 465, 992, 1007)):
            return held, offset
        held.close()
    raise NoGround(f"ports {FIRST_OFFSET} to {FIRST_OFFSET + STEP * SLOTS} are all in use")


def free(port: int) -> bool:
    """Whether nobody listens on a port of loopback. Connections that are closing do not count."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True
