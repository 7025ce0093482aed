"""A log in, as blocks of whole lines; every code in it out, once, with line numbers and count, in order of
appearance.

The theory: hardly any line of a log holds a code, so a block is first searched for the few words that lines
with codes have (compiled searches over a megabyte at a time), and only lines with such a word are looked
at. Lines about TLS switch on the words that everybody uses, such as ``return code``, for themselves and a
few lines more. Lines that differ in digits alone have the same shape, and a shape is analysed once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ssldiag.errors import context
from ssldiag.errors.load import Tables
from ssldiag.errors.lookup import one
from ssldiag.errors.mentions import LINE, Mention, Shape, meant, mentions, shapes
from ssldiag.errors.model import Explanation, Reading, Row
from ssldiag.errors.patterns import TLS_WORDS

NEAR = 6
"""Lines after one about TLS that still count as being about TLS: the second-level text of a message has
about as many."""

LINES_KEPT = 100
"""Line numbers kept of one code: more than anybody looks at. The count goes on."""

SHAPES_KEPT = 20_000
"""Shapes of lines remembered, 10 MB at most; a log whose lines all differ gains nothing from remembering
more."""

SHAPE_LONGEST = 512
"""Bytes of a line whose shape is remembered: longer ones hardly come twice, and would take the memory."""

CODES_KEPT = 10_000
"""Different codes listed: the tables have fewer, so this bounds only what a hostile log can do with many
readings."""

OVERLAP = 256
"""Bytes that the pieces of a long line have in common, so that no code is cut in two."""

AROUND = 256
"""Bytes before a line that may tell its platform: the beginning of a message that goes on for two or
three lines."""

HEAD = 4096
"""Bytes at the beginning of a log that tell what wrote it, when the lines around a code do not."""


def _folding() -> bytes:
    """Upper case becomes lower case, the letters of ssl, tls and gsk become one, and so do the digits of
    134CC and 03353.

    So one search finds all three words, and one both numbers: each search costs as much as this folding.
    """
    letters = b"abcdefghijklmnopqrstuvwxyz"
    table = bytes.maketrans(letters.upper(), letters)
    for one_for_all, others in (b"s", b"lgkt"), (b"0", b"1"), (b"3", b"45c"):
        table = table.translate(bytes.maketrans(others, one_for_all * len(others)))
    return table


_FOLD = _folding()
_DIGITS = bytes.maketrans(b"123456789", b"000000000")

_WORDS = (
    "ssl",
    "handshake",
    "certificate",
    "secure connection",
    "134cc",
    "temporarily unable to process security",
    "foreign host aborted the connection",
    "killclient called for reason",
    "prot setting",
)
"""Words of which a line with a code has at least one, if it has none of the ids below. Folded they find
other words as well, such as ``calls`` for ``ssl``: the lines are looked at, that is all."""

_FOLDED = tuple(word.encode().translate(_FOLD) for word in _WORDS)

_IDS = (
    re.compile(rb"B(?:(?<=CP[CD]B)C|(?<=CWB)CO)[0-9A-F]"),
    re.compile(rb"C(?<=DTC)[A-Z]{3}"),
    re.compile(rb"K(?<=PK)IX"),
    re.compile(rb"M(?:(?<=DM)S[A-Z0]{3}[0-9]|(?<=AM)Q[0-9])"),
    re.compile(rb"P(?:(?<=HCP)[A-Z0]{3}[0-9]|(?<=TCP)[0-9]|ARM1)"),
)
"""Message ids, each found by one of its letters: to look for one letter is the fastest search there is."""


Meaning = tuple[Reading | None, tuple[Row, ...]]


@dataclass(slots=True)
class Found:
    """A code of a log: as it was first written, its reading, its first lines, and how often it stands
    there."""

    shown: str
    reading: Reading
    lines: list[int] = field(default_factory=list)
    count: int = 0


class Scanner:
    """Takes the blocks of one log in turn. ``line`` is the number of lines seen so far."""

    def __init__(self, tables: Tables, platform: str | None = None) -> None:
        self.line = 0
        self._tables = tables
        self._platform = platform
        self._near = 0
        self._usual: tuple[str, ...] = ()
        self._shapes: tuple[dict[bytes, tuple[bool, list[Shape]]], ...] = ({}, {})  # not near TLS words, near
        self._meant: dict[tuple[tuple[Reading, ...], tuple[str, ...]], Meaning] = {}
        self._around: dict[bytes, tuple[str, ...]] = {}
        self._found: dict[tuple[Row, ...], Found] = {}

    def feed(self, block: bytes) -> None:
        """Take a block that ends at the end of a line (or of the log)."""
        if not self.line:
            self._usual = context.platforms(block[:HEAD].decode("utf-8", "replace"))
        counted = told = 0
        for start, end, found in self._matching(block):
            self.line += block.count(b"\n", counted, start)
            text = block[start:end].decode("utf-8", "replace")
            new = [m for m in mentions(text, found) if start + m.start + len(m.shown) > told]
            self._record(new, block[max(0, start - AROUND) : end])
            counted, told = start, end
        self.line += block.count(b"\n", counted)

    def explanations(self, file: str) -> list[Explanation]:
        """What was found, in the order in which it first appeared."""
        result = []
        for found in self._found.values():
            wanted = (self._platform,) if self._platform else found.reading.platforms
            what = one(found.shown, [found.reading], self._tables, wanted)
            lines = tuple(found.lines)
            result.append(Explanation(found.shown, what.entries, what.notes, (), file, lines, found.count))
        return result

    def _matching(self, block: bytes) -> Iterator[tuple[int, int, list[Shape]]]:
        """The lines in which a pattern matches: where each begins and ends, and the patterns.

        Looked at are the candidates, and the lines after one about TLS. This loop runs for each of them.
        """
        size, place = len(block), 0
        for start in (*sorted(_candidates(block)), size):
            if not self._near:
                place = max(place, start)
            while place <= start and place < size:
                line_end = block.find(b"\n", place)
                line_end = size if line_end < 0 else line_end
                while place <= line_end:
                    end = min(line_end, place + LINE)
                    shape = block[place:end].translate(_DIGITS)
                    known = self._shapes[self._near > 0].get(shape) or self._shape(block[place:end], shape)
                    self._near = NEAR if known[0] else max(0, self._near - 1)
                    if known[1]:
                        yield place, end, known[1]
                    place = end + 1 if end == line_end else end - OVERLAP
                if not self._near:
                    place = max(place, start)

    def _shape(self, line: bytes, shape: bytes) -> tuple[bool, list[Shape]]:
        """Whether a line is about TLS, and which patterns match where in it and in all lines of its shape."""
        text = line.decode("utf-8", "replace")
        about = TLS_WORDS.search(text) is not None
        known = about, shapes(text, about or self._near > 0)
        shelf = self._shapes[self._near > 0]
        if len(shelf) < SHAPES_KEPT and len(shape) <= SHAPE_LONGEST:
            shelf[shape] = known
        return known

    def _record(self, found: list[Mention], around: bytes) -> None:
        number = self.line + 1
        for mention in sorted(found, key=lambda item: item.start):
            reading, means = self._meaning(mention, around)
            if reading is None or (means not in self._found and len(self._found) >= CODES_KEPT):
                continue
            entry = self._found.setdefault(means, Found(mention.shown, reading))
            entry.count += 1
            if len(entry.lines) < LINES_KEPT and number not in entry.lines[-1:]:
                entry.lines.append(number)

    def _meaning(self, mention: Mention, around: bytes) -> Meaning:
        """What a mention means; the text around it is read only if it matters, for reading it takes a
        while."""
        if self._platform:
            return self._known(mention, (self._platform,), only=True)
        reading, means = self._known(mention, ())
        if len({row.platform for row in means}) < 2:
            return reading, means
        return self._known(mention, self._platforms(around))

    def _known(self, mention: Mention, platforms: tuple[str, ...], only: bool = False) -> Meaning:
        key = (mention.readings, platforms)
        if key not in self._meant:
            if len(self._meant) >= CODES_KEPT:
                self._meant.clear()
            self._meant[key] = meant(mention, self._tables, platforms, only)
        return self._meant[key]

    def _platforms(self, around: bytes) -> tuple[str, ...]:
        shape = around.translate(_DIGITS)
        known = self._around.get(shape)
        if known is None:
            known = context.platforms(around.decode("utf-8", "replace")) or self._usual
            if len(self._around) < SHAPES_KEPT:
                self._around[shape] = known
        return known


def scan(
    blocks: Iterable[bytes], tables: Tables, file: str, platform: str | None = None
) -> list[Explanation]:
    """Every code of a log, given as blocks of whole lines."""
    scanner = Scanner(tables, platform)
    for block in blocks:
        scanner.feed(block)
    return scanner.explanations(file)


def _candidates(block: bytes) -> set[int]:
    """Where the lines begin that have one of the words; after a hit the search goes on in the next line."""
    starts: set[int] = set()
    folded = block.translate(_FOLD)
    for word in _FOLDED:
        place = folded.find(word)
        while place >= 0:
            starts.add(block.rfind(b"\n", 0, place) + 1)
            end = block.find(b"\n", place)
            place = folded.find(word, end) if end >= 0 else -1
    for ident in _IDS:
        match = ident.search(block)
        while match:
            starts.add(block.rfind(b"\n", 0, match.start()) + 1)
            end = block.find(b"\n", match.start())
            match = ident.search(block, end) if end >= 0 else None
    return starts
