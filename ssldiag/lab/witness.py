"""Writes down a connection as a capture at the client would show it, from the bytes that the lab's relay saw.

Ethernet, IP and TCP around the bytes are made up, as in :mod:`ssldiag.pool.engine.recorder`; so are the
repetitions of what a device swallowed.
"""

from __future__ import annotations

from ssldiag.pool.engine.recorder import ACK, PSH, RST, SYN, Address, PcapFile, Tap

_MASK = 0xFFFFFFFF

AGAIN = 3
"""How often a swallowed packet is shown again; Linux repeats after 0.2 s and then doubles (RFC 6298)."""


class Witness(Tap):
    """One connection, with what networks do to it."""

    _hole: int | None = None

    def reset(self, direction: str) -> None:
        """A reset that seems to come from the side that ``direction`` names: recv the client's, send the
        server's.
        """
        if direction not in self._over:
            self._packet(direction, RST | ACK)
            self._over.update(self._ends)

    def unheard(self, data: bytes) -> None:
        """Data of the client that nobody acknowledges: it stands there, and again."""
        before = self._next["recv"]
        for _ in range(1 + AGAIN):
            self._next["recv"] = before
            self.raw("recv", data)

    def lost(self, size: int) -> None:
        """So many bytes of the server that never came: the client acknowledges nothing that follows."""
        self._hole = self._next["send"]
        self._next["send"] = (self._next["send"] + size) & _MASK

    def behind(self, data: bytes) -> None:
        """What came behind such a hole, and the client's word that it still waits (RFC 5681, 3.2)."""
        self.raw("send", data)
        self._packet("recv", ACK)

    def _heard(self, direction: str) -> int:
        return self._next[direction] if direction == "recv" or self._hole is None else self._hole


class Refused(Tap):
    """A connection that nobody took: a SYN and its reset (RFC 9293 3.10.7.1)."""

    def __init__(self, file: PcapFile, client: Address, server: Address) -> None:
        self._file = file
        self._ends = {"recv": client, "send": server}
        self._next = {"recv": 0, "send": 0}
        self._over = set()
        self._packet("recv", SYN)
        self._packet("send", RST | ACK)


class Unheard(Tap):
    """A connection that nobody answers: a SYN, and again."""

    def __init__(self, file: PcapFile, client: Address, server: Address) -> None:
        self._file = file
        self._ends = {"recv": client, "send": server}
        self._over = set()
        for _ in range(1 + AGAIN):
            self._next = {"recv": 0, "send": 0}
            self._packet("recv", SYN)


__all__ = ["PSH", "Refused", "Unheard", "Witness"]
