"""Servers to probe: Python's ``ssl`` in memory and on loopback, ``openssl s_server``, some that misbehave."""

from __future__ import annotations

import base64
import contextlib
import shutil
import socket
import ssl
import subprocess
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ssldiag.probe.client import Client
from ssldiag.probe.hello import Offer
from ssldiag.probe.offers import usual
from ssldiag.probe.shares import FFDHE, P256, X25519, prime, share
from ssldiag.probe.state import Goal, Session
from tests.keydb.makers import number, sequence

NEEDS_OPENSSL = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
RANDOM = bytes(range(32))
SHARES = (X25519, P256)


def context(own: Path, low: ssl.TLSVersion, high: ssl.TLSVersion) -> ssl.SSLContext:
    """A server that takes these versions and everything that goes with them."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.set_ciphers("ALL:@SECLEVEL=0")
    made.load_cert_chain(own)
    made.load_dh_params(str(dh_file(own)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # TLS 1.0 and 1.1 are what is tested
        made.minimum_version, made.maximum_version = low, high
    return made


def client(
    offer: Offer | None = None,
    goal: Goal = Goal.FINISHED,
    groups: tuple[int, ...] = SHARES,
    session: Session | None = None,
) -> Client:
    """A client with key shares of these groups."""
    shares = [made for group in groups if (made := share(group)) is not None]
    offer = offer or usual("server.example.test")
    offer = replace(offer, shares=tuple((one.group, one.public) for one in shares))
    return Client(offer, RANDOM, goal, shares, session)


def dh_file(own: Path) -> Path:
    """Parameters of Diffie-Hellman beside a certificate: the group ffdhe2048."""
    path = own.with_suffix(".dh")
    if not path.exists():
        der = sequence(number(prime(*FFDHE[0x0100])), number(2))
        path.write_text(pem_of_dh(der), "ascii")
    return path


def pem_of_dh(der: bytes) -> str:
    """Parameters of Diffie-Hellman as OpenSSL reads them."""
    text = base64.encodebytes(der).decode("ascii")
    return f"-----BEGIN DH PARAMETERS-----\n{text}-----END DH PARAMETERS-----\n"


class Memory:
    """A server in memory: bytes in, bytes out. ``said`` is all that it sent."""

    def __init__(self, server: ssl.SSLContext) -> None:
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = server.wrap_bio(self._in, self._out, server_side=True)
        self.error: ssl.SSLError | None = None
        self.done = False

    def feed(self, data: bytes) -> bytes:
        """Take the client's bytes."""
        self._in.write(data)
        try:
            if not self.done:
                self.tls.do_handshake()
                self.done = True
            self.tls.read(1)
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLError as error:
            self.error = error
        return self._out.read()


def play(one: Client, server: Memory, size: int = 1 << 20) -> Client:
    """Let them talk, the server's bytes in pieces of ``size``, until nobody says more."""
    to_server = one.start()
    for _ in range(20):
        said = server.feed(to_server)
        to_server = b"".join(one.feed(said[at : at + size]) for at in range(0, len(said), size))
        if not to_server:
            break
    return one


@contextlib.contextmanager
def hosting(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A TCP server on loopback that treats each connection so; gives its port."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
        stop = threading.Event()

        def one(connection: socket.socket) -> None:
            with connection, contextlib.suppress(OSError):
                connection.settimeout(10)
                answer(connection)

        def run() -> None:
            while not stop.is_set():
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=one, args=(connection,), daemon=True).start()

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            stop.set()
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def tls(server: ssl.SSLContext) -> Callable[[socket.socket], None]:
    """What a TLS server does with a connection: the handshake, and reading to the end."""

    def answer(connection: socket.socket) -> None:
        try:
            with server.wrap_socket(connection, server_side=True) as secured:
                while secured.recv(1000):
                    pass
                secured.unwrap()
        except (ssl.SSLError, OSError):
            return

    return answer


@contextlib.contextmanager
def s_server(own: Path, *words: str) -> Iterator[int]:
    """``openssl s_server`` with these words; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = ["openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-cert", str(own), "-quiet", "-www"]
    process = subprocess.Popen(
        [*command, *words], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port, process)
        yield port
    finally:
        process.kill()
        process.wait()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until it listens; /proc tells without a connection, which would cost the server one."""
    wanted = f":{port:04X} 00000000:0000 0A"
    for _ in range(200):
        if wanted in Path("/proc/net/tcp").read_text("ascii") or process.poll() is not None:
            break
        time.sleep(0.02)
    assert process.poll() is None, "openssl s_server did not start"
