"""Text or bytes in, what is hidden in them out: base64, hexadecimal, URL and HTML escapes, UTF-16 and EBCDIC.

Used twice: to cover what a word says in another encoding, and to look whether anything got through.
"""

from __future__ import annotations

import html
import re
from base64 import b64decode
from collections.abc import Callable, Container, Iterator
from urllib.parse import unquote

from ssldiag.text import decode

BASE64 = re.compile(r"[A-Za-z0-9+/]{8,}(?:[-_][A-Za-z0-9+/_-]+)?={0,2}")
HEX = re.compile(
    r"(?:[0-9A-Fa-f]{2}){4,}|[0-9A-Fa-f]{8}(?: [0-9A-Fa-f]{8})+|[0-9A-Fa-f]{2}(?:[ :][0-9A-Fa-f]{2}){3,}"
)
PERCENT = re.compile(
    r"(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9._~+@-])*%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9._~+@-])*"
)
ENTITIES = re.compile(
    r"(?:&#?[A-Za-z0-9]{1,8};|[A-Za-z0-9._@-])*&#?[A-Za-z0-9]{1,8};(?:&#?[A-Za-z0-9]{1,8};|[A-Za-z0-9._@-])*"
)
ESCAPES = re.compile(
    r"(?:\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|[A-Za-z0-9._@-])*\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})[A-Za-z0-9._@\\-]*"
)
_ESCAPE = re.compile(r"\\x([0-9A-Fa-f]{2})|\\u([0-9A-Fa-f]{4})")

EBCDIC = ("cp037", "cp1047")

LONGEST = 65_536
"""Characters of one encoded run that are decoded at a time."""


_SPOKEN = re.compile(rb"[ -~]{4,}")
_WIDE = re.compile(rb"(?:[ -~]\0){4,}")
_WIDE_BIG = re.compile(rb"(?:\0[ -~]){4,}")
_EBCDIC_WORDS = re.compile(r"[A-Za-z0-9@#$._/: -]{4,}")
_ALL_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+|[0-9]+")


def of_bytes(data: bytes) -> Iterator[tuple[str, str]]:
    """The readable parts of bytes, with the name of their encoding: UTF-8, UTF-16 of both kinds, EBCDIC."""
    spoken = _SPOKEN.findall(data)
    if spoken:
        yield "UTF-8", b"\n".join(spoken).decode("ascii")
    if b"\0" in data:
        for name, pattern in (("UTF-16LE", _WIDE), ("UTF-16BE", _WIDE_BIG)):
            wide = pattern.findall(data)
            if wide:
                yield name, b"\n".join(wide).replace(b"\0", b"").decode("ascii")
    if not data.isascii():
        words = _EBCDIC_WORDS.findall(decode(data, EBCDIC[0], final=True))
        if words:
            yield "EBCDIC", "\n".join(words)


def base64(run: str) -> Iterator[bytes]:
    """What a run of base64 holds, whichever of its characters the first whole group begins with."""
    run = run.rstrip("=").replace("-", "+").replace("_", "/")[:LONGEST]
    for shift in range(4):
        part = run[shift:]
        part = part[: len(part) - (len(part) % 4 == 1)]
        yield b64decode(part + "=" * (-len(part) % 4))


def hexadecimal(run: str) -> Iterator[bytes]:
    """The bytes of a run of hexadecimal digits, with one blank or colon between groups or none."""
    digits = re.sub("[ :]", "", run)[:LONGEST]
    for shift in range(1 + len(digits) % 2):
        part = digits[shift:]
        yield bytes.fromhex(part[: len(part) // 2 * 2])


def _unescaped(run: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), run)


_TEXTS: tuple[tuple[str, str, re.Pattern[str], Callable[[str], str]], ...] = (
    ("URL", "%", PERCENT, unquote),
    ("HTML", "&", ENTITIES, html.unescape),
    ("escapes", "\\", ESCAPES, _unescaped),
)
_BYTES: tuple[tuple[str, re.Pattern[str], Callable[[str], Iterator[bytes]]], ...] = (
    ("hexadecimal", HEX, hexadecimal),
    ("base64", BASE64, base64),
)


def hidden(text: str, innocent: Container[str] = ()) -> Iterator[tuple[str, str, str]]:
    """Every run of an encoding in a text: the run as it stands, the encoding's name, what it says.

    Runs that are ``innocent`` are passed over.
    """
    for name, sign, pattern, decoded in _TEXTS:
        if sign in text:
            for run in dict.fromkeys(pattern.findall(text)):
                if run not in innocent:
                    yield run, name, decoded(run)
    for name, pattern, taken in _BYTES:
        for run in dict.fromkeys(pattern.findall(text)):
            if run not in innocent and (name != "base64" or plausible(run)):
                for data in taken(run):
                    for way, said in of_bytes(data):
                        yield run, f"{name} of {way}", said


def plausible(run: str) -> bool:
    """Whether a run may be base64: it mixes cases or has digits, and not only hexadecimal ones."""
    if _ALL_HEX.fullmatch(run):
        return False
    return any(map(str.isdigit, run)) or not (run.islower() or run.isupper() or run[1:].islower())


def cover(text: str, tells: Callable[[str], bool], innocent: set[str], mark: str = "X") -> str:
    """The text with each encoded run that ``tells`` something overwritten; ``innocent`` remembers others."""
    looked: dict[str, bool] = {}
    for run, _, said in hidden(text, innocent):
        looked[run] = looked.get(run, False) or tells(said)
    innocent.update(run for run, told in looked.items() if not told)
    for run in sorted((run for run, told in looked.items() if told), key=len, reverse=True):
        text = text.replace(run, mark * len(run))
    return text
