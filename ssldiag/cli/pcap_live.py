"""A live capture as a source of handshakes: Ctrl-C ends it and brings the summary."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from ssldiag.capture.engines import EngineFailed, EngineMissing
from ssldiag.capture.engines.live import LiveCapture
from ssldiag.cli.exits import Stop, say
from ssldiag.cli.pcap_order import Order
from ssldiag.cli.pcap_sources import T, read_keylog
from ssldiag.render.capture_notes import FileNote
from ssldiag.wire.model import Handshake


class LiveSource:
    """Captures from the interface that the order names."""

    def __init__(self, order: Order) -> None:
        self._filters = order.filters
        self._quiet = order.quiet
        self._capture = LiveCapture(
            order.live or "", read_keylog(order.keylog), order.filters.connection, order.seconds
        )

    def made(self, make: Callable[[Handshake], T]) -> Iterator[T]:
        """What is made of each handshake. Raises Stop."""
        return map(make, self.handshakes())

    def handshakes(self) -> Iterator[Handshake]:
        """The handshakes, as they end. Raises Stop."""
        if not self._quiet:
            say(f"capturing from {self._capture.interface}; Ctrl-C ends it")
        try:
            with stopped_by_interrupt(self._capture):
                yield from filter(self._filters.handshake, self._capture.handshakes())
        except (EngineFailed, EngineMissing) as error:
            raise Stop(str(error)) from error

    def notes(self) -> Sequence[FileNote]:
        """The interface, and what was lost."""
        capture = self._capture
        problems = []
        if capture.dropped:
            problems.append(
                f"{capture.dropped:,} packets came faster than they could be decoded, and were dropped"
            )
        if capture.lost:
            problems.append("the interface went away, and the capture ended")
        return [FileNote(capture.interface, "live", capture.packets, tuple(problems))]

    def failures(self) -> Sequence[str]:
        """None: what goes wrong ends the command."""
        return ()


@contextmanager
def stopped_by_interrupt(capture: LiveCapture) -> Iterator[None]:
    """The first Ctrl-C ends the capture, the second one the program."""

    def stop(number: int, frame: FrameType | None) -> None:
        capture.stop = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
