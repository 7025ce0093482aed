"""A TLS client that makes many connections, one after the other, and counts those that went well.

    python -m tests.benchmarks.pool.load PORT CA LOAD COUNT

``LOAD`` is f13, f12 (full handshakes of TLS 1.3 and 1.2), r13 or r12 (resumed). Each connection carries 41
bytes to an echo server that answers 32. Prints how many were made and how many were resumed.
"""

from __future__ import annotations

import socket
import ssl
import sys

ASKED = b"x" * 41
ANSWERED = 32


def context(ca: str, load: str) -> ssl.SSLContext:
    """One suite and one group, the same for every server."""
    found = ssl.create_default_context(cafile=ca)
    found.check_hostname = False
    version = ssl.TLSVersion.TLSv1_3 if load.endswith("13") else ssl.TLSVersion.TLSv1_2
    found.minimum_version = found.maximum_version = version
    found.set_ciphers("ECDHE-ECDSA-AES128-GCM-SHA256")
    return found


def once(
    port: int, made: ssl.SSLContext, session: ssl.SSLSession | None, keep: bool
) -> tuple[bool, ssl.SSLSession | None]:
    """One connection: whether it was resumed, and its session if that is wanted."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as raw:
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with made.wrap_socket(raw, server_hostname="localhost", session=session) as sock:
            sock.sendall(ASKED)
            left = ANSWERED
            while left > 0:
                data = sock.recv(left)
                if not data:
                    raise ConnectionError("the server closed the connection")
                left -= len(data)
            resumed = bool(sock.session_reused)
            found = sock.session if keep else None
            return resumed, found


def run(port: int, ca: str, load: str, count: int) -> tuple[int, int]:
    """So many connections: how many, how many of them resumed."""
    made = context(ca, load)
    session = None
    if load.startswith("r"):
        _, session = once(port, made, None, keep=True)
    resumed = sum(once(port, made, session, keep=False)[0] for _ in range(count))
    return count, resumed


if __name__ == "__main__":
    port, ca, load, count = sys.argv[1:5]
    print(*run(int(port), ca, load, int(count)))
