"""Text in, what is hidden in it out: base64 and base32, hexadecimal, URL and HTML escapes, UTF-16 and EBCDIC.

Used twice: to cover what a word says in another encoding, and to look whether anything got through. All runs
of an encoding that a text has are decoded and looked at together, and taken apart only where that tells
something; runs that told nothing are remembered.
"""

from __future__ import annotations

import html
import re
from base64 import b32decode
from binascii import a2b_base64
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from urllib.parse import unquote, unquote_to_bytes

from ssldiag.text import decode

EBCDIC = ("cp037", "cp1047")

LONGEST = 65_536
"""Characters of one encoded run that are decoded at a time."""

OVERLAP = 1_024
"""Characters that the pieces of a longer run have in common: the longest name in UTF-16, in hexadecimal."""

REMEMBERED = 100_000
"""Runs of one encoding that are remembered to tell nothing: some 15 MB. Then they are forgotten."""

SHORT = 160
"""Characters of a run that is remembered."""

_H = "[0-9A-Fa-f]"
_U = "[A-Za-z0-9._~+@-]"
_W = "[A-Za-z0-9._@-]"

BASE64 = re.compile(r"[A-Za-z0-9+/]{8,}(?:[-_][A-Za-z0-9+/_-]+)?={0,2}")
BASE32 = re.compile(r"(?<![A-Za-z0-9+/])(?:[A-Z2-7]{7,}|[a-z2-7]{7,})(?![A-Za-z0-9+/])")
HEX = re.compile(rf"{_H}{{2}}(?:[,:-]? {{0,2}}(?:0x)?{_H}{{2}}){{3,}}{_H}?")
PERCENT = re.compile(rf"(?<!{_U}){_U}*(?:%(?:{_H}{{2}}|u{_H}{{4}}){_U}*)+")
ENTITIES = re.compile(rf"(?<!{_W}){_W}*(?:&(?:[A-Za-z0-9]{{1,8}};|#[A-Za-z0-9]{{1,8}};?){_W}*)+")
ESCAPES = re.compile(
    rf"(?<!{_W}){_W}*\\(?:x{_H}{{2}}|u{_H}{{4}}|u\{{{_H}{{1,6}}\}})(?:[A-Za-z0-9._@\\-]|(?<=\\u)\{{{_H}{{1,6}}\}})*"
)
"""Each begins where a run begins, so that a long run without any escape is gone through once, not once from
each of its characters.
"""

_PERCENT_U = re.compile(rf"%u({_H}{{4}})")
_ESCAPE = re.compile(rf"\\(?:x({_H}{{2}})|u({_H}{{4}})|u\{{({_H}{{1,6}})\}})")
_BETWEEN = re.compile("0x|[ ,:-]")

ZERO_WIDTH = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]+"
)
"""Characters that take no room: soft hyphen, joiners, marks of direction, variation selectors (Unicode
categories Cf and Mn, property Default_Ignorable_Code_Point).
"""
_SPLIT_WORD = re.compile(r"[A-Za-z0-9@#$._:%+\-\u00ad\u00c0-\uffff]+")

_SPOKEN = re.compile(rb"[ -~]{4,}")
_WIDE = re.compile(rb"(?:[ -~]\0){4,}")
_WIDE_BIG = re.compile(rb"(?:\0[ -~]){4,}")
_EBCDIC_WORDS = re.compile(r"[A-Za-z0-9@#$._/: -]{4,}")
_ALL_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+|[0-9]+")

Tells = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Encoding:
    """``present`` says quickly whether a text may have a run that ``pattern`` finds and that is ``wanted``;
    ``decode`` gives what runs say, each with the name of the way it was written; ``word`` what one run says
    where it stands for itself in a text.
    """

    name: str
    present: Callable[[str], bool]
    pattern: re.Pattern[str]
    wanted: Callable[[str], bool]
    decode: Callable[[Sequence[str]], Iterator[tuple[str, str]]]
    word: Callable[[str], str] | None = None


def of_bytes(pieces: Sequence[bytes]) -> Iterator[tuple[str, str]]:
    """The readable parts of bytes, with the name of their encoding: UTF-8, UTF-16 of both kinds, EBCDIC."""
    data = b"\n".join(pieces)
    spoken = _SPOKEN.findall(data)
    if spoken:
        yield "UTF-8", b"\n".join(spoken).decode("ascii")
    if b"\0" in data:
        for name, pattern in (("UTF-16LE", _WIDE), ("UTF-16BE", _WIDE_BIG)):
            wide = pattern.findall(data)
            if wide:
                yield name, b"\n".join(wide).replace(b"\0", b"").decode("ascii")
    words = _ebcdic(pieces)
    if words:
        yield "EBCDIC", words


def _ebcdic(pieces: Sequence[bytes]) -> str:
    data = b"\n".join(piece for piece in pieces if not piece.isascii())
    return "\n".join(_EBCDIC_WORDS.findall(decode(data, EBCDIC[0], final=True))) if data else ""


def base64(run: str) -> Iterator[bytes]:
    """What a run of base64 holds, whichever of its characters the first whole group begins with."""
    run = run.rstrip("=").replace("-", "+").replace("_", "/")
    for piece in _pieces(run):
        for shift in range(4):
            part = piece[shift : len(piece) - ((len(piece) - shift) % 4 == 1)]
            yield a2b_base64(part + "=" * (-len(part) % 4))


def base32(run: str) -> Iterator[bytes]:
    """What a run of base32 (RFC 4648 section 6) holds."""
    for piece in _pieces(run):
        yield b32decode(piece + "A" * (-len(piece) % 8), casefold=True)[: len(piece) * 5 // 8]


def hexadecimal(run: str) -> Iterator[bytes]:
    """The bytes of a run of hexadecimal digits, whatever stands between them."""
    for piece in _pieces(_BETWEEN.sub("", run)):
        for shift in range(1 + len(piece) % 2):
            yield bytes.fromhex(piece[shift : len(piece) - (len(piece) - shift) % 2])


def _pieces(run: str) -> Iterator[str]:
    """A run in pieces that have something in common; steps are whole groups of each encoding."""
    for start in range(0, max(1, len(run) - OVERLAP), LONGEST - OVERLAP):
        yield run[start : start + LONGEST]


def _unescaped(run: str) -> str:
    return _ESCAPE.sub(lambda match: _character(match[1] or match[2] or match[3]), run)


def _character(digits: str) -> str:
    number = int(digits, 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"


def _unquoted(run: str) -> str:
    return f"{_unquoted_word(run)}\n{_ebcdic([unquote_to_bytes(run)])}"


def _unquoted_word(run: str) -> str:
    return unquote(_PERCENT_U.sub(lambda match: _character(match[1]), run))


def _without(run: str) -> str:
    return ZERO_WIDTH.sub("", run)


def _in_text(decoded: Callable[[str], str]) -> Callable[[Sequence[str]], Iterator[tuple[str, str]]]:
    return lambda runs: iter([("", "\n".join(map(decoded, runs)))])


def _in_bytes(
    taken: Callable[[str], Iterator[bytes]],
) -> Callable[[Sequence[str]], Iterator[tuple[str, str]]]:
    return lambda runs: of_bytes([*chain.from_iterable(map(taken, runs))])


def plausible(run: str) -> bool:
    """Whether a run may be base64 of words: hexadecimal digits alone are something else."""
    return _ALL_HEX.fullmatch(run) is None


def _any(text: str) -> bool:
    return True


WITHIN: tuple[Encoding, ...] = (
    Encoding("URL", lambda text: "%" in text, PERCENT, _any, _in_text(_unquoted), _unquoted_word),
    Encoding("HTML", lambda text: "&" in text, ENTITIES, _any, _in_text(html.unescape), html.unescape),
    Encoding("escapes", lambda text: "\\" in text, ESCAPES, _any, _in_text(_unescaped), _unescaped),
    Encoding(
        "characters without a width",
        lambda text: not text.isascii() and ZERO_WIDTH.search(text) is not None,
        _SPLIT_WORD,
        lambda run: ZERO_WIDTH.search(run) is not None,
        _in_text(_without),
        _without,
    ),
    Encoding("base64", _any, BASE64, plausible, _in_bytes(base64)),
    Encoding("base32", _any, BASE32, _any, _in_bytes(base32)),
)
"""Encodings whose runs have no blanks: to look at each different word of a text is enough."""

ACROSS: tuple[Encoding, ...] = (Encoding("hexadecimal", _any, HEX, _any, _in_bytes(hexadecimal)),)
"""Encodings whose runs may have blanks."""


@dataclass(frozen=True, slots=True)
class Innocent:
    """Remembers, for each encoding, runs that told nothing."""

    runs: dict[str, set[str]] = field(default_factory=lambda: {one.name: set() for one in (*WITHIN, *ACROSS)})

    def clear(self) -> None:
        """What was told nothing may tell something now."""
        for known in self.runs.values():
            known.clear()

    def new(self, encoding: Encoding, text: str) -> list[str]:
        """The runs of a text that are not known, each once, in their order."""
        if not encoding.present(text):
            return []
        known = self.runs[encoding.name]
        found = dict.fromkeys(encoding.pattern.findall(text))
        runs = [run for run in found if run not in known]
        wanted = [run for run in runs if encoding.wanted(run)]
        if len(wanted) < len(runs):
            self.add(encoding, [*set(runs).difference(wanted)])
        return wanted

    def add(self, encoding: Encoding, runs: Sequence[str]) -> None:
        """These told nothing."""
        known = self.runs[encoding.name]
        if len(known) > REMEMBERED:
            known.clear()
        known.update(run for run in runs if len(run) <= SHORT)


def hidden(
    text: str, innocent: Innocent, encodings: Sequence[Encoding]
) -> Iterator[tuple[Encoding, list[str], list[tuple[str, str]]]]:
    """Of each encoding its new runs, and what they say together: how it is written, and the text."""
    for encoding in encodings:
        runs = innocent.new(encoding, text)
        if runs:
            name = encoding.name
            yield (
                encoding,
                runs,
                [(f"{name} of {way}" if way else name, s) for way, s in encoding.decode(runs)],
            )


def cover(text: str, tells: Tells, innocent: Innocent, encodings: Sequence[Encoding], mark: str = "X") -> str:
    """The text with each encoded run that ``tells`` something overwritten."""
    spans = []
    for encoding in encodings:
        runs = innocent.new(encoding, text)
        told = set(_telling(runs, encoding, tells))
        innocent.add(encoding, [run for run in runs if run not in told])
        if told:
            spans += [match.span() for match in encoding.pattern.finditer(text) if match[0] in told]
    return _overwritten(text, sorted(spans), mark) if spans else text


def cover_parts(text: str, tells: Tells, mark: str = "X") -> str:
    """The text without the runs of a line that tells something once they are read, as words beside others."""
    for encoding in WITHIN:
        if encoding.word is not None and encoding.present(text) and tells(_read(text, encoding)):
            text = "\n".join(
                _marked(line, encoding, mark) if tells(_read(line, encoding)) else line
                for line in text.split("\n")
            )
    return text


def read(text: str) -> Iterator[tuple[str, str]]:
    """The text with the runs of an encoding in plain words, for each encoding that it has runs of."""
    for encoding in WITHIN:
        if encoding.word is not None and encoding.present(text):
            yield encoding.name, _read(text, encoding)


def _read(text: str, encoding: Encoding) -> str:
    decoded = encoding.word or str
    return encoding.pattern.sub(lambda match: decoded(match[0]), text)


def _marked(line: str, encoding: Encoding, mark: str) -> str:
    return encoding.pattern.sub(
        lambda match: mark * len(match[0]) if encoding.wanted(match[0]) else match[0], line
    )


def _overwritten(text: str, spans: list[tuple[int, int]], mark: str) -> str:
    pieces, done = [], 0
    for start, end in spans:
        if end > done:
            start = max(start, done)
            pieces += [text[done:start], mark * (end - start)]
            done = end
    return "".join((*pieces, text[done:]))


def _telling(runs: list[str], encoding: Encoding, tells: Tells) -> list[str]:
    """Those of the runs that tell something: all together are asked, then halves of those that do."""
    if not runs or not any(tells(said) for _, said in encoding.decode(runs)):
        return []
    if len(runs) == 1:
        return runs
    middle = len(runs) // 2
    return _telling(runs[:middle], encoding, tells) + _telling(runs[middle:], encoding, tells)
