"""Sources made of bytes in memory."""

from __future__ import annotations

import io

from ssldiag.model import Source
from ssldiag.text import detect

NEWLINE_IN_CP037 = b"\x15"


def source_of(data: bytes, encoding: str | None = None, path: str = "host/some file") -> Source:
    """A source of these bytes; its encoding is told from them unless given."""
    found = encoding or detect(data[:65536], len(data))
    return Source(path, "unknown", "", len(data), lambda: io.BytesIO(data), found)


def ebcdic(text: str, newline: bytes = NEWLINE_IN_CP037, table: str = "cp037") -> bytes:
    """Text in EBCDIC, its line ends as given."""
    return newline.join(line.encode(table) for line in text.split("\n"))
