"""The first bytes of a file in, the name of its character encoding out; and decoders for those names.

Content alone decides, never the file's name. EBCDIC text is known by its letter statistics: blanks are 0x40,
letters and digits have the high bit, and the ASCII letters hardly occur.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from functools import cache, partial

Decoder = Callable[[bytes, bool], str]
"""Bytes and "these are the last ones" in, text out; a character cut in two is held until its rest arrives."""

EBCDIC: dict[str, tuple[str, dict[int, str]]] = {
    "cp037": ("cp037", {}),
    "cp1047": ("cp037", {0x5F: "^", 0xAD: "[", 0xB0: "¬", 0xBA: "Ý", 0xBB: "¨", 0xBD: "]"}),
    "cp273": ("cp273", {}),
    "cp297": (
        "cp037",
        {
            0x44: "@",
            0x48: "\\",
            0x4A: "°",
            0x4F: "!",
            0x51: "{",
            0x54: "}",
            0x5A: "§",
            0x5F: "^",
            0x6A: "ù",
            0x79: "µ",
            0x7B: "£",
            0x7C: "à",
            0x90: "[",
            0xA0: "`",
            0xA1: "¨",
            0xB0: "¢",
            0xB1: "#",
            0xB5: "]",
            0xBA: "¬",
            0xBB: "|",
            0xBD: "~",
            0xC0: "é",
            0xD0: "è",
            0xDD: "¦",
            0xE0: "ç",
        },
    ),
    "cp500": ("cp500", {}),
    "cp1140": ("cp1140", {}),
}
"""EBCDIC encodings: the codec that each is made from and the characters in which it differs. The first two
are usual on z/VM; IBM i has one for each country, of which these are German (273), French (297),
international (500) and US with the euro sign (1140)."""

_BRACKETS = {"cp1047": b"\xad\xbd", "cp037": b"\xba\xbb"}
_OPENERS = {0x4A: "cp500", 0x63: "cp273", 0x43: "cp273", 0x90: "cp297", 0x51: "cp297"}
"""``[`` and ``{`` as first letters of a JSON text; those of cp037 and cp1047 are told by
:data:`_BRACKETS`."""

_SMALL = rb"[\x81-\x89\x91-\x99\xa2-\xa9]"
_NATIONAL = {
    "cp273": rb"(?<=%s)[\xc0\xd0\x6a\xa1](?=%s)|(?<=[\x40\x4d])[\x4a\x5a\xe0](?=%s)"
    % (_SMALL, _SMALL, _SMALL),
    "cp297": rb"(?<=%s)[\xc0\xd0\xe0](?=[\x40\x4b\x6b]|%s)|\x40\x7c\x40" % (_SMALL, _SMALL),
}
"""Letters with accents inside words (German) and at the end of words too (French), where other code pages
have signs that no word holds."""

_FEW = 2  # such words before a code page is believed: one may be a slip

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, None),  # begins like UTF-16: ask first
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# The C0 controls without backspace, tab, line ends, form feed, DOS end of file and escape (terminal colours).
_CONTROLS = bytes(set(range(0x20)) - set(b"\b\t\n\f\r\x1a\x1b")) + b"\x7f"
_HIGH = bytes(range(0x80, 0x100))
_EBCDIC_WORDS = bytes(
    first + position
    for first, count in ((0x81, 9), (0x91, 9), (0xA2, 8), (0xC1, 9), (0xD1, 9), (0xE2, 8), (0xF0, 10))
    for position in range(count)
)
_EBCDIC_SIGNS = bytes.fromhex(
    "43515463 90b5dcfc 4a4b4c4d4e4f505a5b5c5d5e5f60616a6b6c6d6e6f797a7b7c7d7e7fa1adb0babbbdc0d0e0"
)
_EBCDIC_SPACE = bytes.fromhex("050c0d152540")  # tab, form feed, CR, newline, line feed, blank
_EBCDIC_TEXT = _EBCDIC_WORDS + _EBCDIC_SIGNS + _EBCDIC_SPACE

_STRAY_CONTROLS = 0.05  # a console log may hold some; of random bytes, one in ten is a control
_STRAY_HIGH = 0.30  # accented letters in Western prose stay below; of random bytes, half are high
_EBCDIC_SHARE = 0.95  # of random bytes, four in ten look like EBCDIC text
_EBCDIC_WORD_SHARE = 0.01  # card images are mostly blanks; in ASCII no byte has the high bit
_UTF16_SHARE = 0.90  # of the high halves that are zero in UTF-16 text of a Western language


def detect(head: bytes, size: int) -> str | None:
    """The encoding of a text file that begins with ``head`` and has ``size`` bytes, or None for a binary one.

    >>> detect("USER SSL LBYONLY".encode("cp037"), 16)
    'cp1047'
    """
    if not head:
        return "utf-8"
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if _is_ebcdic(head):
        return _ebcdic_variant(head)
    return _utf16(head) or _ascii_or_kin(head, whole=len(head) >= size)


def _share(head: bytes, wanted: bytes) -> float:
    return 1 - len(head.translate(None, wanted)) / len(head)


def _is_ebcdic(head: bytes) -> bool:
    """Nearly all bytes are EBCDIC text, and some are of words (0x40 alone could be an ASCII ``@``)."""
    return _share(head, _EBCDIC_TEXT) >= _EBCDIC_SHARE and _share(head, _EBCDIC_WORDS) >= _EBCDIC_WORD_SHARE


def _ebcdic_variant(head: bytes) -> str:
    """A national code page, if its brackets or letters show; else cp1047, unless there are more cp037
    brackets than cp1047 ones."""
    first = head.lstrip(_EBCDIC_SPACE)[:2]
    if len(first) == 2 and first[0] in _OPENERS and first[1] in b"\x7f\x40\x25\x15\x0d\xc0\x43\x51":
        return _OPENERS[first[0]]
    letters = {name: len(re.findall(pattern, head)) for name, pattern in _NATIONAL.items()}
    national = max(letters, key=lambda name: letters[name])
    counts = {name: len(head) - len(head.translate(None, codes)) for name, codes in _BRACKETS.items()}
    if letters[national] >= _FEW and letters[national] > max(counts.values()):
        return national
    usual = max(counts, key=lambda name: counts[name])
    return "cp1140" if b"\x9f" in head and not counts["cp1047"] else usual


def _utf16(head: bytes) -> str | None:
    """UTF-16 without a mark: one byte of each pair is zero, the other is ASCII text."""
    for name, zeros, letters in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if len(zeros) > 1 and zeros.count(0) >= _UTF16_SHARE * len(zeros):
            return name if _is_plausible(letters) else None
    return None


def _is_plausible(letters: bytes) -> bool:
    """Western text: few controls, and accented letters are the exception."""
    return _share(letters, _CONTROLS) <= _STRAY_CONTROLS and _share(letters, _HIGH) <= _STRAY_HIGH


def _ascii_or_kin(head: bytes, whole: bool) -> str | None:
    if head.isascii():
        return "utf-8" if _is_plausible(head) else None
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(head, whole)
    bad = text.count("\ufffd")
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    if good > bad or not bad:
        return "utf-8" if _share(head, _CONTROLS) <= _STRAY_CONTROLS else None
    return "latin-1" if _is_plausible(head) else None


@cache
def _table(name: str) -> str:
    base, differences = EBCDIC[name]
    characters = bytes(range(256)).decode(base)
    return "".join(differences.get(code, character) for code, character in enumerate(characters))


def decoder(encoding: str) -> Decoder:
    """A fresh decoder that takes a file piece by piece. Bytes that mean nothing become U+FFFD."""
    if encoding in EBCDIC:
        return partial(_from_table, _table(encoding))
    return codecs.getincrementaldecoder(encoding)("replace").decode


def _from_table(table: str, data: bytes, final: bool) -> str:
    return codecs.charmap_decode(data, "replace", table)[0]


def decode(data: bytes, encoding: str, final: bool = False) -> str:
    """The text of ``data`` without byte order mark; unless ``final``, a character cut off at the end goes."""
    return decoder(encoding)(data, final).removeprefix("\ufeff")
