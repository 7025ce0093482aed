"""Finished bytes and the originals in, where one of them can still be read out, in every encoding.

Text is cut into words and each word looked up, so the number of originals costs nothing; a word that was
innocent once is not looked at again. Runs of base64, hexadecimal digits and escapes are decoded, all of a
chunk together, and looked at like text. Words of less than four characters are not looked for
(:data:`SHORTEST_SOUGHT`), and a word counts only as a whole: ``PROD`` is not found in ``PRODUCT``.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from ssldiag.bundle import encoded
from ssldiag.bundle.kinds_of_words import SECRETS
from ssldiag.bundle.phrases import Phrases, lowered
from ssldiag.text import decode

CHUNK = 1024 * 1024
"""Bytes that are looked at together; cut into words they take some thirty times as much memory."""
OVERLAP = 8 * 1024
"""Bytes that chunks have in common: no original is longer, in any encoding but those of long runs."""

FOUND = 20
"""Survivors that are named: one is enough to throw a bundle away."""

REMEMBERED = 200_000
"""Words that are remembered to be innocent: some 25 MB. Then they are forgotten."""

SHORT = 80
"""Characters of a word that is remembered."""

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
        self.phrases = Phrases()
        for low in originals:
            if low not in wordy:
                self.phrases.add(low, anywhere=originals[low] == SECRETS)
        self._innocent = encoded.Innocent()
        self._clean: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self.kinds)

    def find(self, text: str, free: Container[str] = ()) -> Iterator[str]:
        """The originals that a text holds. ``free`` are words that it may hold."""
        low = lowered(text)
        found = self._in_words(low)
        found.update(low[start:end] for start, end in self.phrases.all(low))
        yield from (word for word in sorted(found) if word not in free)

    def find_any_way(self, text: str, free: Container[str] = ()) -> Iterator[tuple[str, str]]:
        """Encoding and original, for all that a text holds as it stands or in a run of an encoding.

        What is between blanks is looked at once; only phrases and runs with blanks need the text.
        """
        new = set(text.split()).difference(self._clean)
        together = "\n".join(new)
        low = lowered(together)
        found = self._in_words(low)
        phrases = self.phrases.may_begin(low)
        if phrases:
            whole = lowered(text)
            found.update(whole[start:end] for start, end in self.phrases.all(whole))
        yield from (("UTF-8", word) for word in sorted(found) if word not in free)
        hidden = [*self._in_runs(together, encoded.WITHIN)]
        yield from (item for item in hidden if item[1] not in free)
        yield from (item for item in self._in_runs(text, encoded.ACROSS) if item[1] not in free)
        if not (found or phrases or hidden):
            if len(self._clean) > REMEMBERED:
                self._clean.clear()
            self._clean.update(word for word in new if len(word) <= SHORT)

    def _in_words(self, low: str) -> set[str]:
        """The originals that are written without a blank."""
        found = self.words.intersection((*_WORD.findall(low), *_PLAIN.findall(low)))
        if self.runs:
            found.update(*map(self._in_run, set(_RUN.findall(low))))
        return found

    def _in_runs(self, text: str, encodings: Sequence[encoded.Encoding]) -> Iterator[tuple[str, str]]:
        """The originals that runs of encodings hold; runs that hold none are remembered."""
        for encoding, runs, said in encoded.hidden(text, self._innocent, encodings):
            found = [(name, word) for name, what in said for word in self.find(what)]
            yield from found
            if not found:
                self._innocent.add(encoding, runs)

    def _in_run(self, run: str) -> Iterator[str]:
        """Dotted names and addresses: the whole, and whatever is left without parts at either end."""
        if not _PUNCTUATED.search(run) or self._first.isdisjoint(_PUNCTUATION.split(run)):
            return
        cuts = [0, *(match.end() for match in _PUNCTUATION.finditer(run))][:MOST_PARTS]
        ends = [*(match.start() for match in _PUNCTUATION.finditer(run)), len(run)][-MOST_PARTS:]
        for start in cuts:
            if _PUNCTUATION.split(run[start:], maxsplit=1)[0] in self._first:
                yield from (run[start:end] for end in ends if end > start and run[start:end] in self.runs)


_MIXED = re.compile(r"[^a-z0-9]")
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
    yield from sought.find_any_way(text, free)
    for name, plain in encoded.read(text) if sought.phrases else ():
        low = lowered(plain)
        yield from ((name, low[a:b]) for a, b in sought.phrases.all(low) if low[a:b] not in free)
    if b"\0" in data:
        for name, codec in (("UTF-16LE", "utf-16-le"), ("UTF-16BE", "utf-16-be")):
            for shift in (0, 1):
                wide = data[shift:].decode(codec, "replace")
                yield from ((name, word) for word in sought.find(wide))
    if not data.isascii():
        for codec in encoded.EBCDIC:
            yield from (("EBCDIC", word) for word in sought.find(decode(data, codec, final=True)))


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
