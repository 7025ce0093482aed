"""A source in, its lines out, as a stream of bounded memory whatever the size of the file or of one line.

Line ends are LF, CRLF, CR, CR CR LF (a transfer in text mode done twice) and NEL, the EBCDIC newline; a
form feed ends a page, not a line of its own. Files of fixed records (no line end at all, size a multiple of
80, or of another length at which records visibly end) are cut at each record. Pieces are shorter than the
longest line, so only the first line of a piece can be too long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, count, repeat
from typing import BinaryIO

from ssldiag.model import Source
from ssldiag.text.charsets import EBCDIC, Decoder, decoder
from ssldiag.text.line import Line
from ssldiag.text.records import CARD, record_length

LINE_LIMIT = 65_536
"""Characters kept of one line: more than the 65,535 bytes that a CMS record can have."""

_PIECE = 800 * CARD  # below LINE_LIMIT by more than a decoder and a split CRLF carry over; a multiple of CARD
_LINE_END = re.compile(r"\r\n?")
_Block = tuple[list[str], bool]  # lines, and whether the first of them was cut


def raw_lines(source: Source) -> Iterator[tuple[int, str]]:
    """Line numbers (from 1) and lines without trailing blanks: the quick way for millions of lines."""
    return chain.from_iterable(_numbered(source))


def lines(source: Source) -> Iterator[Line]:
    """The lines of a source, without trailing blanks, each of at most :data:`LINE_LIMIT` characters."""
    return chain.from_iterable(_located(source))


def _numbered(source: Source) -> Iterator[Iterator[tuple[int, str]]]:
    number = 1
    for texts, _ in _blocks(source):
        yield enumerate(texts, number)
        number += len(texts)


def _located(source: Source) -> Iterator[Iterator[Line]]:
    number = 1
    for texts, cut in _blocks(source):
        if cut:
            yield iter((Line(source.path, number, texts[0], cut=True),))
            texts = texts[1:]
            number += 1
        fields = zip(repeat(source.path), count(number), texts, repeat(0), repeat(None), repeat(False))
        yield map(tuple.__new__, repeat(Line), fields)
        number += len(texts)


def _blocks(source: Source) -> Iterator[_Block]:
    encoding = source.encoding or "utf-8"
    with source.opener() as stream:
        first = stream.read(_PIECE)
        pieces = _decoded(stream, first, decoder(encoding))
        length = _fixed(first, source.size, encoding)
        if length:
            yield from _cards(pieces, length)
        else:
            # In Latin-1 made on a PC, 0x85 is an ellipsis: there it ends a line only if nothing else does.
            nel = encoding != "latin-1" or b"\n" not in first
            yield from _split(_plain(pieces, nel))


def _decoded(stream: BinaryIO, first: bytes, decode: Decoder) -> Iterator[str]:
    """The text piece by piece, NULs as blanks (as a 3270 screen shows them), without a byte order mark."""
    data = first
    start = True
    while data:
        following = stream.read(_PIECE)
        text = decode(data, not following)
        yield (text.removeprefix("\ufeff") if start else text).replace("\0", " ")
        start = False
        data = following


def _fixed(first: bytes, size: int, encoding: str) -> int | None:
    """The length of fixed records, or None where line ends, or nothing, tell lines apart."""
    if not size or encoding.startswith("utf-16"):
        return None
    text = decoder(encoding)(first, False).replace("\0", " ")
    if re.search("[\n\r\x85]", text):
        return None
    if encoding in EBCDIC or text.isascii():
        return record_length(text, size)
    return None if size % CARD else CARD


def _cards(pieces: Iterator[str], length: int) -> Iterator[_Block]:
    pending = ""
    for piece in pieces:
        text = pending + re.sub("[\n\r\f\x85]", " ", piece)
        whole = len(text) - len(text) % length
        yield [text[start : start + length].rstrip() for start in range(0, whole, length)], False
        pending = text[whole:]
    if pending:
        yield [pending.rstrip()], False


def _plain(pieces: Iterator[str], nel: bool) -> Iterator[str]:
    r"""The same text with every line end as ``\n``; a CR at the end of a piece waits for what follows."""
    held = ""
    for piece in pieces:
        text = held + piece
        held = ""
        if "\x85" in text and nel:
            text = text.replace("\x85", "\n")
        if "\r" in text:
            held = "\r\r" if text.endswith("\r\r") else "\r" if text.endswith("\r") else ""
            text = text.removesuffix(held).replace("\r\n", "\n")
            text = _LINE_END.sub("\n", text) if "\r" in text else text
        yield text
    yield _LINE_END.sub("\n", held)


def _split(pieces: Iterator[str]) -> Iterator[_Block]:
    pending, cut = "", False
    for text in pieces:
        feeds = "\f" in text or "\f" in pending
        texts = text.split("\n")
        texts[0] = pending if cut else pending + texts[0]
        if len(texts[0]) > LINE_LIMIT:
            texts[0], cut = texts[0][:LINE_LIMIT], True
        pending = texts.pop()
        if texts:
            yield _finished(texts, feeds), cut
            cut = False
    if pending:
        yield _finished([pending], "\f" in pending), cut


def _finished(texts: list[str], feeds: bool) -> list[str]:
    """Without trailing blanks, and split where a page ends inside a line."""
    parts = chain.from_iterable(map(_pages, texts)) if feeds else texts
    return [text.rstrip() for text in parts]


def _pages(text: str) -> list[str]:
    return [part for part in text.split("\f") if part.strip()] or [""]


def records_run_together(source: Source) -> bool:
    """Whether an EBCDIC file of several records has no record ends: a variable-length file fetched in binary.

    Fixed records are no trouble; what is as short as two of 80 bytes may be one record.
    """
    if source.encoding not in EBCDIC or source.size <= 2 * CARD:
        return False
    first = source.read(_PIECE)
    if any(mark in first for mark in (b"\x15", b"\x25", b"\x0d")):
        return False
    return _fixed(first, source.size, source.encoding) is None
