"""Captures in, batches of packets out. What a file is, its first bytes tell; where it breaks, it is said.

Reads in chunks and keeps one of them, whatever the size of the file. Does not look into packets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from ssldiag.capture import comtrace, hexdump, pcap, pcapng, textlines, traces
from ssldiag.capture.batch import Batch, Framed
from ssldiag.capture.limits import CHUNK, PAD, NotACapture
from ssldiag.capture.opened import Bytes, open_bytes, size_of
from ssldiag.capture.repack import Packet, Repacked


class Framer(Protocol):
    """Finds packets in a buffer."""

    def frame(self, data: bytearray, at: int, end: int) -> Framed: ...


@dataclass(slots=True)
class Reading:
    """One file being read. ``problem`` and ``broken_at`` are set once it turns out not to be whole.

    ``start`` is where in the file its ``source`` begins; ``packets`` are those before and those read.
    """

    name: str
    form: str
    source: Bytes
    framer: Framer
    offset: int
    size: int | None = None
    problem: str = ""
    broken_at: int | None = None
    packets: int = 0
    keys: bytearray = field(default_factory=bytearray)
    start: int = 0

    def break_off(self, offset: int, reason: str) -> None:
        """Say that nothing can be read from ``offset`` on."""
        if self.broken_at is None:
            self.broken_at, self.problem = offset, reason


Faster = Callable[[Framer], Framer]
"""Gives a framer that does the same with other means."""


def open_capture(path: str, faster: Faster | None = None) -> Reading:
    """Open a file (``-``: standard input) and recognise it. Raises NotACapture if it is no capture."""
    source = open_bytes(path)
    try:
        return _recognised(path, source, faster or (lambda framer: framer))
    except BaseException:
        source.close()
        raise


def _recognised(path: str, source: Bytes, faster: Faster) -> Reading:
    head = source.peek(_LOOKED_AT)
    size = size_of(path)
    if found := pcap.start(head):
        return Reading(path, "pcap", source, faster(found), pcap.HEADER, size)
    if head.startswith(pcapng.MAGIC):
        blocks = pcapng.Pcapng()
        return Reading(path, "pcapng", source, faster(blocks), 0, size, keys=blocks.keys)
    if not head:
        raise NotACapture(source.damage or "it is empty")
    form, packets = _foreign(head, source)
    repacked = pcapng.Pcapng()
    return Reading(path, form, Repacked(source, packets), faster(repacked), 0, size, keys=repacked.keys)


def _foreign(head: bytes, source: Bytes) -> tuple[str, Iterator[Packet]]:
    """The name and packets of a capture that is neither pcap nor pcapng."""
    for magic, form, reader in traces.BINARY:
        if head.startswith(magic):
            return form, reader(source)
    if traces.is_dumped_trace(head):
        return "cmntrc", traces.dumped_trace(source)
    encoding = textlines.encoding_of(head)
    if encoding is not None:
        text = head.decode(encoding, "replace")
        if comtrace.is_trace(text):
            return "comtrace", comtrace.packets(textlines.lines(source, encoding))
        if hexdump.is_dump(text):
            return "hexdump", hexdump.packets(textlines.lines(source, encoding))
        if hexdump.is_bare(text):
            return "hexdump", hexdump.bare_packets(textlines.lines(source, encoding))
    raise NotACapture("it is not a capture of a known kind")


_LOOKED_AT = 4096


def batches(reading: Reading, chunk: int = CHUNK) -> Iterator[Batch]:
    """The packets of a file. Each batch is good until the next is asked for. Closes the file at the end."""
    try:
        yield from _batches(reading, bytearray(chunk + PAD), chunk)
    finally:
        reading.source.close()


def _batches(reading: Reading, data: bytearray, chunk: int) -> Iterator[Batch]:
    source, framer, view = reading.source, reading.framer, memoryview(data)
    base, filled, at, frames = reading.start, 0, reading.offset, reading.packets + 1
    while True:
        got = source.readinto(view[filled:chunk])
        filled += got
        data[filled : filled + PAD] = bytes(PAD)
        while at < filled:
            framed = framer.frame(data, at, filled)
            moved = framed.upto > at
            at = framed.upto
            if len(framed.at):
                columns = framed.mark, framed.at, framed.have, framed.wire, framed.time, framed.link
                batch = Batch(data, base, frames, *columns)
                frames += len(batch)
                reading.packets = frames - 1
                yield batch
            if framed.problem:
                reading.break_off(base + at, framed.problem)
                return
            if not moved:
                break
        if filled < chunk:
            _judge_end(reading, base, at, filled)
            return
        keep = min(at, filled)
        rest = filled - keep
        if rest == chunk:
            reading.break_off(base + at, "a record is longer than any packet")
            return
        view[:rest] = data[keep:filled]
        base, filled, at = base + keep, rest, at - keep


def _judge_end(reading: Reading, base: int, at: int, filled: int) -> None:
    if reading.source.damage:
        place = reading.source.damage_at
        reading.break_off(base + filled if place is None else place, reading.source.damage)
    elif at > filled:
        reading.break_off(base + filled, "the file ends inside a block")
    elif at < filled:
        reading.break_off(base + at, "the file ends inside a record")
