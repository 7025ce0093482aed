"""What is made of an observed connection's bytes: names of TLS messages, data for the trace, packets.

The decoder of :mod:`ssldiag.wire` is loaded when the first connection is traced with FLOW or DEBUG.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ssldiag.pool.inherit import Peer, Tracer

if TYPE_CHECKING:
    from ssldiag.pool.engine.recorder import Tap

MESSAGES = ("FLOW", "DEBUG")


class Messages:
    """Names the messages of a connection as its records come."""

    def __init__(self) -> None:
        from ssldiag.wire.course import Course
        from ssldiag.wire.gathered import TLS, Half
        from ssldiag.wire.messages import Messages as Parts
        from ssldiag.wire.records import Records

        self._halves = {"recv": Half("a"), "send": Half("b")}
        for half in self._halves.values():
            half.mode, half.records, half.messages = TLS, Records(), Parts()
        self._course = Course(self._halves["recv"], self._halves["send"], None)
        self._seen = 0
        self._lost: set[str] = set()

    def feed(self, direction: str, data: bytes) -> list[str]:
        """What these bytes complete, in words."""
        from ssldiag.wire.flow import record
        from ssldiag.wire.records import LOST

        if direction in self._lost:
            return []
        told: list[str] = []
        half = self._halves[direction]
        for found in half.records.feed(data):
            if found[0] == LOST:
                self._lost.add(direction)
                told.append("bytes that are no TLS record")
                break
            before, alerts = self._course.got, len(self._course.got.alerts)
            record(self._course, half, found)
            if self._course.got is not before:
                self._seen = alerts = 0
            told += self._new(alerts)
        return told

    def _new(self, alerts: int) -> list[str]:
        from ssldiag.wire.numbers import alert_name

        got = self._course.got
        new = got.messages[self._seen :]
        self._seen = len(got.messages)
        told = [f"{what} ({size} bytes)" for _, what, _, _, size in new if what != "alert"]
        for _, level, code, _, _, encrypted in got.alerts[alerts:]:
            name = "encrypted" if encrypted or code is None else alert_name(code)
            told.append(f"alert {'fatal ' if level == 2 else ''}{name}")
        return told


class Watch:
    """The watcher of one connection (:class:`ssldiag.pool.engine.piped.Watcher`)."""

    def __init__(self, peer: Peer, tracer: Tracer, tap: Tap | None) -> None:
        self._peer, self._tracer, self._tap = peer, tracer, tap
        setting = tracer.wants(peer)
        self._messages = Messages() if setting.kind in MESSAGES else None
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
