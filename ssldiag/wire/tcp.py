"""What TCP itself shows of a connection: who opened it, how long that took, who closed it and how."""

from __future__ import annotations

from typing import Literal

from ssldiag.wire.events import Closed, Direction, Event, Opened


class Tcp:
    """Gathers the steps of TCP. ``first`` and ``last`` are the first and the last event."""

    __slots__ = ("ack", "fin", "fin_inside", "first", "last", "rst", "steps", "syn", "syn_ack", "syns", "why")

    def __init__(self) -> None:
        self.first: Event | None = None
        self.last: Event | None = None
        self.syn: tuple[Direction, float] | None = None
        self.syn_ack: float | None = None
        self.ack: float | None = None
        self.syns = 0
        self.steps: list[str] = []
        self.fin: tuple[Direction, int] | None = None
        self.rst: tuple[Direction, int] | None = None
        self.fin_inside = False
        self.why: Literal["closed", "capture", "idle", "reused"] | None = None

    def opened(self, event: Opened) -> None:
        """A step of the opening handshake."""
        step = event.step
        if step not in self.steps:
            self.steps.append(step)
        if step == "syn":
            self.syns += 1
            self.syn = self.syn or (event.direction, event.time)
        elif step == "syn_ack":
            self.syn_ack = event.time if self.syn_ack is None else self.syn_ack
        elif self.ack is None:
            self.ack = event.time

    def closed(self, event: Closed, inside: bool) -> None:
        """A FIN or RST; ``inside`` tells whether it comes in the middle of a record."""
        if event.how == "rst":
            self.rst = self.rst or (event.direction, event.frame)
        elif self.fin is None:
            self.fin, self.fin_inside = (event.direction, event.frame), inside

    @property
    def span(self) -> tuple[tuple[int, float], tuple[int, float]]:
        """Frame and time of the first and of the last event."""
        first, last = self.first, self.last
        if first is None or last is None:
            return (0, 0.0), (0, 0.0)
        return (first.frame, first.time), (last.frame, last.time)

    @property
    def rtt(self) -> float | None:
        """From the SYN to the ACK that completes the opening: a round trip wherever the capture was taken.

        With the first SYN of several it would be too long; then, and without an ACK, from SYN-ACK to ACK or
        not at all.
        """
        start = self.syn[1] if self.syn and self.syns == 1 else self.syn_ack
        end = self.ack if self.ack is not None else self.syn_ack
        if start is None or end is None or self.syn_ack is None or end < start:
            return None
        return end - start

    @property
    def ended(self) -> Literal["closed", "capture", "idle", "reused"]:
        """Why nothing more was read."""
        if self.fin or self.rst:
            return "closed"
        return self.why or "capture"
