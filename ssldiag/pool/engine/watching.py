"""What is made of an observed connection's bytes: names of TLS messages, data for the trace, packets.

The decoder of :mod:`ssldiag.wire` is loaded when the first connection is traced with FLOW or DEBUG.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ssldiag.pool.inherit import Peer, Tracer

if TYPE_CHECKING:
    from ssldiag.pool.engine.recorder import Tap
    from ssldiag.pool.trace.messages import Messages

MESSAGES = ("FLOW", "DEBUG")


class Watch:
    """The watcher of one connection (:class:`ssldiag.pool.engine.piped.Watcher`)."""

    def __init__(self, peer: Peer, tracer: Tracer, tap: Tap | None) -> None:
        self._peer, self._tracer, self._tap = peer, tracer, tap
        setting = tracer.wants(peer)
        self._messages = _messages() if setting.kind in MESSAGES else None
        self._data = setting.data != 0

    def raw(self, direction: str, data: bytes) -> None:
        """Bytes on the wire."""
        if self._tap is not None:
            self._tap.raw(direction, data)
        if self._messages is not None:
            for text in self._messages.feed(direction, data):
                self._tracer.message(self._peer, direction, text)

    def plain(self, direction: str, data: memoryview | bytes) -> None:
        """Application data: shown only where DATA asks for it."""
        if self._data:
            self._tracer.data(self._peer, direction, bytes(data))

    def ended(self, direction: str) -> None:
        """The end of a direction."""
        if self._tap is not None:
            self._tap.ended(direction)

    def close(self) -> None:
        """The connection is over."""
        if self._tap is not None:
            self._tap.close()


def _messages() -> Messages:
    from ssldiag.pool.trace.messages import Messages

    return Messages()
