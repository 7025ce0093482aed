"""Finished bytes and the originals in, where one of them can still be read out, in every encoding.

Text is cut into words and each word looked up, so the number of originals costs nothing; originals of several
words are looked for as they stand. Runs of base64, hexadecimal digits and escapes are decoded and looked at
like text. Words of less than four characters are not looked for (:data:`SHORTEST_SOUGHT`), and a word counts
only as a whole: ``PROD`` is not found in ``PRODUCT``.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from ssldiag.bundle import encoded
from ssldiag.bundle.kinds_of_words import SECRETS
from ssldiag.text import decode

CHUNK = 4 * 1024 * 1024
OVERLAP = 8 * 1024
"""Bytes that chunks have in common: no original is longer, in any encoding but those of long runs."""

FOUND = 20
"""Survivors that are named: one is enough to throw a bundle away."""

_WORD = re.compile(r"[a-z0-9@#$\u00c0-\uffff]+")
_PLAIN = re.compile(r"[a-z0-9\u00c0-\uffff]+")
_RUN = re.compile(r"[a-z0-9@#$_.:%+\-\u00c0-\uffff]+")


@dataclass(frozen=True, slots=True)
class Leak:
    """An original that was found: where, in which encoding, of which kind. The word itself is not said."""

    member: str
    encoding: str
    kind: str
    offset: int

    def __str__(self) -> str:
        return f"{self.member} at byte {self.offset:,}, in {self.encoding} ({self.kind})"


class Sought:
    """The originals (in lower case) and their kinds, made ready to be looked for."""

    def __init__(self, originals: Mapping[str, str]) -> None:
        self.kinds = dict(originals)
        wordy = {low for low, kind in originals.items() if kind != SECRETS and _RUN.fullmatch(low)}
        self.words = {low for low in wordy if _WORD.fullmatch(low)}
        self.runs = wordy - self.words
        self._first = {_PUNCTUATION.split(low, maxsplit=1)[0] for low in self.runs}
        self.phrases = [low for low in originals if low not in wordy]

    def __bool__(self) -> bool:
        return bool(self.kinds)

    def find(self, text: str, free: Container[str] = ()) -> Iterator[str]:
        """The originals that a text holds. ``free`` are words that it may hold."""
        low = text.lower()
        words = {*_WORD.findall(low), *(_PLAIN.findall(low) if _SIGN.search(low) else ())}
        yield from (word for word in words & self.words if word not in free)
        for run in set(_RUN.findall(low)) if self.runs else ():
            yield from self._in_run(run, free)
        for phrase in self.phrases:
            if (
                phrase in low
                and phrase not in free
                and (self.kinds[phrase] == SECRETS or _apart(phrase, low))
            ):
                yield phrase

    def _in_run(self, run: str, free: Container[str]) -> Iterator[str]:
        """Dotted names and addresses: the whole, and whatever is left without parts at either end."""
        if not _PUNCTUATED.search(run):
            return
        cuts = [0, *(match.end() for match in _PUNCTUATION.finditer(run))][:MOST_PARTS]
        ends = [*(match.start() for match in _PUNCTUATION.finditer(run)), len(run)][-MOST_PARTS:]
        for start in cuts:
            if _PUNCTUATION.split(run[start:], maxsplit=1)[0] not in self._first:
                continue
            for end in ends:
                if end > start and run[start:end] in self.runs and run[start:end] not in free:
                    yield run[start:end]


def _apart(phrase: str, text: str) -> bool:
    """Whether a phrase stands in a text with no letter or digit on either side."""
    return re.search(rf"(?<![^\W_]){re.escape(phrase)}(?![^\W_])", text) is not None


_MIXED = re.compile(r"[^a-z0-9]")
_SIGN = re.compile("[@#$]")
_PUNCTUATION = re.compile(r"[@#$_.:%+\-]")
_PUNCTUATED = re.compile(r"[a-z0-9][@#$_.:%+\-]+[a-z0-9]")
MOST_PARTS = 40
"""Parts of a dotted word that are combined: a host's name has 10, an address of IPv6 eight."""


def search(stream: BinaryIO, member: str, sought: Sought, free: Container[str] = ()) -> Iterator[Leak]:
    """Every original that a stream still holds, chunk by chunk."""
    if not sought:
        return
    offset, rest = 0, b""
    while data := stream.read(CHUNK):
        chunk = rest + data
        for encoding, word in in_bytes(chunk, sought, free):
            yield Leak(member, encoding, sought.kinds[word], offset - len(rest) + _where(chunk, word))
        offset += len(data)
        rest = chunk[-OVERLAP:]


def in_bytes(data: bytes, sought: Sought, free: Container[str] = ()) -> Iterator[tuple[str, str]]:
    """Encoding and original, for each that these bytes hold."""
    text = data.decode("utf-8", "replace")
    yield from (("UTF-8", word) for word in sought.find(text, free))
    if b"\0" in data:
        for name, codec in (("UTF-16LE", "utf-16-le"), ("UTF-16BE", "utf-16-be")):
            for shift in (0, 1):
                wide = data[shift:].decode(codec, "replace")
                yield from ((name, word) for word in sought.find(wide))
    if not data.isascii():
        for codec in encoded.EBCDIC:
            yield from (("EBCDIC", word) for word in sought.find(decode(data, codec, final=True)))
    for _, name, said in encoded.hidden(text):
        yield from ((name, word) for word in sought.find(said, free))


def _where(data: bytes, word: str) -> int:
    """The place of a word in bytes, or their beginning where it is encoded."""
    return max(0, data.lower().find(word.encode()))


class Vocabulary:
    """Our own words, which a page and a report may have though a user id is spelt like one of them."""

    def __init__(self, text: str) -> None:
        self._text = text.lower()
        self._words = {*_WORD.findall(self._text), *_PLAIN.findall(self._text), *_RUN.findall(self._text)}

    def __contains__(self, item: object) -> bool:
        return item in self._words or (_MIXED.search(str(item)) is not None and str(item) in self._text)
