"""Tells of a server's connections, as far as TRACE asks for it; the :class:`ssldiag.pool.inherit.Tracer` of a
pool.

NORMAL records handshakes, CONNECTIONS states and failures too, with DATA the first bytes of what is sent,
FLOW the messages of the handshake, DEBUG all of that for all connections. Nothing here sees keys.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ssldiag.pool.plan import TraceSetting
from ssldiag.pool.trace import lines
from ssldiag.pool.trace.explained import explained
from ssldiag.pool.trace.setting import NO_TRACE, covers

Address = tuple[str, int]
Write = Callable[[str], None]

WITH_STATES = frozenset(("CONNECTIONS", "FLOW", "DEBUG"))
WITH_MESSAGES = frozenset(("FLOW", "DEBUG"))


class Peer(Protocol):
    """What of :class:`ssldiag.pool.inherit.Peer` is used: which connection a line is about."""

    @property
    def number(self) -> int:
        """Its number."""

    @property
    def local(self) -> Address:
        """Our end."""

    @property
    def foreign(self) -> Address:
        """The partner's end."""


class Tracer:
    """``setting`` may be changed at any time; ``write`` takes a line for the console of ``userid``."""

    def __init__(self, userid: str, setting: TraceSetting, write: Write) -> None:
        self.userid, self.setting, self._write = userid, setting, write
        self._explained: dict[int, str] = {}

    def wants(self, peer: Peer) -> TraceSetting:
        """The setting; one of kind NONE for a connection that it leaves out."""
        if self.setting.kind == "NONE":
            return NO_TRACE
        return self.setting if covers(self.setting, peer.number, peer.local, peer.foreign) else NO_TRACE

    def connection(self, peer: Peer, before: str, after: str) -> None:
        """A change of state."""
        if self.wants(peer).kind in WITH_STATES:
            self._write(lines.state(self.userid, peer.number, peer.local, peer.foreign, before, after))

    def handshake(self, peer: Peer, protocol: str, cipher: str, label: str, resumed: bool) -> None:
        """A handshake that succeeded."""
        if self.wants(peer).kind != "NONE":
            self._write(lines.handshake(self.userid, peer.number, protocol, cipher, label, resumed))

    def data(self, peer: Peer, direction: str, data: bytes) -> None:
        """Application data: shown only where DATA asks for it."""
        most = self.wants(peer).data
        if most:
            for line in lines.data(self.userid, peer.number, direction, bytes(data), most):
                self._write(line)

    def message(self, peer: Peer, direction: str, text: str) -> None:
        """A message of TLS, in words."""
        if self.wants(peer).kind in WITH_MESSAGES:
            self._write(lines.message(self.userid, peer.number, direction, text))

    def failure(self, peer: Peer, rc: int, reason: str, detail: str) -> None:
        """A handshake that failed, whatever is traced. What its code means is said the first time that it
        comes, and each time where the connection is traced with its states.
        """
        self._write(lines.failure(rc, reason))
        states = self.wants(peer).kind in WITH_STATES
        if states:
            self._write(lines.failed(self.userid, peer.number, peer.foreign, detail))
        new = rc not in self._explained
        if new:
            self._explained[rc] = explained(rc)
        if self._explained[rc] and (new or states):
            self._write(lines.explanation(self.userid, rc, self._explained[rc]))
