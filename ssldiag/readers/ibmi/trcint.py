"""A print of TRCINT (QPCSMPRT) in; its trace points of System TLS out, with their hexadecimal data decoded.

A trace point is a line with an identifier such as ``SC#17003``, then numbered items: length, offset, data in
hexadecimal, a reading of it in letters (IBM i documentation, LIC trace). The data are EBCDIC: the letters
beside them may have been printed in another code page, so they are never used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ssldiag.model import Located, Source, TextPlace
from ssldiag.readers.ibmi import printout
from ssldiag.readers.ibmi.document import Document, printed
from ssldiag.text import Line

MOST_ITEMS = 64
"""Items of one trace point: those for TLS have some twenty."""

MOST_BYTES = 4_096
"""Bytes of one item: the longest is a cipher's name or an address."""

FIRST, LAST = 17_000, 17_009
_LONGEST = 300
_POINT = re.compile(
    r"\bIDENTIFIER *: *(?P<id>[A-Z]{0,8}#?(?P<number>1700[0-9]))\b"
    r"(?:.*?\bTIME +(?P<stamp>\d\d/\d\d/\d\d +\d\d:\d\d:\d\d(?:\.\d{1,6})?))?"
    r"(?:.*?\bTDE# *(?P<task>[0-9A-F]+))?"
)
_OTHER = re.compile(r"\bIDENTIFIER *:")
_ITEM = re.compile(r" *#(?P<number>\d{1,4}) *\( *(?P<length>\d{1,6})\) *(?P<rest>.*)")
_DATA = re.compile(r" *\+(?P<offset>[0-9A-F]{4,8}) +(?P<hex>(?:[0-9A-F]{2,32} {0,4})+)")
_HEXES = re.compile(r"[0-9A-F]+")


@dataclass(frozen=True, slots=True)
class TracePoint:
    """One trace point: ``items`` are its data as text, what is no text as ``.``."""

    point: Located[int]
    stamp: str
    task: str
    items: tuple[str, ...]
    place: TextPlace


@dataclass
class _Open:
    """A trace point whose items are still coming."""

    point: Located[int]
    stamp: str
    task: str
    place: TextPlace
    items: list[bytearray] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)

    def closed(self) -> TracePoint:
        """The trace point with its items as text."""
        texts = (spelled(bytes(data[:size])) for data, size in zip(self.items, self.lengths, strict=True))
        return TracePoint(self.point, self.stamp, self.task, tuple(texts), self.place)


def read(source: Source) -> Document[TracePoint]:
    """Read a print of TRCINT."""
    found = printout.read(source)
    return printed(source, found, tuple(points(found.lines)), found.unreadable)


def spelled(data: bytes) -> str:
    """EBCDIC bytes as text; the characters that differ between code pages occur in no name or number.

    >>> spelled(bytes.fromhex("E3D3E2E5F14BF1"))
    'TLSV1.1'
    """
    text = data.decode("cp037")
    return "".join(letter if letter.isprintable() and letter.isascii() else "." for letter in text).strip()


def points(lines: tuple[Line, ...]) -> Iterator[TracePoint]:
    """The trace points of a print."""
    opened: _Open | None = None
    for line in lines:
        text = line.text[:_LONGEST]
        match = _POINT.search(text)
        if match or _OTHER.search(text):
            if opened:
                yield opened.closed()
            opened = begun(line, match) if match else None
        elif opened:
            take(opened, text)
    if opened:
        yield opened.closed()


def begun(line: Line, match: re.Match[str]) -> _Open:
    """A trace point by its first line."""
    point = Located(int(match["number"]), line.place(*match.span("id")))
    return _Open(point, " ".join((match["stamp"] or "").split()), match["task"] or "", line.place())


def take(opened: _Open, text: str) -> None:
    """A line of data: a new item, or more of the last one."""
    item = _ITEM.match(text)
    if item and len(opened.items) < MOST_ITEMS:
        opened.items.append(bytearray())
        opened.lengths.append(min(int(item["length"]), MOST_BYTES))
        text = item["rest"]
    data = _DATA.match(text)
    if data and opened.items and len(opened.items[-1]) < opened.lengths[-1]:
        for word in _HEXES.findall(data["hex"]):
            opened.items[-1] += bytes.fromhex(word[: len(word) // 2 * 2])
