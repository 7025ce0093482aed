"""The archive that a page carries: packed for it within a bound, written into it, and found again in it.

An element ``script`` of a type that is no script's is a data block (HTML Standard 4.12.1): browsers neither
run nor show it, so the page's policy stays as it is.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from ssldiag.kinds import CONFIGURATION
from ssldiag.model import Source

START = '<script type="application/zip" id="carried">\n'
END = "</script>"

MOST = 540_000
"""Bytes of archive that a page carries: 720,000 of base64, what its parts leave of 5,000,000."""

HEADERS = 400
"""Bytes of an archive around one member, beside its name, which stands there twice (APPNOTE 4.3)."""

LARGEST_PAGE = 32 * 1024 * 1024
"""Bytes of a page that is searched for what it carries: six times the largest that is made."""

LINE = 4_096

FIRST = (CONFIGURATION, frozenset(("gskit_keydb", "pkcs12", "pem", "der", "pkcs7")))
"""Kinds that go in before the rest: what others need to make sense. Then the smallest first, notes last."""

CHUNK = 1024 * 1024


def block(archive: bytes) -> Iterator[str]:
    """An archive as the element that carries it."""
    yield START
    text = base64.b64encode(archive).decode("ascii")
    for start in range(0, len(text), LINE):
        yield text[start : start + LINE] + "\n"
    yield END


def split(page: bytes) -> tuple[bytes, bytes | None]:
    """A page without what it carries, and that; None where it carries nothing that can be read."""
    start = page.rfind(START.encode())
    end = page.find(END.encode(), start)
    if start < 0 or end < 0:
        return page, None
    try:
        archive = base64.b64decode(b"".join(page[start + len(START) : end].split()), validate=True)
    except binascii.Error:
        return page, None
    return page[:start] + page[end + len(END) :], archive


def order(sources: Iterable[Source]) -> list[Source]:
    """Sources as they get room: settings and keys, then the rest by size, notes last."""

    def rank(source: Source) -> tuple[int, int, str]:
        first = next((index for index, kinds in enumerate(FIRST) if source.kind in kinds), len(FIRST))
        last = source.kind in ("note", "unknown")
        return (first + 1 if last else first, source.size, source.path)

    return sorted(sources, key=rank)


class Room:
    """Bytes of the archive that are left."""

    def __init__(self, most: int = MOST) -> None:
        self.left = most

    def takes(self, name: str, stream: BinaryIO) -> bool:
        """Whether a member fits, packed; it counts as placed then. Reads no more than it takes to know."""
        left = self.left - HEADERS - 2 * len(name.encode())
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        while left > 0 and (data := stream.read(CHUNK)):
            left -= len(packer.compress(data))
        left -= len(packer.flush()) if left > 0 else 0
        if left <= 0:
            return False
        self.left = left
        return True
