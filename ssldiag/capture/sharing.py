"""Whether a file can be read by several processes, and what they have to be told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ssldiag.capture.filters import Filters
from ssldiag.capture.frames import sign_at
from ssldiag.capture.keys_given import Keys
from ssldiag.capture.limits import LEAST_STRETCH, MIB
from ssldiag.capture.opened import STDIN, bytes_from, size_of
from ssldiag.capture.packets import Framer, Reading
from ssldiag.capture.part import Job
from ssldiag.capture.pcap import HEADER, Pcap
from ssldiag.capture.pcap import start as pcap_start
from ssldiag.capture.pcapng import MAGIC, Pcapng
from ssldiag.capture.sources import Source
from ssldiag.capture.together import Together
from ssldiag.wire.model import Handshake


def share(
    source: Source, keys: Keys, jobs: int, filters: Filters | None, each: Callable[[Handshake], Any]
) -> Together | None:
    """None for a file that is packed, small, no regular one, or of another kind than pcap and pcapng."""
    size = None if source.path == STDIN else size_of(source.path)
    if size is None or size < 2 * LEAST_STRETCH:
        return None
    try:
        head_of = bytes_from(source.path, 0)
    except OSError:
        return None
    data = bytearray(head_of.peek(MIB))
    head_of.close()
    found = begins(data, keys)
    if found is None:
        return None
    form, framer, first = found
    sign = sign_of(data, framer, first)
    reading = Reading(source.path, form, head_of, framer, first, size)
    job = Job(source.path, framer, sign, keys.log, filters, each)
    together = Together(job, reading, first, jobs, keys)
    source.reading, source.segmenter = reading, together.segmenter
    return together


def begins(data: bytearray, keys: Keys) -> tuple[str, Framer, int] | None:
    """The name of the format, its framer, and where the first record is; None if it cannot be shared."""
    if plain := pcap_start(bytes(data[:4096])):
        return "pcap", plain, HEADER
    if data.startswith(MAGIC):
        blocks = Pcapng()
        first = blocks.preamble(data)
        keys.learn(blocks.keys)
        return ("pcapng", blocks, first) if first is not None else None
    return None


def sign_of(data: bytearray, framer: Framer, first: int) -> bytes:
    """What the headers of records have in common with that of the first one."""
    return bytes(data[first + sign_at(framer) :][:2]) if isinstance(framer, Pcap) else b""
