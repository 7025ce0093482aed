"""The lines of a text capture, whatever its encoding: ASCII, UTF-16, or EBCDIC as it comes off an IBM i."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from ssldiag.capture.limits import KIB
from ssldiag.capture.opened import Bytes

MAX_LINE = 200 * KIB
"""Characters of a line: a hex dump has some hundred, or a packet of 64 KiB with a space behind each byte is
one line. Longer lines are cut.
"""

_PIECE = 64 * KIB
_BREAKS = "\r\n\x85\x0c"  # EBCDIC's NEL, and the form feed of printers


def encoding_of(head: bytes) -> str | None:
    """The encoding of a text by its first bytes; None for something binary."""
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8")):
        if head.startswith(mark):
            return name
    if len(head) > 3 and not any(head[1:64:2]):
        return "utf-16-le"
    if len(head) > 3 and not any(head[0:64:2]):
        return "utf-16-be"
    if head.count(0) * 100 > len(head):  # one may be in a text that was damaged
        return None
    return "cp037" if head.count(0x40) > max(head.count(0x20), len(head) // 8) else "latin-1"


def lines(source: Bytes, encoding: str) -> Iterator[tuple[str, int]]:
    """Each line without its end, and about where in the file it began."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    width = 2 if encoding.startswith("utf-16") else 1
    room = memoryview(bytearray(_PIECE))
    rest, offset = "", 0
    while got := source.readinto(room):
        text = rest + decoder.decode(bytes(room[:got]))
        for mark in _BREAKS[2:]:
            text = text.replace(mark, "\n")
        whole = text.split("\n")
        rest = whole.pop()[:MAX_LINE]
        for line in whole:
            yield line.rstrip("\r")[:MAX_LINE].lstrip("\ufeff"), offset
            offset += (len(line) + 1) * width
    if rest:
        yield rest, offset
