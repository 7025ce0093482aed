"""Ports for processes that bind them themselves, and so cannot be given port 0.

The system hands out ports for outgoing connections and for port 0 from 32768 up (ip_local_port_range of
Linux): a port of that range which was free a moment ago may be gone when a server wants it. These lie below,
and each run of tests has a block of its own, which it holds by listening on the block's first port.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from itertools import count

LOWEST, HIGHEST = 10_240, 32_768
BLOCK = 1_536
"""A block has room for the well-known ports (below 1024) of a pool, moved by any of 500 offsets."""


class NoPorts(Exception):
    """As many runs as there are blocks go on at once, or something else has taken the ports."""


@cache
def _block() -> tuple[socket.socket, int]:
    """The first block that nobody holds; it is held until the process ends."""
    for first in range(LOWEST, HIGHEST, BLOCK):
        with suppress(OSError):
            return socket.create_server(("127.0.0.1", first), backlog=1), first
    raise NoPorts(f"every block from {LOWEST} to {HIGHEST} is held")


@cache
def _turn() -> count[int]:
    """Where the next search begins: no port comes twice soon, for its last server may still be ending."""
    return count()


def is_free(port: int) -> bool:
    """Whether a server could listen there."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def free_offset(numbers: Sequence[int]) -> int:
    """What to add to each of these ports, which are well-known ones, so that all are free."""
    _, first = _block()
    for _ in range(BLOCK):
        offset = first + next(_turn()) % (BLOCK - max(numbers))
        if all(is_free(offset + number) for number in numbers):
            return offset
    raise NoPorts(f"no offset from {first} on")


def free_ports(number: int) -> list[int]:
    """So many different ports."""
    _, first = _block()
    found: list[int] = []
    for _ in range(BLOCK):
        port = first + 1 + next(_turn()) % (BLOCK - 1)
        if port not in found and is_free(port):
            found.append(port)
        if len(found) == number:
            return found
    raise NoPorts(f"{number} ports from {first} on")
