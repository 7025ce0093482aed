"""An interface in, handshakes out as they end: scapy captures, the same code as for files decodes."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from queue import Empty, Full, Queue
from typing import Any

from ssldiag.capture.engines import EngineFailed
from ssldiag.capture.engines.scapy import TOGETHER, Segmenter, given, load, pipeline
from ssldiag.capture.flows import Wanted
from ssldiag.wire.keylog import KeyLog
from ssldiag.wire.model import Handshake

PAUSE = 0.2
"""Seconds between two looks at what has come: nobody waits so long for a line to notice."""

WAITING = 50_000
"""Packets that may wait for decoding, some 100 MB at most; more are dropped and counted."""


class LiveCapture:
    """Captures until ``stop`` is set or ``seconds`` have passed; counts ``packets`` and those ``dropped``.

    ``lost``: the interface went away before.
    """

    def __init__(
        self,
        interface: str,
        keylog: KeyLog | None = None,
        wanted: Wanted | None = None,
        seconds: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.interface = interface
        self.stop = False
        self.lost = False
        self.dropped = 0
        self.packets = 0
        self._keylog = keylog
        self._wanted = wanted
        self._seconds = seconds
        self._clock = clock
        self._queue: Queue[Any] = Queue(WAITING)
        self._loopback = False
        self._previous: bytes | None = None

    def handshakes(self) -> Iterator[Handshake]:
        """The handshakes, each soon after its connection ended. Raises EngineMissing, EngineFailed."""
        scapy = load()
        self._loopback = self.interface == scapy.conf.loopback_name
        sniffer = scapy.AsyncSniffer(opened_socket=self._socket(scapy), store=False, prn=self._put)
        flow, segmenter = pipeline([self.interface], self._keylog, self._wanted), Segmenter(scapy)
        end = None if self._seconds is None else self._clock() + self._seconds
        sniffer.start()
        try:
            while not self.stop and (end is None or self._clock() < end):
                some = self._some()
                if not some and not sniffer.thread.is_alive():
                    self.lost = True
                    break
                flow.feed(segmenter.segments(some))
                flow.tick(max(segmenter.clock, time.time() - PAUSE))
                self.packets = segmenter.packets
                yield from given(flow)
        finally:
            with suppress(scapy.Scapy_Exception):  # it has ended by itself
                sniffer.stop()
        flow.end()
        yield from given(flow)

    def _put(self, packet: Any) -> None:
        """Keep a packet. A loopback interface shows each of them twice, going out and coming in."""
        if self._loopback:
            raw, before = bytes(packet.original), self._previous
            self._previous = None if raw == before else raw
            if raw == before:
                return
        try:
            self._queue.put_nowait(packet)
        except Full:
            self.dropped += 1

    def _some(self) -> list[Any]:
        """What has come; waits a moment if nothing has."""
        found: list[Any] = []
        try:
            found.append(self._queue.get(timeout=PAUSE))
            while len(found) < TOGETHER:
                found.append(self._queue.get_nowait())
        except Empty:
            pass
        return found

    def _socket(self, scapy: Any) -> Any:
        """What receives packets from the interface."""
        if self.interface not in scapy.get_if_list():
            known = ", ".join(sorted(scapy.get_if_list()))
            raise EngineFailed(f"--live {self.interface}: there is no such interface (there are {known})")
        try:
            return scapy.conf.L2listen(iface=self.interface)
        except OSError as error:
            if error.errno in (errno.EPERM, errno.EACCES):
                raise EngineFailed(
                    f"--live {self.interface}: this needs the right to capture: run it as root, or "
                    "capture with tcpdump and give the file"
                ) from error
            raise EngineFailed(f"--live {self.interface}: {error.strerror or error}") from error
