"""A capture file in, how it lies out: what a worker does first, by reading the beginning of the file."""

from __future__ import annotations

from math import inf

from ssldiag.capture.fast import Fast
from ssldiag.capture.keys_given import Keys
from ssldiag.capture.limits import MIB, NotACapture
from ssldiag.capture.opened import bytes_from
from ssldiag.capture.packets import open_capture
from ssldiag.capture.pcapng import Pcapng
from ssldiag.capture.sharing import begins, sign_of
from ssldiag.capture.sources import Source
from ssldiag.fleet import copies
from ssldiag.fleet.bounds import LOOK_BYTES
from ssldiag.fleet.model import Item, Look


def look(item: Item) -> Look:
    """How a file lies. Never raises for what is in the file, or for a file that cannot be read."""
    try:
        with copies.local(item.name, 0, LOOK_BYTES) as path:
            return _look(item, path)
    except OSError as error:
        return Look(item, "unreadable", problem=error.strerror or str(error))


def _look(item: Item, path: str) -> Look:
    raw = bytes_from(path, 0)
    head = bytearray(raw.peek(MIB))
    raw.close()
    found = begins(head, Keys(None))
    first_time = Source(path, 0, Fast()).begins()
    if found is not None:
        form, framer, first = found
        if not (isinstance(framer, Pcapng) and framer.keys):
            return Look(item, "ranges", form, framer, sign_of(head, framer, first), first, first_time)
        return Look(item, "here", form, begins=first_time)
    try:
        reading = open_capture(path)
    except NotACapture as reason:
        return Look(item, "unreadable", problem=str(reason))
    data = bytearray(reading.source.peek(MIB))
    reading.source.close()
    inside = begins(data, Keys(None)) if reading.form in ("pcap", "pcapng") else None
    if inside is None or first_time == inf:
        return Look(item, "here", reading.form, begins=first_time)
    form, framer, first = inside
    if isinstance(framer, Pcapng) and framer.keys:
        return Look(item, "here", form, begins=first_time)
    return Look(item, "whole", form, framer, sign_of(data, framer, first), first, first_time)
