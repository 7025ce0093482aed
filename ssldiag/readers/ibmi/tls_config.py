"""Output of the service tools' TLSCONFIG or SSLCONFIG in; lists of protocols and ciphers, counts and
settings out.

Its layout is not published. Lists are known by the words of their headings and by what protocols and ciphers
look like; everything else of the form ``key: value`` is kept as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.model import Located, Source, TextPlace
from ssldiag.readers.ibmi import printout
from ssldiag.readers.ibmi.document import Document, printed
from ssldiag.readers.ibmi.keyed import keyed
from ssldiag.text import Line

LONGEST_COUNT = 15
"""Digits of a counter: what 64 bits of connections need."""

_LONGEST = 400
_LIST = re.compile(
    r"(?i)\b(?P<which>eligible default|supported|default)\b[\w /()-]{0,40}\b(?P<what>protocol|cipher)"
)
_PROTOCOL = re.compile(r"(?i)(?<![\w.])\*?(?P<name>TLSv1(?:\.[0-3])?|SSLv[23])(?![\w.])")
_CIPHER = re.compile(
    r"(?i)(?<![\w.])\*?(?P<name>(?:(?:TLS_)?(?:ECDHE|RSA|AES|CHACHA20)_[A-Z0-9_]*(?:SHA(?:256|384)?|MD5)))(?!\w)"
)
_COUNTS = re.compile(r"(?i)(?:connection|handshake) count")


@dataclass(frozen=True, slots=True)
class TlsWord:
    """One thing that the output says. ``list`` names the list it stands in: ``supported protocol``,
    ``eligible default cipher``, ``count`` for a counter, else the key of a setting.
    """

    list: str
    value: Located[str]
    count: int | None
    place: TextPlace


def read(source: Source) -> Document[TlsWord]:
    """Read the output of the macro."""
    found = printout.read(source)
    return printed(source, found, tuple(words(found.lines)), found.unreadable)


def words(lines: tuple[Line, ...]) -> Iterator[TlsWord]:
    """Everything that the lines say."""
    current = ""
    for line in lines:
        text = line.text[:_LONGEST]
        heading = _LIST.search(text)
        if heading:
            current = f"{heading['which'].lower()} {heading['what'].lower()}"
        elif _COUNTS.search(text):
            current = "count"
        names = list(named(line, text, current))
        yield from names
        if names or heading or ":" not in text:
            continue
        for found in keyed(text, colon_alone=True):
            current = ""
            yield TlsWord(found.key, line.located(found.start, found.end), None, line.place())


def named(line: Line, text: str, current: str) -> Iterator[TlsWord]:
    """The protocols and ciphers of a line, with the counter behind the last of them."""
    last = text.split()[-1] if text.strip() else ""
    count = int(last) if last.isascii() and last.isdigit() and len(last) <= LONGEST_COUNT else None
    if current == "count" and count is None:
        return
    for pattern, what in ((_PROTOCOL, "protocol"), (_CIPHER, "cipher")):
        if current not in ("count", "") and not current.endswith(what):
            continue
        for match in pattern.finditer(text):
            if current:
                number = count if current == "count" else None
                value = Located(match["name"].upper(), line.place(*match.span("name")))
                yield TlsWord(current, value, number, line.place())
