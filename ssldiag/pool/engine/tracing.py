"""Lines about connections for a server's console. Ours have a T in their ids; DTCSSL022E is z/VM's."""

from __future__ import annotations

from collections.abc import Callable

from ssldiag.pool.inherit import Peer
from ssldiag.pool.plan import TraceSetting
from ssldiag.pool.trace.setting import covers

_STATES = ("CONNECTIONS", "FLOW", "DEBUG")
_MESSAGES = ("FLOW", "DEBUG")
_NOTHING = TraceSetting("NONE")


class LineTracer:
    """A :class:`ssldiag.pool.inherit.Tracer` that writes lines."""

    def __init__(self, server: str, setting: TraceSetting, say: Callable[[str], None]) -> None:
        self.server, self.setting, self._say = server, setting, say

    def wants(self, peer: Peer) -> TraceSetting:
        """The setting, or one of kind NONE for a connection that it leaves out."""
        covered = covers(self.setting, peer.number, peer.local, peer.foreign)
        return self.setting if covered else _NOTHING

    def connection(self, peer: Peer, before: str, after: str) -> None:
        """A change of state."""
        if self.setting.kind in _STATES and self.wants(peer).kind != "NONE":
            self._say(
                f"DTCSSLT01I {self.server} conn {peer.number} {_text(peer.local)} {_text(peer.foreign)} "
                f"state {before} -> {after}"
            )

    def handshake(self, peer: Peer, protocol: str, cipher: str, label: str, resumed: bool) -> None:
        """A handshake that succeeded."""
        if self.wants(peer).kind != "NONE":
            cache = "hit" if resumed else "miss"
            self._say(
                f"DTCSSLT02I {self.server} conn {peer.number} handshake ok {protocol} {cipher} "
                f"label {label} cache {cache}"
            )

    def data(self, peer: Peer, direction: str, data: bytes) -> None:
        """Application data, as many bytes as the setting shows."""
        wanted = self.wants(peer)
        if wanted.kind != "NONE" and wanted.data:
            shown = data if wanted.data < 0 else data[: wanted.data]
            self._say(f"DTCSSLT03I {self.server} conn {peer.number} {direction} {len(data)} {shown.hex()}")

    def message(self, peer: Peer, direction: str, text: str) -> None:
        """A TLS message in words."""
        if self.wants(peer).kind in _MESSAGES:
            self._say(f"DTCSSLT04I {self.server} conn {peer.number} {direction} {text}")

    def failure(self, peer: Peer, rc: int, reason: str, detail: str) -> None:
        """A handshake that failed."""
        self._say(f"DTCSSL022E Handshake failed rc: {rc} reason: {reason}")
        if self.setting.kind in _STATES and self.wants(peer).kind != "NONE":
            self._say(f"DTCSSLT05I {self.server} conn {peer.number} {_text(peer.foreign)} failed: {detail}")


def _text(address: tuple[str, int]) -> str:
    return f"{address[0]}:{address[1]}"
