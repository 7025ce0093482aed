from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.pool.limits import capacity, checked, wanted, warnings
from ssldiag.pool.plan import Limits


@pytest.mark.parametrize(
    ("total", "each", "servers", "started"),
    [
        (3000, 600, 5, 5),
        (3000, 600, 8, 5),
        (3000, 600, 3, 3),
        (100, 100, 5, 1),
        (101, 100, 5, 2),
        (1, 600, 5, 1),
    ],
)
def test_servers_started_with_the_stack(total: int, each: int, servers: int, started: int) -> None:
    assert wanted(Limits(total, each), servers) == started


def test_the_defaults_fit() -> None:
    assert warnings(Limits(), 5) == ()


@pytest.mark.parametrize(
    ("limits", "servers", "words"),
    [
        (Limits(3000, 1500), 5, "above 1000"),
        (Limits(3000, 700), 5, "does not divide"),
        (Limits(3000, 600), 4, "less than MAXSESSIONS"),
    ],
)
def test_what_does_not_fit_is_said(limits: Limits, servers: int, words: str) -> None:
    assert [words in text for text in warnings(limits, servers)] == [True]


@pytest.mark.parametrize(("total", "each"), [(0, 1), (1, 0), (-1, 5), (1000, 1001)])
def test_limits_that_no_pool_has(total: int, each: int) -> None:
    with pytest.raises(ValueError, match=r"limits|MAXPERSSLSERVER"):
        checked(total, each)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5000), st.integers(1, 1000), st.integers(1, 100))
def test_as_many_servers_as_are_needed_and_no_more(total: int, each: int, servers: int) -> None:
    limits = checked(total, each)
    count = wanted(limits, servers)
    assert 1 <= count <= servers
    assert capacity(limits, count) == total or count == servers
    assert count == 1 or capacity(limits, count - 1) < total
