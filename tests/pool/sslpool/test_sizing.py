"""How many servers for how many sessions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssldiag.pool.sslpool.sizing import MOST_SESSIONS, advised, sized


@pytest.mark.parametrize(
    ("sessions", "servers", "whole", "each"),
    [
        (1, 1, 100, 100),
        (100, 1, 100, 100),
        (101, 5, 600, 120),
        (600, 5, 600, 120),
        (601, 5, 3000, 600),
        (3000, 5, 3000, 600),
        (3001, 6, 3600, 600),
        (MOST_SESSIONS, 100, 60_000, 600),
    ],
)
def test_advice(sessions: int, servers: int, whole: int, each: int) -> None:
    found = advised(sessions)
    assert (found.servers, found.max_sessions, found.per_server) == (servers, whole, each)
    assert ("no advice of IBM" in found.notes[0]) is (sessions > 3000)


@pytest.mark.parametrize(
    ("sessions", "count", "single", "expected"),
    [
        (None, None, False, (5, 3000, 600)),
        (None, 8, False, (8, 4800, 600)),
        (50, None, False, (5, 600, 120)),
        (500, None, False, (5, 600, 120)),
        (500, 2, False, (2, 500, 250)),
        (2500, 2, False, (2, 2000, 1000)),
        (None, None, True, (1, 100, 100)),
        (400, None, True, (1, 400, 400)),
        (4000, 1, True, (1, 1000, 1000)),
    ],
)
def test_what_is_given_stands(
    sessions: int | None, count: int | None, single: bool, expected: tuple[int, int, int]
) -> None:
    found = sized(sessions, count, single)
    assert (found.servers, found.max_sessions, found.per_server) == expected
    assert found.notes


def test_notes() -> None:
    assert "NOPOOL plans one" in sized(50, None, False).notes[0]
    assert sized(2500, 2, False).notes[-1] == "2 servers take 2000 sessions at most, not 2500"
    assert "leave NOPOOL out" in sized(400, None, True).notes[1]


@given(st.integers(1, MOST_SESSIONS), st.none() | st.integers(1, 100), st.booleans())
def test_limits_always_fit_together(sessions: int, count: int | None, single: bool) -> None:
    found = sized(sessions, count, single)
    assert found.max_sessions == found.servers * found.per_server
    assert 1 <= found.per_server <= 1000
    assert count is None or single or found.servers == count
