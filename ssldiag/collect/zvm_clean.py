"""The bytes of a fetched file in, what may be kept of them out: text without its passwords, key databases as
they are; stash files, private keys and what nobody knows are refused.

Each password is overwritten in its place, so that columns and records stay, whatever the encoding.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from ssldiag.bundle.secret_words import MARK, Passwords
from ssldiag.keydb import detect
from ssldiag.text import CARD, LINE_LIMIT, decode, record_length
from ssldiag.text import detect as encoding_of

STORES = frozenset(("gskit_keydb", "pkcs12", "der", "pkcs7"))
"""Kept where a list names them: their private keys are encrypted, and doctor asks for them."""

PRIVATE = "PRIVATE KEY-----"
EBCDIC = ("cp037", "cp1047", "cp273", "cp297", "cp500", "cp1140")
HEAD = 64 * 1024


SECONDS = 60.0
"""For the passwords of one file: 32 MiB of a console log take some 7; made-up lines may take hundreds."""


class NotKept(Exception):
    """This file is not kept; the text says why."""


def kept(data: bytes, seconds: float = SECONDS) -> bytes:
    """What is written of a file. Raises NotKept."""
    if not data:
        raise NotKept("it is empty")
    encoding = encoding_of(data[:HEAD], len(data))
    held = detect.sniff(data[: detect.HEAD], len(data), "")
    if held in STORES:
        return data
    if held == "stash" and encoding is None:
        raise NotKept("it looks like a stashed password")
    if held == "private_key" or any(PRIVATE.encode(name) in data for name in ("ascii", "cp037", "utf-16-le")):
        raise NotKept("a private key is in it")
    if encoding is None or encoding.startswith("utf-16"):
        raise NotKept("it is neither a text nor a key database")
    guard = _Guard(time.monotonic() + seconds)
    return _in_place(data, encoding, guard) if encoding in EBCDIC else _as_text(data, guard)


class _Guard:
    """Lines without their passwords, until a moment."""

    def __init__(self, due: float) -> None:
        self._due = due
        self._passwords = Passwords()

    def line(self, text: str) -> str:
        if time.monotonic() > self._due:
            raise NotKept("looking for passwords in it takes too long")
        if len(text) > LINE_LIMIT:
            raise NotKept("a line is longer than any of CMS")
        return self._passwords.line(text)[0]


def _as_text(data: bytes, guard: _Guard) -> bytes:
    text = data.decode("utf-8", "surrogateescape")
    return "\n".join(guard.line(line) for line in text.split("\n")).encode("utf-8", "surrogateescape")


def _in_place(data: bytes, encoding: str, guard: _Guard) -> bytes:
    """The same in an EBCDIC code page, where a character is a byte."""
    text = decode(data, encoding, final=True)
    mark = MARK.encode("cp037")[0]
    changed = bytearray(data)
    for start, line in _records(text):
        clean = guard.line(line)
        for position, letter in enumerate(clean, start) if clean != line else ():
            if letter != text[position]:
                changed[position] = mark
    return bytes(changed)


def _records(text: str) -> Iterator[tuple[int, str]]:
    """The lines and where each begins: at line ends, or records of one length where there are none."""
    ends = text.translate({0x85: "\n", 0x0D: "\n"})
    if "\n" in ends:
        start = 0
        for line in ends.split("\n"):
            yield start, line
            start += len(line) + 1
        return
    length = record_length(text[:HEAD], len(text)) or CARD
    for start in range(0, len(text), length):
        yield start, text[start : start + length]
