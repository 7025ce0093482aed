"""One SSL server without a stack and without files: wishes in, a serving process until it is told to end."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ssldiag.pool.channel import Channel
from ssldiag.pool.control import CACHE_ON, MAX_SESSIONS, PER_SERVER, Control
from ssldiag.pool.inherit import Inheritance
from ssldiag.pool.material import Entry, Material, MaterialError
from ssldiag.pool.plan import (
    CachePlan,
    ClientCheck,
    Limits,
    PoolPlan,
    Recording,
    SecurePort,
    SecurityPlan,
    Timings,
    TraceSetting,
)

SERVER = "SSLSERV"
LABEL = "SSLDIAG"
"""How the certificate is called where a z/VM server has a label."""

VERSIONS = ("TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")
LONGEST_PEM = 4 * 1024 * 1024
"""Bytes of a PEM file that are read: 2,000 CA certificates."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What ``ssldiag serve`` is asked for. ``to`` is where plaintext goes, empty for the built-in echo;
    ``certificate`` and ``key`` are PEM files, None for a certificate made on the spot; ``trusted`` a PEM file
    of CA certificates for clients; ``ciphers`` OpenSSL's names.
    """

    listen: str = "127.0.0.1"
    port: int = 4433
    to: str = ""
    certificate: Path | None = None
    key: Path | None = None
    trusted: Path | None = None
    check: ClientCheck = ClientCheck.NONE
    protocols: tuple[str, ...] = ("TLSv1.2", "TLSv1.3")
    ciphers: tuple[str, ...] = ()
    trace: TraceSetting = field(default_factory=TraceSetting)
    recording: Recording = field(default_factory=Recording)
    sessions: int = 600
    cache_life: int = 86_400
    engine: str = "auto"
    idle: float = 0.0
    handshake: float = 30.0


def security(protocols: Sequence[str], ciphers: Sequence[str]) -> SecurityPlan:
    """The plan for these protocols and suites. Raises ValueError."""
    unknown = [name for name in protocols if name not in VERSIONS]
    if unknown or not protocols:
        raise ValueError(f"{', '.join(unknown) or 'no protocol'}: choose among {', '.join(VERSIONS)}")
    order = [name for name in VERSIONS if name in protocols]
    first, last = VERSIONS.index(order[0]), VERSIONS.index(order[-1])
    without = tuple(name for name in VERSIONS[first:last] if name not in order)
    modern = tuple(name for name in ciphers if name.startswith("TLS_"))
    older = tuple(name for name in ciphers if not name.startswith("TLS_"))
    words = tuple(name.upper().replace(".", "_") for name in order)
    return SecurityPlan(words, order[0], order[-1], without, older, modern, tuple(ciphers))


def plan(wishes: Wishes, port: SecurePort) -> PoolPlan:
    """The plan of a pool of one server. Raises ValueError."""
    return PoolPlan(
        directory="",
        level="",
        stack="TCPIP",
        agent="",
        pool=SERVER,
        servers=(SERVER,),
        limits=Limits(wishes.sessions, wishes.sessions),
        timeout=0.0,
        listen=wishes.listen,
        secure_ports=(port,),
        applications=(),
        cache=CachePlan(life=wishes.cache_life),
        security=security(wishes.protocols, wishes.ciphers),
        trace=wishes.trace,
        timings=Timings(drain=1.0, idle=wishes.idle, handshake=wishes.handshake),
        keyfile=str(wishes.certificate or ""),
        database=str(wishes.certificate or ""),
        admin_ids=(),
        timestamps=False,
        engine=wishes.engine,
        recording=wishes.recording,
    )


def material(wishes: Wishes) -> Material:
    """The certificate, its key, and the trusted ones. Raises MaterialError."""
    if wishes.certificate is None:
        chain, key = self_made()
    else:
        pem = _read(wishes.certificate)
        chain, key = pem, _read(wishes.key) if wishes.key else pem
    entries = [Entry(LABEL, chain, key, default=True)]
    if wishes.trusted is not None:
        entries.append(Entry("TRUSTED", _read(wishes.trusted), None))
    elif wishes.check is not ClientCheck.NONE:
        raise MaterialError("clients can be checked only against CA certificates: name a file of them")
    return Material(tuple(entries))


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(LONGEST_PEM)
    except OSError as error:
        raise MaterialError(f"{path}: {error.strerror}") from error


def self_made() -> tuple[bytes, bytes]:
    """A certificate for localhost that is good for 30 days, and its key; neither is written anywhere."""
    from datetime import UTC, datetime, timedelta
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), *(x509.IPAddress(ip_address(ip)) for ip in ("127.0.0.1", "::1"))]
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    return built.public_bytes(pem), key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)


def listening(wishes: Wishes) -> socket.socket:
    """The listener. Raises OSError."""
    family = socket.AF_INET6 if ":" in wishes.listen else socket.AF_INET
    listener = socket.create_server((wishes.listen, wishes.port), family=family, backlog=1024)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def serve(wishes: Wishes, say: Callable[[str], None], tell: Callable[[str], None]) -> int:
    """Serve until SIGTERM or SIGINT. ``say`` gets trace lines, ``tell`` the sentences about the server.

    Raises MaterialError, ValueError and OSError for wishes that cannot be met.
    """
    from ssldiag.pool.engine.target import target

    if wishes.to:
        target(wishes.to)
    prepared = material(wishes)
    with listening(wishes) as listener:
        return _serve(wishes, prepared, listener, say, tell)


def _serve(
    wishes: Wishes,
    prepared: Material,
    listener: socket.socket,
    say: Callable[[str], None],
    tell: Callable[[str], None],
) -> int:
    from ssldiag.pool.contexts import Contexts
    from ssldiag.pool.engine.echo import Echo
    from ssldiag.pool.segment import Segment
    from ssldiag.pool.server import Server

    number = listener.getsockname()[1]
    echo = f"ssldiag-echo-{os.getpid()}"
    port = SecurePort(number, number, "ECHO", LABEL, wishes.check, wishes.to or f"@{echo}")
    ours = plan(wishes, port)
    control = Control(1)
    control.words[PER_SERVER] = control.words[MAX_SESSIONS] = wishes.sessions
    control.words[CACHE_ON] = control.active[0] = 1
    control.choose()
    mine, theirs = Channel.pair()
    wake = tuple(os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC) for _ in range(2))
    segment = Segment(ours.cache.size, ours.cache.life)
    given = Inheritance(
        replace(ours, secure_ports=(port,)),
        SERVER,
        0,
        control,
        theirs,
        segment,
        ((port, listener),),
        wake,
        lambda: prepared,
        say,
    )
    server = Server(given)
    Contexts(ours, prepared, server.native).get(LABEL, wishes.check)  # a server with one port needs it
    server.start()
    echoing = None if wishes.to else Echo(server.loop, echo)
    tell(_described(wishes, number))
    try:
        server.run(interrupts=(signal.SIGTERM, signal.SIGINT))
    finally:
        if echoing is not None:
            echoing.close()
        mine.close()
        for descriptor in wake:
            os.close(descriptor)
    total, failed = control.total[0], control.failed[0]
    tell(f"ended; {total} connections, {failed} handshakes failed")
    return 0


def _described(wishes: Wishes, number: int) -> str:
    host = f"[{wishes.listen}]" if ":" in wishes.listen else wishes.listen
    what = f"plaintext goes to {wishes.to}" if wishes.to else "it echoes what it gets"
    made = "" if wishes.certificate else ", with a certificate for localhost made just now"
    return f"listening on {host}:{number} ({', '.join(wishes.protocols)}{made}); {what}"
