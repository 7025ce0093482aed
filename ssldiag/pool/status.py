"""What a running pool tells of itself: the rows that SSLADMIN, NETSTAT and ``pool status`` print."""

from __future__ import annotations

from dataclasses import dataclass, field

from ssldiag.pool.plan import Limits, TraceSetting


@dataclass(frozen=True, slots=True)
class ServerRow:
    """One server, as the stack knows it: ``state`` is Eligible, Starting, Active or Stopped; counts of
    sessions are 0 for a server that is not Active. ``reason`` is why it is in this state, for people.
    """

    userid: str
    state: str
    sessions: int
    maximum: int
    peak: int
    total: int
    failed: int
    since: str = ""
    pid: int | None = None
    quiescing: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ServerDetails:
    """What a server itself answers to QUERY STATUS DETAILS."""

    userid: str
    keyfile: str
    mode: str
    protocols: tuple[str, ...]
    ciphers: tuple[str, ...]
    exempt: tuple[str, ...]
    cache_life: int
    cache_cleanup: int
    cache: str
    engine: str
    trace: TraceSetting
    gsktrace: str
    openssl: str


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A secure connection. Sockets are ``(address, port)``; ``began`` is epoch seconds."""

    server: str
    connection: int
    userid: str
    local: tuple[str, int]
    foreign: tuple[str, int]
    protocol: str
    cipher: str
    label: str
    resumed: bool
    client_certificate: bool
    began: float
    received: int
    sent: int


@dataclass(frozen=True, slots=True)
class CacheRow:
    """One server's part in the session cache since it started."""

    server: str
    stored: int
    lookups: int
    hits: int
    expired: int
    evicted: int


@dataclass(frozen=True, slots=True)
class CacheStatus:
    """The session cache: ``state`` says in words whether it works; ``entries`` are those not expired, of at
    most ``capacity``.
    """

    segment: str
    begin: int
    end: int
    life: int
    cleanup: int
    state: str
    entries: int
    capacity: int
    rows: tuple[CacheRow, ...]


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry of the session cache: ``id`` the first hexadecimal digits of its session id, ``made`` and
    ``expires`` epoch seconds, ``size`` bytes; ``protocol`` empty where it is not known. Nothing secret.
    """

    id: str
    made: float
    expires: float
    size: int
    protocol: str = ""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file beside the key database, as OPENVM LIST shows it: ``directory`` is the mounted one
    (``/etc/gskadm``), ``mode`` its permission bits.
    """

    directory: str
    name: str
    owner: str
    group: str
    mode: int


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """An entry of the key database as a server has it loaded. Times are ISO 8601 in UTC."""

    server: str
    label: str
    has_private_key: bool
    trusted: bool
    default: bool
    subject: str
    not_before: str
    not_after: str


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """A row of NETSTAT CONN; an empty foreign socket is a listener."""

    userid: str
    connection: int
    local: tuple[str, int]
    foreign: tuple[str, int] | None
    state: str


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """An application or statically secured port, as ``pool status`` shows it. ``security`` is ``static``,
    ``dynamic`` or ``none``; ``port`` of the profile, ``listen`` really bound; ``state`` is listening, waiting
    or ended; ``what`` says why in words. ``pid`` is the process of an application that runs.
    """

    name: str
    userid: str
    port: int
    listen: int
    label: str
    security: str
    state: str
    what: str = ""
    pid: int | None = None


@dataclass(frozen=True, slots=True)
class PoolStatus:
    """All of it. ``agent`` is running or down, ``agent_id`` its user id and ``agent_pid`` its process;
    ``silent`` are servers that did not answer in time; ``node`` the node id that IDENTIFY shows; ``output``
    pairs of a server and lines: the end of its console log, or where CLOSECON put it.
    """

    stack: str
    level: str
    pool: str
    timeout: float
    limits: Limits
    agent: str
    servers: tuple[ServerRow, ...]
    details: tuple[ServerDetails, ...] = ()
    sessions: tuple[SessionRow, ...] = ()
    cache: CacheStatus | None = None
    certificates: tuple[CertificateRow, ...] = ()
    connections: tuple[ConnectionRow, ...] = ()
    applications: tuple[ApplicationRow, ...] = ()
    traces: tuple[tuple[str, TraceSetting], ...] = ()
    silent: tuple[str, ...] = field(default=())
    agent_id: str = "SSLDCSSM"
    agent_pid: int | None = None
    node: str = ""
    entries: tuple[EntryRow, ...] = ()
    files: tuple[FileRow, ...] = ()
    output: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def current(self) -> int:
        """Sessions of the whole pool."""
        return sum(row.sessions for row in self.servers)
