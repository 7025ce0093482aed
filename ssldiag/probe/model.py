"""The values a probe gives: what a host and port offers, and each attempt that showed it.

What is not known is None (or ``unknown``) with a reason in ``why``; nothing here is guessed. Numbers stay
numbers; names are looked up in :mod:`ssldiag.wire.numbers` when shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ssldiag.wire.model import Endpoint, Handshake, Verdict

Step = Literal["resolve", "connect", "starttls", "hello", "handshake"]
Depth = Literal["quick", "default", "full"]
Answer = Literal["yes", "no", "unknown"]
Wanted = Literal["none", "optional", "required", "unknown"]
Ended = Literal[
    "reached", "alert", "closed", "reset", "timeout", "rubbish", "limit", "refused", "fault", "unable"
]
"""``reached``: as far as was meant; ``fault``: the peer broke the protocol; ``unable``: we cannot go on."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to look. ``starttls`` is a word of the table of preludes, None for TLS from the first byte.

    ``sni`` is the name to ask for: None takes ``host`` if that is a name, an empty one asks for none.
    """

    host: str
    port: int = 443
    starttls: str | None = None
    sni: str | None = None

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds that each step may take, and all of them together.

    A TCP connection that takes longer than 5 s has lost its SYN three times (RFC 6298: 1, 3, 7 s); servers
    of z/VM and IBM i answer a hello within a second even when they are busy.
    """

    resolve: float = 5.0
    connect: float = 5.0
    starttls: float = 5.0
    answer: float = 5.0
    total: float = 120.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """The step that went wrong, and what happened, as a clause without a full stop."""

    step: Step
    what: str


BEFORE_TLS: tuple[Step, ...] = ("resolve", "connect", "starttls")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One connection. ``purpose`` says what it was for; ``ended`` how it ended for us.

    ``handshake`` is None where not even a connection was tried; ``verdict`` None where the handshake was
    broken off on purpose, because it had told what was asked.
    """

    purpose: str
    ended: Ended
    handshake: Handshake | None = None
    verdict: Verdict | None = None
    trouble: Trouble | None = None
    took: float = 0.0

    @property
    def why(self) -> str:
        """Why it did not get as far as it was meant to, as a clause; empty if it did."""
        if self.ended == "reached":
            return ""
        if self.trouble is not None and (self.verdict is None or self.trouble.step in BEFORE_TLS):
            return self.trouble.what
        return self.verdict.why.rstrip(".") if self.verdict is not None else ""


@dataclass(frozen=True, slots=True)
class VersionSupport:
    """A version of the protocol. ``ciphers`` are those it accepts with it, in the order it chose them.

    ``server_prefers``: it keeps to an order of its own. ``complete`` is false where the search for ciphers
    was cut short; ``why`` then says by what. ``supported`` None: it could not be found out.
    """

    version: int
    supported: bool | None
    ciphers: tuple[int, ...] = ()
    server_prefers: bool | None = None
    complete: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class GroupSupport:
    """The key exchange groups that were chosen with a version, the first choice first."""

    version: int
    groups: tuple[int, ...]
    complete: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """The schemes that the server signed with, in a version, the first choice first."""

    version: int
    schemes: tuple[int, ...]
    complete: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a chain: a word of ``docs/causes.md``, and a clause that says it."""

    cause: str
    what: str


@dataclass(frozen=True, slots=True)
class ChainServed:
    """The chain that came when ``asked`` was the server name (None: no name was sent).

    ``ok`` is None where nobody told whom to trust and nothing else is wrong; ``trusted`` is None without a
    list of authorities. ``expected`` is the name that the certificate was compared with, if any.
    """

    asked: str | None
    certificates: tuple[bytes, ...]
    expected: str | None = None
    trusted: bool | None = None
    problems: tuple[Problem, ...] = ()
    stapled: bool | None = None
    why: str = ""

    @property
    def ok(self) -> bool | None:
        """Whether a client can take it; None: nothing is wrong, but nobody said whom to trust."""
        if self.problems or self.trusted is False or not self.certificates:
            return False
        return self.trusted


@dataclass(frozen=True, slots=True)
class ClientAuth:
    """Whether a certificate of the client is asked for, and which ones would do."""

    wanted: Wanted
    types: tuple[int, ...] = ()
    algorithms: tuple[int, ...] = ()
    authorities: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer and its reason."""

    answer: Answer
    why: str = ""


UNASKED = Told("unknown", "it was not asked")


@dataclass(frozen=True, slots=True)
class Resumption:
    """Whether sessions are taken up again: by id and ticket up to TLS 1.2, by PSK in TLS 1.3."""

    id: Told = UNASKED
    ticket: Told = UNASKED
    psk: Told = UNASKED


@dataclass(frozen=True, slots=True)
class Features:
    """Single answers. ``alpn`` are the protocols that were chosen, the first choice first."""

    alpn: tuple[str, ...] = ()
    alpn_why: str = ""
    secure_renegotiation: Told = UNASKED
    client_renegotiation: Told = UNASKED
    compression: Told = UNASKED
    fallback_scsv: Told = UNASKED
    extended_master_secret: Told = UNASKED
    encrypt_then_mac: Told = UNASKED
    stapling: Told = UNASKED
    dh_bits: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What was found out about a target. ``address`` is what its name resolved to and answered.

    ``trouble`` is set where nothing could be asked at all. ``main`` is the attempt that a usual client's
    would be: its handshake and verdict are what ``--quick`` shows. ``cut``: time ran out first.
    """

    target: Target
    depth: Depth
    address: Endpoint | None
    started: datetime
    took: float
    main: Attempt
    trouble: Trouble | None = None
    versions: tuple[VersionSupport, ...] = ()
    groups: tuple[GroupSupport, ...] = ()
    signatures: tuple[Signatures, ...] = ()
    chains: tuple[ChainServed, ...] = ()
    client_auth: ClientAuth = field(default_factory=lambda: ClientAuth("unknown", why="it was not asked"))
    resumption: Resumption = field(default_factory=Resumption)
    features: Features = field(default_factory=Features)
    attempts: tuple[Attempt, ...] = ()
    cut: bool = False

    @property
    def verdict_line(self) -> str:
        """One sentence: what became of the main attempt."""
        if self.trouble is not None:
            return f"{self.trouble.what[:1].upper()}{self.trouble.what[1:]}."
        if self.main.verdict is not None:
            return self.main.verdict.why
        what = self.main.why or "the server answered"
        return f"{what[:1].upper()}{what[1:]}."

    @property
    def completed(self) -> bool:
        """Whether the main attempt came to a connection."""
        return self.main.verdict is not None and self.main.verdict.outcome == "completed"
