"""What a server process gets from the stack that forks it, and how it tells of connections.

Plain values and two protocols; whoever starts a server fills them.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from ssldiag.pool.channel import Channel
from ssldiag.pool.control import Control
from ssldiag.pool.material import Material
from ssldiag.pool.plan import ClientCheck, PoolPlan, SecurePort, TraceSetting
from ssldiag.pool.status import CacheRow

if TYPE_CHECKING:
    import ssl

    from ssldiag.pool.engine.engines import Engine
    from ssldiag.pool.sharing import Native

Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Peer:
    """Which connection a trace line is about."""

    number: int
    local: Address
    foreign: Address


class Tracer(Protocol):
    """Tells of connections, as far as the setting asks for it. ``wants`` is asked once a connection."""

    setting: TraceSetting

    def wants(self, peer: Peer) -> TraceSetting:
        """What is traced of this connection: ``kind`` NONE if the setting leaves it out."""

    def connection(self, peer: Peer, before: str, after: str) -> None:
        """A change of state (CONNECTIONS and above)."""

    def handshake(self, peer: Peer, protocol: str, cipher: str, label: str, resumed: bool) -> None:
        """A handshake that succeeded (NORMAL and above)."""

    def data(self, peer: Peer, direction: str, data: bytes) -> None:
        """Application data; ``direction`` is recv (from the client) or send."""

    def message(self, peer: Peer, direction: str, text: str) -> None:
        """A TLS message, in words (FLOW and DEBUG)."""

    def failure(self, peer: Peer, rc: int, reason: str, detail: str) -> None:
        """A handshake that failed, with System SSL's return code and text, and what OpenSSL said."""


class Sessions(Protocol):
    """A session cache as one server uses it. No method raises."""

    def get(self, session: bytes, tag: bytes) -> bytes | None:
        """The stored session with this id, if it was stored under the same tag and has not expired."""

    def put(self, session: bytes, tag: bytes, data: bytes) -> bool:
        """Store it; False if it does not fit or the store does not answer."""

    def row(self, server: str) -> CacheRow:
        """What this server did with the cache."""


class Shared(Protocol):
    """A session cache that all servers of a pool share."""

    def member(self, index: int) -> Sessions:
        """The cache for the server with this index, its counters at 0."""


@dataclass(frozen=True, slots=True)
class Inheritance:
    """All that ``server.main`` needs. ``wake`` are eventfds: one a server, in order, and one more for the
    stack; ``load`` reads the key database (at the start and at every REFRESH) and raises MaterialError;
    ``say`` writes a line to the console of this server; ``tracer`` makes the tracer that begins with the
    plan's setting (None: lines on the console). ``blanks`` are contexts made before the fork, where sessions
    cannot be shared otherwise (``contexts.blanks``). ``native`` and ``engine`` were found before the fork as
    well, which costs less memory than in each server (None: the server looks itself).
    """

    plan: PoolPlan
    userid: str
    index: int
    control: Control
    channel: Channel
    segment: Shared | None
    listeners: tuple[tuple[SecurePort, socket.socket], ...]
    wake: tuple[int, ...]
    load: Callable[[], Material]
    say: Callable[[str], None]
    tracer: Callable[[str, TraceSetting, Callable[[str], None]], Tracer] | None = None
    blanks: Mapping[tuple[str, ClientCheck, str], ssl.SSLContext] = field(default_factory=dict)
    native: Native | str | None = None
    engine: tuple[Engine, str] | None = None
