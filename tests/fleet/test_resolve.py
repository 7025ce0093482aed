"""Stretches of a file whose places are certain once what came before is known."""

from __future__ import annotations

from dataclasses import replace
from math import inf

from ssldiag.capture.part import Hopped, Stretch
from ssldiag.fleet.model import Failure
from ssldiag.fleet.resolve import ALL, cut, resolved


def test_cut() -> None:
    assert cut(24, 1000, 1000) == [Stretch(0, 24, 1000, 24)]
    found = cut(24, 10_024, 1000)
    assert len(found) == 20
    assert [each.start for each in found[1:]] == [each.end for each in found[:-1]]
    assert (found[0].first, found[1].first, found[-1].end) == (24, None, 10_024)
    assert cut(24, 24) == [Stretch(0, 24, 25, 24)]


PARTS = cut(0, 400, 200)
"""Four of 100 bytes."""


def hopped(number: int, first: int | None, behind: int | None, packets: int = 5, odd: bool = False) -> Hopped:
    return Hopped(number, first, behind, packets, 10.0 * number, odd=odd)


def never(stretch: Stretch) -> Hopped:
    raise AssertionError(stretch)


def test_guesses_that_were_right() -> None:
    found = [hopped(0, 0, 110), hopped(1, 110, 201), hopped(2, 201, 300), hopped(3, 300, None)]
    placed = list(resolved(zip(PARTS, found, strict=True), never))
    assert [each.stretch.first for each in placed] == [0, 110, 201, 300]
    assert [each.frames for each in placed] == [0, 5, 10, 15]
    assert [each.clock for each in placed] == [-inf, 0.0, 10.0, 20.0]
    assert not any(each.here or each.failure for each in placed)


def test_a_wrong_guess_is_looked_at_again() -> None:
    found = [hopped(0, 0, 110), hopped(1, 150, 201, 3), hopped(2, 201, 300), hopped(3, 300, None)]
    asked = []

    def again(stretch: Stretch) -> Hopped:
        asked.append(stretch)
        return hopped(1, stretch.first, 201, 7)

    placed = list(resolved(zip(PARTS, found, strict=True), again))
    assert asked == [replace(PARTS[1], first=110)]
    assert [each.frames for each in placed] == [0, 5, 12, 17]


def test_a_record_over_a_whole_stretch() -> None:
    found = [hopped(0, 0, 220), hopped(1, 130, 201), hopped(2, 220, 300), hopped(3, 300, None)]
    placed = list(resolved(zip(PARTS, found, strict=True), never))
    assert [each.stretch.number for each in placed] == [0, 2, 3]


def test_the_end_comes_early() -> None:
    found = [hopped(0, 0, 110), hopped(1, 110, None), hopped(2, 201, 300), hopped(3, 300, None)]
    assert len(list(resolved(zip(PARTS, found, strict=True), never))) == 2


def test_from_an_odd_one_on_the_file_is_read_where_it_is_joined() -> None:
    found = [hopped(0, 0, 110), hopped(1, 110, 201, odd=True), hopped(2, 201, 300), hopped(3, 300, None)]

    def again(stretch: Stretch) -> Hopped:
        assert stretch == Stretch(1, 100, ALL, 110)
        return replace(hopped(1, 110, None, 15, odd=True), latest=99.0)

    placed = list(resolved(zip(PARTS, found, strict=True), again))
    assert [each.here for each in placed] == [False, True]
    assert placed[-1].hopped.latest == 99.0, "of all that follows, for the file may overlap with another"


def test_a_stretch_that_breaks_workers() -> None:
    found: list[Hopped | Failure] = [
        hopped(0, 0, 110),
        Failure("died"),
        hopped(2, 201, 300),
        hopped(3, 300, None),
    ]
    placed = list(resolved(zip(PARTS, found, strict=True), never))
    assert [each.failure for each in placed] == [None, Failure("died")]
