"""SSL servers as the stack would start them, without a stack: forked, with listeners, words and a segment."""

from __future__ import annotations

import os
import select
import signal
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from ssldiag.pool.channel import Channel, Message
from ssldiag.pool.children import close_others
from ssldiag.pool.contexts import blanks
from ssldiag.pool.control import CACHE_ON, MAX_SESSIONS, NOBODY, PER_SERVER, Control
from ssldiag.pool.inherit import Inheritance
from ssldiag.pool.material import Entry, Material
from ssldiag.pool.plan import (
    CachePlan,
    ClientCheck,
    Limits,
    PoolPlan,
    SecurePort,
    SecurityPlan,
    Timings,
    TraceSetting,
)
from ssldiag.pool.segment import Segment
from tests.waiting import PATIENCE, until

SECURITY = SecurityPlan(
    ("TLSV1_2", "TLSV1_3"), "TLSv1.2", "TLSv1.3", (), ("ECDHE-ECDSA-AES128-GCM-SHA256",), (), ()
)


@dataclass(frozen=True)
class Identity:
    """A certificate and its key, as PEM."""

    certificate: bytes
    key: bytes = field(repr=False)

    def files(self, folder: Path, name: str) -> tuple[str, str]:
        """The same as files, for clients."""
        paths = folder / f"{name}.pem", folder / f"{name}.key"
        paths[0].write_bytes(self.certificate)
        paths[1].write_bytes(self.key)
        return str(paths[0]), str(paths[1])


@cache
def identity(name: str, issuer: str = "", days: int = 30) -> Identity:
    """A certificate that ``issuer`` (or itself) signed. A negative number of days: it has expired."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    signer, signed_by = key, subject
    if issuer:
        parent = identity(issuer)
        found = serialization.load_pem_private_key(parent.key, None)
        assert isinstance(found, ec.EllipticCurvePrivateKey)
        signer, signed_by = found, x509.load_pem_x509_certificate(parent.certificate).subject
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signed_by)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=100))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=not issuer, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(signer, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    return Identity(
        built.public_bytes(encoding),
        key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain),
    )


def material(*labels: str, trusted: Sequence[str] = ("TESTCA",)) -> Material:
    """A key database with these labels, each signed by TESTCA, and the trusted ones."""
    own = [
        Entry(label, identity(label, "TESTCA").certificate, identity(label, "TESTCA").key)
        for label in labels or ("SERVER",)
    ]
    return Material((*own, *(Entry(name, identity(name).certificate, None) for name in trusted)))


def plan(servers: int = 1, **more: Any) -> PoolPlan:
    """A plan of a pool with this many servers."""
    fields: dict[str, Any] = {
        "directory": "/nonexistent",
        "level": "740",
        "stack": "TCPIP",
        "agent": "SSLDCSSM",
        "pool": "SSL*",
        "servers": tuple(f"SSL{number:05}" for number in range(1, servers + 1)),
        "limits": Limits(),
        "timeout": 30.0,
        "listen": "127.0.0.1",
        "secure_ports": (),
        "applications": (),
        "cache": CachePlan(),
        "security": SECURITY,
        "trace": TraceSetting(),
        "timings": Timings(handshake=PATIENCE, drain=2.0),
        "keyfile": "/etc/gskadm/Database.p12",
        "database": "",
        "admin_ids": (),
    }
    return PoolPlan(**{**fields, **more})


class Echo:
    """A plaintext server on a thread of its own: it answers each connection with what ``answer`` gives."""

    def __init__(self, answer: Callable[[socket.socket], None] | None = None, unix: str = "") -> None:
        if unix:
            self.listener = socket.socket(socket.AF_UNIX)
            self.listener.bind(unix)
        else:
            self.listener = socket.socket()
            self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(4096)
        self.backend = unix or f"127.0.0.1:{self.listener.getsockname()[1]}"
        self._answer = answer
        self._stop, self._stopping = os.pipe()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        if self._answer is not None:
            self._each(self._answer)
            return
        self.listener.setblocking(False)
        poll = select.epoll()
        poll.register(self.listener, 1)
        poll.register(self._stop, 1)
        ends: dict[int, socket.socket] = {}
        while True:
            for number, _ in poll.poll():
                if number == self._stop:
                    for end in ends.values():
                        end.close()
                    poll.close()
                    return
                if number == self.listener.fileno():
                    with suppress(OSError):  # it may be gone already
                        end, _ = self.listener.accept()
                        ends[end.fileno()] = end
                        poll.register(end, 1)
                    continue
                try:
                    data = ends[number].recv(65536)
                    ends[number].sendall(data)
                except OSError:
                    data = b""
                if not data:
                    poll.unregister(number)  # a server that is being forked may still hold it
                    ends.pop(number).close()

    def _each(self, answer: Callable[[socket.socket], None]) -> None:
        with suppress(OSError):
            while True:
                end, _ = self.listener.accept()
                threading.Thread(target=self._one, args=(answer, end), daemon=True).start()

    @staticmethod
    def _one(answer: Callable[[socket.socket], None], end: socket.socket) -> None:
        with end, suppress(OSError):
            answer(end)

    def close(self) -> None:
        """End it."""
        os.write(self._stopping, b"x")
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(PATIENCE)
        self.listener.close()
        os.close(self._stop)
        os.close(self._stopping)


@dataclass
class Member:
    """A server process and the stack's end of its channel."""

    pid: int
    channel: Channel
    messages: list[Message] = field(default_factory=list)
    alive: bool = True

    def tell(self, message: Message, descriptors: Sequence[int] = ()) -> None:
        """Send it a message."""
        self.channel.send(message, descriptors)

    def await_message(self, kind: str, seconds: float = PATIENCE) -> Message:
        """The next message of this kind."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for message in self.messages:
                if message["do"] == kind:
                    self.messages.remove(message)
                    return message
            select.select([self.channel], [], [], 0.2)
            found = self.channel.receive()
            if found:
                self.messages.append(found[0])
        raise AssertionError(f"no {kind} among {self.messages}")

    def ask(self, what: str) -> list[dict[str, Any]]:
        """The rows of an answer."""
        self.tell({"do": "query", "what": what, "id": 1})
        rows: list[dict[str, Any]] = []
        while True:
            answer = self.await_message("answer")
            rows += answer["rows"]
            if not answer["more"]:
                return rows

    def kill(self, number: int = signal.SIGKILL) -> int:
        """Send a signal and wait; how it ended."""
        if self.alive:
            os.kill(self.pid, number)
        return self.wait() if self.alive else 0

    def wait(self) -> int:
        """Wait for its end."""
        self.alive = False
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@dataclass
class Rig:
    """Servers, and what they share with the test."""

    plan: PoolPlan
    control: Control
    segment: Segment
    wake: tuple[int, ...]
    listeners: tuple[tuple[SecurePort, socket.socket], ...]
    folder: Path
    load: Callable[[], Material]
    without: str = ""
    members: list[Member] = field(default_factory=list)

    @cached_property
    def blanks(self) -> Any:
        """What servers share where libssl's own interface is out of reach (``without`` says why)."""
        return blanks(self.plan, self.without)

    @property
    def port(self) -> int:
        """The first secure port."""
        return int(self.listeners[0][1].getsockname()[1])

    def start(self, index: int) -> Member:
        """Fork a server and wait until it is there."""
        mine, theirs = Channel.pair()
        self.control.clear(index)
        pid = os.fork()
        if not pid:
            self._child(index, theirs)
        theirs.close()
        member = Member(pid, mine)
        self.members.append(member)
        member.await_message("registered")
        self.control.active[index] = 1
        turn = self.control.choose()
        if turn != NOBODY:
            os.eventfd_write(self.wake[turn], 1)
        return member

    def _child(self, index: int, channel: Channel) -> None:
        code = 70
        try:
            from ssldiag.pool import server

            kept = {0, 1, 2, channel.fileno(), self.control.descriptor, self.segment.descriptor, *self.wake}
            close_others(frozenset((*kept, *(listener.fileno() for _, listener in self.listeners))))
            log = open(self.folder / f"{index}.log", "a", buffering=1)  # noqa: SIM115
            fallback = {"blanks": self.blanks, "native": self.without} if self.without else {}
            code = server.main(
                Inheritance(
                    self.plan,
                    self.plan.servers[index],
                    index,
                    self.control,
                    channel,
                    self.segment,
                    self.listeners,
                    self.wake,
                    self.load,
                    lambda line: print(line, file=log),
                    **fallback,
                )
            )
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(code)

    def log(self, index: int = 0) -> str:
        """What a server said."""
        return (self.folder / f"{index}.log").read_text()

    def client(self, **options: Any) -> ssl.SSLSocket:
        """A TLS connection to the first secure port."""
        return connect(self.port, **options)

    def current(self) -> list[int]:
        """Sessions of each server."""
        return [self.control.current(index) for index in range(self.control.servers)]

    def settle(self, wanted: Sequence[int]) -> None:
        """Wait until the servers have so many sessions."""
        until(lambda: self.current() == list(wanted), lambda: f"{wanted}: they have {self.current()}")


def client_context(**options: Any) -> ssl.SSLContext:
    """A context that trusts TESTCA."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=identity("TESTCA").certificate.decode())
    if "version" in options:
        context.minimum_version = context.maximum_version = options["version"]
    if "certificate" in options:
        context.load_cert_chain(*options["certificate"])
    return context


def connect(
    port: int,
    context: ssl.SSLContext | None = None,
    session: ssl.SSLSession | None = None,
    **options: Any,
) -> ssl.SSLSocket:
    """A TLS connection."""
    raw = socket.create_connection(("127.0.0.1", port), PATIENCE)
    try:
        return (context or client_context(**options)).wrap_socket(
            raw, server_hostname="localhost", session=session
        )
    except BaseException:
        raw.close()
        raise


@contextmanager
def running(
    folder: Path,
    servers: int = 1,
    backend: str = "",
    check: ClientCheck = ClientCheck.NONE,
    load: Callable[[], Material] = material,
    per_server: int = 600,
    size: int = 1 << 20,
    labels: Sequence[str] = ("SERVER",),
    listening: bool = True,
    owner: str = "ECHOSRV",
    without: str = "",
    **more: Any,
) -> Iterator[Rig]:
    """Servers in front of ``backend`` (of an echo server if none is given); all end with the block."""
    load()  # keys are made here, once: a forked server would make others
    with ExitStack() as exits:
        if not backend:
            echo = Echo()
            exits.callback(echo.close)
            backend = echo.backend
        control = Control(servers)
        control.words[PER_SERVER], control.words[MAX_SESSIONS] = per_server, per_server * servers
        control.words[CACHE_ON] = 1
        wake = tuple(os.eventfd(0, os.EFD_NONBLOCK) for _ in range(servers + 1))
        listeners = []
        for label in labels if listening else ():
            listener = exits.enter_context(socket.create_server(("127.0.0.1", 0), backlog=4096))
            number = listener.getsockname()[1]
            listeners.append((SecurePort(number, number, owner, label, check, backend), listener))
        made = plan(servers, **more)
        made = replace(made, secure_ports=tuple(port for port, _ in listeners))
        segment = Segment(size, made.cache.life)
        rig = Rig(made, control, segment, wake, tuple(listeners), folder, load, without)
        assert not without or rig.blanks  # made before the fork
        try:
            for index in range(servers):
                rig.start(index)
            yield rig
        finally:
            for member in rig.members:
                member.kill()
                member.channel.close()
            for descriptor in wake:
                os.close(descriptor)
