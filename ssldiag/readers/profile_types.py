"""What the reader of PROFILE TCPIP gives: statements, and those that matter to TLS as types of their own."""

from __future__ import annotations

from dataclasses import dataclass

from ssldiag.model import Located, Place, Unreadable


@dataclass(frozen=True, slots=True)
class Statement:
    """Any statement: its name (upper case) and its words, for blocks up to the END word."""

    name: Located[str]
    words: tuple[Located[str], ...]
    closed: bool = True


@dataclass(frozen=True, slots=True)
class SslServerId:
    """``SSLSERVERID { userid | * } [ TIMEOUT seconds ]``."""

    place: Place
    userid: Located[str] | None
    timeout: Located[int] | None


@dataclass(frozen=True, slots=True)
class SslLimits:
    """``SSLLIMITS [MAXSESSIONS n] [MAXPERSSLSERVER m]``. ``name`` as spelt: SLLIMITS is an error."""

    name: Located[str]
    max_sessions: Located[int] | None
    max_per_server: Located[int] | None


@dataclass(frozen=True, slots=True)
class Autolog:
    """``AUTOLOG { userid string }... ENDAUTOLOG``; ``closed`` is False where the END word is missing."""

    place: Place
    users: tuple[Located[str], ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class PortReservation:
    """One reservation of PORT. ``last`` is the end of a range or None; ``protocol`` TCP, UDP or empty.

    ``options`` are all words behind the number, in upper case, but for protocol and user id; ``label`` as
    written.
    """

    number: Located[int]
    last: int | None
    protocol: str
    userid: Located[str]
    noautolog: bool = False
    secure: bool = False
    label: Located[str] | None = None
    client_cert_check: Located[str] | None = None
    options: tuple[Located[str], ...] = ()


@dataclass(frozen=True, slots=True)
class InternalClientParms:
    """The Telnet server's block. ``options`` are the words that belong to no other field, in upper case.

    ``length`` counts the characters between the two keywords, each run of white space as one blank and
    without comments: how the limit of 500 counts them is not documented, and no way to count gives less.
    """

    place: Place
    ports: tuple[Located[int], ...]
    secure_connection: Located[str] | None
    tls_label: Located[str] | None
    client_cert_check: Located[str] | None
    options: tuple[Located[str], ...]
    length: int
    closed: bool


@dataclass(frozen=True, slots=True)
class ProfileTcpip:
    """One profile. ``filename`` is its CMS file name (``PROFILE``, a node or a stack id), None if unknown.

    ``statements`` are the known ones, in order; ``unknown`` those that no list knows. ``glued`` are words
    with a ``;`` comment behind them and no blank between.
    """

    file: str
    filename: str | None
    place: Place
    statements: tuple[Statement, ...]
    ssl_server_ids: tuple[SslServerId, ...]
    ssl_limits: tuple[SslLimits, ...]
    autologs: tuple[Autolog, ...]
    ports: tuple[PortReservation, ...]
    internal_clients: tuple[InternalClientParms, ...]
    glued: tuple[Place, ...] = ()
    unknown: tuple[Statement, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()

    def named(self, name: str) -> tuple[Statement, ...]:
        """All statements of this name (upper case)."""
        return tuple(item for item in self.statements if item.name.value == name)
