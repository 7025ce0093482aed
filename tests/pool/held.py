"""Connections that are held by five servers: the bytes that each of them costs.

    python -m tests.pool.held FOLDER

It is a program of its own, as a pool is. Servers that are forked by a process which ran a thousand tests
allocate in the holes between what those left, and a page of memory is copied for every hole that is filled:
with a heap in shreds the same connections measure twice as much.
"""

from __future__ import annotations

import ssl
import sys
from pathlib import Path

from ssldiag.pool.plan import TraceSetting
from tests.pool.rig import Rig, client_context, running
from tests.pool.test_server import echoed

SERVERS, EACH = 5, 60
RECORD = 1 << 14
"""Octets in the largest record (RFC 8446 5.1)."""


def cost(folder: Path) -> float:
    """Open as many as there is room for, see that all work, and close them."""
    context = client_context()
    with running(folder, SERVERS, per_server=EACH, trace=TraceSetting("NONE")) as rig:
        with rig.client(context=context) as first:  # what is made once is made
            assert echoed(first)
        rig.settle([0] * SERVERS)
        before = own_memory(rig)
        held = [rig.client(context=context) for _ in range(SERVERS * EACH)]
        try:
            assert rig.current() == [EACH] * SERVERS
            assert all(echoed_whole(client) for client in held)
            each = (own_memory(rig) - before) / len(held)
        finally:
            for client in held:
                client.close()
        rig.settle([0] * SERVERS)
        assert [rig.control.total[index] for index in range(SERVERS)] == [EACH + 1, *[EACH] * (SERVERS - 1)]
        return each


def echoed_whole(client: ssl.SSLSocket) -> bool:
    """Whether a whole record comes back: a buffer that was not filled costs nothing yet."""
    said = bytes(RECORD)
    client.sendall(said)
    back = b""
    while len(back) < RECORD and (more := client.recv(RECORD)):
        back += more
    return back == said


def own_memory(rig: Rig) -> int:
    """Bytes of all servers that they share with no other process."""
    texts = [Path(f"/proc/{member.pid}/smaps_rollup").read_text() for member in rig.members]
    lines = [line for text in texts for line in text.splitlines()]
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))


if __name__ == "__main__":
    print(cost(Path(sys.argv[1])))
