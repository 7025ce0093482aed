from __future__ import annotations

import struct
from random import Random

import numpy as np
import pytest

from ssldiag.capture.arrays import Ints
from ssldiag.capture.lanes import LANE, LEAST, MOST, After, Guess, marks

HEAD = 4


def made(size: int, seed: int = 1, largest: int = 1500) -> tuple[bytes, list[int]]:
    """Records of a length and so many bytes; where they begin."""
    random, parts, places, at = Random(seed), [], [], 0
    while at < size:
        length = random.choice((0, 40, random.randrange(largest)))
        parts.append(struct.pack("<I", length) + b"\xee" * length)
        places.append(at)
        at += HEAD + length
    return b"".join(parts), places


def steps(data: bytes, places: list[int]) -> tuple[Guess, After, list[int]]:
    """Guesses that are right, and hops. The list fills with how many lanes hopped at a time."""
    starts, calls = np.array(places), list[int]()

    def guess(start: int, stop: int) -> int:
        found = int(np.searchsorted(starts, start))
        return places[found] if found < len(places) and places[found] < stop else -1

    def after(at: Ints) -> Ints:
        calls.append(len(at))
        assert at.max() <= len(data) - HEAD
        sizes: list[int] = [struct.unpack_from("<I", data, place)[0] for place in at.tolist()]
        behind: Ints = at + np.array(sizes) + HEAD
        return behind

    return guess, after, calls


SIZE = LANE * (LEAST + 4)


@pytest.mark.parametrize("seed", range(3))
def test_finds_all_records(seed: int) -> None:
    data, places = made(SIZE, seed)
    guess, after, calls = steps(data, places)
    found, upto = marks(0, len(data) - HEAD, guess, after)
    assert found.tolist() == [place for place in places if place <= len(data) - HEAD][: len(found)]
    assert len(found) >= len(places) - 1
    assert upto == (places[len(found)] if len(found) < len(places) else len(data))
    assert len(calls) < len(places) / 8  # many lanes hop together


def test_the_last_record_is_not_whole() -> None:
    data, places = made(SIZE)
    last = len(data)
    data += struct.pack("<I", 10**6) + b"\xee" * 100
    guess, after, _ = steps(data, [*places, last])
    found, upto = marks(0, len(data) - HEAD, guess, after)
    assert found.tolist() == places
    assert upto == last


def test_a_wrong_guess_ends_what_is_found() -> None:
    data, places = made(SIZE)
    right, after, _ = steps(data, places)

    def guess(start: int, stop: int) -> int:
        found = right(start, stop)
        return found + 4 if start >= LANE * 10 else found

    wrong = right(LANE * 10, LANE * 11)
    found, upto = marks(0, len(data) - HEAD - 4, guess, lambda at: np.minimum(after(at), len(data)))
    assert found.tolist() == [place for place in places if place <= wrong][: len(found)]
    assert LANE * 9 < upto < LANE * 12


def test_few_lanes_are_left_to_a_loop() -> None:
    data, places = made(LANE * (LEAST - 4))
    guess, after, _ = steps(data, places)
    assert marks(0, len(data) - HEAD, guess, after)[0].size == 0


def test_records_of_no_size_are_given_up() -> None:
    calls = []

    def after(at: Ints) -> Ints:
        calls.append(len(at))
        return at

    found, upto = marks(7, SIZE, lambda start, stop: start, after)
    assert (found.size, upto) == (0, 7)
    assert len(calls) <= MOST
