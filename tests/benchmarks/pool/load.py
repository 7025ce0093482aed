"""A TLS client that makes many connections, one after the other, and counts those that went well.

    python -m tests.benchmarks.pool.load PORT LOAD COUNT

``LOAD`` is f13, f12 (full handshakes of TLS 1.3 and 1.2), r13 or r12 (resumed). Each connection carries 41
bytes to an echo server that answers 32, and ends with close_notify. One suite (AES-128-GCM) and one group
(X25519) are offered, so all servers have the same work; the object beneath ``ssl.SSLSocket`` is used, and no
certificate is looked at, since what the client spends keeps the server waiting. Prints how many connections
were made and how many were resumed.

``up`` and ``down`` carry COUNT megabytes over one connection, ``hold`` holds COUNT connections.
"""

from __future__ import annotations

import ctypes
import resource
import socket
import ssl
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ssldiag.pool.sharing import Native

ASKED = b"x" * 41
ANSWERED = 32
BLOCK = 65_536
SUITES = {"13": "TLS_AES_128_GCM_SHA256", "12": "ECDHE-ECDSA-AES128-GCM-SHA256"}
X25519 = 1034
"""OpenSSL's number of the group (``openssl/obj_mac.h``)."""

_SET_GROUPS, _GET_GROUP = 92, 134
"""SSL_CTRL_SET_GROUPS_LIST and SSL_CTRL_GET_NEGOTIATED_GROUP of ``openssl/ssl.h``."""


@dataclass(frozen=True)
class Client:
    """What all connections of a load have in common."""

    port: int
    load: str
    native: Native
    context: Any

    def connect(self, session: Any = None) -> tuple[socket.socket, Any]:
        """A connection whose handshake is done."""
        raw = socket.create_connection(("127.0.0.1", self.port))  # without a time limit: ``ssl`` would poll
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        tls = self.context._wrap_socket(raw, False, session=session)
        tls.do_handshake()
        return raw, tls

    def once(self, session: Any = None) -> tuple[bool, Any]:
        """One connection: whether it was resumed, and the session for the next one (TLS 1.3 gives a new one
        with each connection).
        """
        raw, tls = self.connect(session)
        with raw:
            self.exchange(tls)
            found = tls.session if self.load == "r13" or session is None else session
            reused = bool(tls.session_reused)
            self.goodbye(tls)
        return reused, found

    def exchange(self, tls: Any, asked: bytes = ASKED, answered: int = ANSWERED) -> None:
        """Ask, and read the answer. Raises OSError."""
        tls.write(asked)
        while answered > 0:
            data = tls.read(min(answered, 65536))
            if not data:
                raise ConnectionError("the server closed the connection")
            answered -= len(data)

    def goodbye(self, tls: Any) -> None:
        """Send close_notify, and wait for nothing."""
        self.native.say_goodbye(self.native.connection(tls, self.context))

    def check(self) -> None:
        """One connection that shows that suite and group are those that are offered first."""
        raw, tls = self.connect()
        with raw:
            pointer = self.native.connection(tls, self.context)
            suite, group = tls.cipher()[0], _control("SSL_ctrl")(pointer, _GET_GROUP, 0, None)
            self.native.say_goodbye(pointer)
        if suite != SUITES[self.load[1:]] or group not in (0, X25519):
            raise ValueError(f"the server chose {suite} and group {group}")


def client(port: int, load: str) -> Client:
    """The client for a load."""
    native = Native.load()
    assert isinstance(native, Native), native
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    version = ssl.TLSVersion.TLSv1_3 if load.endswith("13") else ssl.TLSVersion.TLSv1_2
    context.minimum_version = context.maximum_version = version
    context.set_ciphers(SUITES["12"])
    native.set_suites(context, (SUITES["13"],))
    # P-256 is there for the certificate: in TLS 1.2 its curve must be offered too (RFC 8422 5.1.1).
    _control("SSL_CTX_ctrl")(native.context(context), _SET_GROUPS, 0, b"X25519:P-256")
    return Client(port, load, native, context)


def _control(name: str) -> Any:
    import _ssl

    function = getattr(ctypes.CDLL(_ssl.__file__), name)
    function.restype = ctypes.c_long
    function.argtypes = ctypes.c_void_p, ctypes.c_int, ctypes.c_long, ctypes.c_char_p
    return function


def run(port: int, load: str, count: int) -> tuple[int, int]:
    """So many connections: how many, how many of them resumed."""
    made = client(port, load)
    if load.startswith("f"):
        return count, sum(made.once()[0] for _ in range(count))
    resumed, session = 0, None
    for number in range(count + 1):
        reused, session = made.once(session)
        resumed += reused if number else 0
    return count, resumed


def bulk(port: int, direction: str, megabytes: int) -> tuple[int]:
    """So many MB over one connection."""
    made, size = client(port, "f13"), megabytes * 1_000_000
    raw, tls = made.connect()
    with raw:
        if direction == "down":
            made.exchange(tls, b"%-41s" % (b"GET %d" % size), size)
        else:
            tls.write(b"%-41s" % (b"PUT %d" % size))
            block = bytes(BLOCK)
            for at in range(0, size, BLOCK):
                tls.write(block[: size - at])
            made.exchange(tls, b"")
        made.goodbye(tls)
    return (megabytes,)


def hold(port: int, _: str, count: int) -> tuple[()]:
    """Hold so many connections until standard input ends; says how many as soon as each has carried
    something.
    """
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    made = client(port, "f13")
    held = [made.connect() for _ in range(count)]
    for one in held:
        made.exchange(one[1])
    print(len(held), flush=True)
    sys.stdin.read()
    return ()


LOADS: dict[str, Callable[[int, str, int], tuple[int, ...]]] = {
    **dict.fromkeys(("f13", "f12", "r13", "r12"), run),
    "up": bulk,
    "down": bulk,
    "hold": hold,
}

if __name__ == "__main__":
    said = LOADS[sys.argv[2]](int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
    if said:
        print(*said)
