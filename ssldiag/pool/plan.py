"""What a pool is to be: plain values, made from the files of its directory and handed to every process.

Numbers without a source beside them are choices of ours (``docs/pool/choices.md``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

DEFAULT_SESSIONS = 3000
DEFAULT_PER_SERVER = 600
"""SSLLIMITS without operands (PROFILE TCPIP, SSLLIMITS statement)."""

MOST_PER_SERVER = 1000
"""The greatest MAXPERSSLSERVER (the same)."""

DAY = 86_400
"""Seconds: the longest CACHELIFE, and its default (VMSSL command)."""

PAGE = 4096
"""Bytes of a page of a segment."""


class ClientCheck(StrEnum):
    """CLIENTCERTCHECK: what happens to the certificate of a client."""

    NONE = "NONE"
    PREFERRED = "PREFERRED"
    REQUIRED = "REQUIRED"


@dataclass(frozen=True, slots=True)
class Limits:
    """SSLLIMITS: sessions of the whole pool, and of one server."""

    max_sessions: int = DEFAULT_SESSIONS
    per_server: int = DEFAULT_PER_SERVER


@dataclass(frozen=True, slots=True)
class SecurePort:
    """A statically secured port: PORT ... SECURE label.

    ``number`` is the port of the profile, ``listen`` the one that is really bound (privileged numbers are
    moved by the pool's port offset), ``userid`` the application behind it, ``backend`` where its plaintext
    server listens: ``host:port``, or the path of a Unix socket.
    """

    number: int
    listen: int
    userid: str
    label: str
    client_check: ClientCheck
    backend: str


@dataclass(frozen=True, slots=True)
class Application:
    """An application server of the stack. ``kind`` is ``echo``, ``ftp``, ``smtp``, ``telnet``, or ``other``
    for a user id that runs no server of ours.

    ``ports`` are pairs of the port of the profile and the port really bound, for plain (or dynamically
    secured) connections; ``control`` and ``data`` are NEVER, ALLOWED, PREFERRED or REQUIRED; ``label`` is the
    TLSLABEL, None without one; ``autolog`` whether the stack starts it; ``socket`` the Unix socket on which
    it takes connections that a static port has already secured; ``front`` a real plaintext server
    ``host:port`` that it stands in front of, empty for our own small server.
    """

    userid: str
    kind: str
    ports: tuple[tuple[int, int], ...]
    label: str | None
    control: str
    data: str
    client_check: ClientCheck
    autolog: bool
    socket: str
    front: str = ""


@dataclass(frozen=True, slots=True)
class CachePlan:
    """The session cache. ``life`` in seconds (CACHELIFE, 0 is no reuse), ``cleanup`` in connections of one
    server (CACHECLEANUP), ``segment`` its name and ``begin`` and ``end`` its pages, both included; ``store``
    empty for the segment, else the address of a server: ``redis://host:port/0``.
    """

    life: int = DAY
    cleanup: int = 100
    segment: str = "TCPIP"
    begin: int = 0x10000
    end: int = 0x100FF
    store: str = ""

    @property
    def size(self) -> int:
        """Bytes of the segment."""
        return (self.end - self.begin + 1) * PAGE


@dataclass(frozen=True, slots=True)
class SecurityPlan:
    """Protocols and suites. ``minimum`` and ``maximum`` are ``TLSv1.0`` to ``TLSv1.3`` (versions between them
    that are off stand in ``without``); ``ciphers`` the OpenSSL names up to TLS 1.2 in order, ``suites`` those
    of TLS 1.3; ``ibm_names`` what STATUS DETAILS prints; ``refused`` sentences about what the local OpenSSL
    cannot do, for the console.
    """

    protocols: tuple[str, ...]
    minimum: str
    maximum: str
    without: tuple[str, ...]
    ciphers: tuple[str, ...]
    suites: tuple[str, ...]
    ibm_names: tuple[str, ...]
    exempt: tuple[str, ...] = ()
    enable: tuple[str, ...] = ()
    mode: str = "STANDARD"
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TraceSetting:
    """What is traced: ``kind`` is NONE, NORMAL, CONNECTIONS, FLOW or DEBUG.

    ``data`` is how many bytes of each send and receive are shown: 0 with NODATA, -1 for all of them.
    ``address``, ``port`` and ``connection`` narrow it to one partner, port or connection (all None: ALL).
    """

    kind: str = "NORMAL"
    data: int = 0
    address: str | None = None
    port: int | None = None
    connection: int | None = None


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds. ``starting`` is how long a server is Starting at least; ``handshake`` the time a client has;
    ``idle`` how long a connection may be silent (0: for ever); ``drain`` how long RESTART and a shutdown wait
    for sessions to end; ``wait`` how long a connection waits for room before it is refused; ``answer`` how
    long SSLADMIN waits for a server; ``backoff`` the first pause before a server is started again (it
    doubles); ``tries`` failures in a row after which a server is Stopped.
    """

    starting: float = 0.0
    handshake: float = 30.0
    idle: float = 0.0
    drain: float = 30.0
    wait: float = 1.0
    answer: float = 5.0
    backoff: float = 0.5
    tries: int = 3


@dataclass(frozen=True, slots=True)
class Recording:
    """Where connections are recorded: ``pcap`` and ``keylog`` are paths, empty for none."""

    pcap: str = ""
    keylog: str = ""


@dataclass(frozen=True, slots=True)
class PoolPlan:
    """A stack, its agent, its SSL servers and its applications.

    ``directory`` is the folder with the files; ``servers`` the user ids in pool order; ``pool`` the name that
    DTCPARMS gives it (``SSL*``, or a single server's id); ``keyfile`` the path as VMSSL sees it and
    ``database`` the real file; ``password`` how to open it (from the stash file; never logged); ``timeout``
    of SSLSERVERID in seconds; ``admin_ids`` who may use SSLADMIN; ``users`` local user names and z/VM ids;
    ``user`` the local user as whom a pool runs that root starts;
    ``timestamps`` whether :Timestamp. is on; ``engine`` is ``auto``, ``fast`` or ``public``.
    """

    directory: str
    level: str
    stack: str
    agent: str
    pool: str
    servers: tuple[str, ...]
    limits: Limits
    timeout: float
    listen: str
    secure_ports: tuple[SecurePort, ...]
    applications: tuple[Application, ...]
    cache: CachePlan
    security: SecurityPlan
    trace: TraceSetting
    timings: Timings
    keyfile: str
    database: str
    admin_ids: tuple[str, ...]
    timestamps: bool = True
    engine: str = "auto"
    gsktrace: str = "0"
    fallback_scsv: bool = True
    password: str = field(default="", repr=False)
    recording: Recording = Recording()
    users: tuple[tuple[str, str], ...] = ()
    user: str = ""
    notes: tuple[str, ...] = ()

    @property
    def single(self) -> bool:
        """Whether it is a single server instead of a pool."""
        return not self.pool.endswith("*")
