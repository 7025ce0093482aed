"""Bytes and a source of chance in, other bytes out: what text and binary formats break at."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

LONGEST = 64 * 1024
"""Bytes of a variant: enough for repetitions to hurt what is quadratic."""

TOKEN = re.compile(rb"[A-Za-z0-9_]+|[^A-Za-z0-9_\s]|\r?\n")
INTERESTING = (
    b"\0|\xff|\n|\r|\r\n|\x85|\x15|\x25| |\t|\x0c|\x1b[31m|\x1a|\xe2\x80\xae|\xef\xbb\xbf|\xff\xfe|"
    b"\xc0\x80|\xed\xa0\x80|*|,|;|:|.|'|/*|*/|-1|0|4294967296|99999999999999999999|\xc2\xb2|\xd9\xa3|\xc4\xb0|%|{|\\|"
    b"\x30\x80|\x30\x84\x7f\xff\xff\xff|\x02\x01\x00|\x06\x00|\x7f\xff\xff\xff|\x80\0\0\0"
).split(b"|")
"""Line ends of all systems, characters that mean something somewhere, digits that are none of ASCII, DER."""


def mutate(data: bytes, corpus: Sequence[bytes], chance: random.Random) -> bytes:
    """A variant with one to eight changes."""
    for _ in range(1 << chance.randrange(4)):
        data = chance.choice(CHANGES)(data, corpus, chance)[:LONGEST]
    return data


def _spot(data: bytes, chance: random.Random) -> int:
    return chance.randrange(len(data) + 1)


def _stretch(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = _spot(data, chance)
    return start, min(len(data), start + (1 << chance.randrange(12)))


def flip(data: bytes, corpus: Sequence[bytes], chance: random.Random) -> bytes:
    """One bit the other way round."""
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes((data[at] ^ 1 << chance.randrange(8),)) + data[at + 1 :]


def overwrite(data: bytes, corpus: Sequence[bytes], chance: random.Random) -> bytes:
    """Something interesting in place of what stood there."""
    at, what = _spot(data, chance), chance.choice(INTERESTING)
    return data[:at] + what + data[at + len(what) :]


def insert(data: bytes, corpus: Sequence[bytes], chance: random.Random) -> bytes:
    """Something interesting between."""
    at = _spot(data, chance)
    return data[:at] + chance.choice(INTERESTING) + data[at:]


def remove(data: bytes, corpus: Sequence[bytes], chance: random.Random) -> bytes:
    """A stretch less."""
    start, stop = _stretch(data, chance)
    return data[:start] + data[stop:]


def repeat(data: bytes, corpus: Sequence[bytes], chance: random.Random) -> bytes:
    """A stretch several times, now and then many."""
    start, stop = _stretch(data, chance)
    times = 1 << chance.randrange(1, 5 if chance.random() < 0.97 else 14)
    return data[:stop] + (data[start:stop] * times)[:LONGEST] + data[stop:]


def splice(data: bytes, corpus: Sequence[bytes], chance: random.Random) -> bytes:
    """A stretch of another seed."""
    other = chance.choice(corpus)
    start, stop = _stretch(other, chance)
    at = _spot(data, chance)
    return data[:at] + other[start:stop] + data[at:]


def cut(data: bytes, corpus: Sequence[bytes], chance: random.Random) -> bytes:
    """The end missing."""
    return data[: _spot(data, chance)]


def swap_tokens(data: bytes, corpus: Sequence[bytes], chance: random.Random) -> bytes:
    """A word of this or another seed in place of another word."""
    own = [match.span() for match in TOKEN.finditer(data, 0, 20_000)]
    words = TOKEN.findall(chance.choice(corpus)[:20_000])
    if not own or not words:
        return data
    start, stop = chance.choice(own)
    return data[:start] + chance.choice(words) + data[stop:]


def move_line(data: bytes, corpus: Sequence[bytes], chance: random.Random) -> bytes:
    """A line elsewhere."""
    lines = data.splitlines(keepends=True)
    if len(lines) < 2:
        return data
    line = lines.pop(chance.randrange(len(lines)))
    lines.insert(chance.randrange(len(lines) + 1), line)
    return b"".join(lines)


def shift_number(data: bytes, corpus: Sequence[bytes], chance: random.Random) -> bytes:
    """A byte one more or less, as lengths and counts are."""
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes(((data[at] + chance.choice((-1, 1))) % 256,)) + data[at + 1 :]


CHANGES: tuple[Callable[[bytes, Sequence[bytes], random.Random], bytes], ...] = (
    flip, overwrite, insert, remove, repeat, splice, cut, swap_tokens, swap_tokens, move_line, shift_number,
)  # fmt: skip
