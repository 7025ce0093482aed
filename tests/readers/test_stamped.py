"""Responses with time stamps read like those without."""

from __future__ import annotations

from ssldiag.readers.stamped import without_stamps
from ssldiag.text import Line


def test_stamps_go_and_places_stay() -> None:
    lines = [
        Line("F", 1, "12:00:00 SSL00001  Active"),
        Line("F", 2, ""),
        Line("F", 3, "SSL00002"),
        Line("F", 4, "12:00:00"),
    ]
    found = list(without_stamps(lines))
    assert [line.text for line in found] == ["SSL00001  Active", "SSL00002"]
    place = found[0].place(0, 8)
    assert (place.column, place.width, place.text) == (10, 8, "12:00:00 SSL00001  Active")
