"""The fuzz targets themselves: each runs over all its seeds, and the loop finds what is planted."""

from __future__ import annotations

import random
from importlib import import_module

import pytest

from tests.fuzz.loop import Failure, attempt, run, shrunk
from tests.fuzz.mutate import CHANGES, LONGEST, mutate
from tests.fuzz.run import names

SEEDS = 3
VARIANTS = 15


@pytest.mark.parametrize("name", names())
def test_a_target_takes_seeds_and_variants(name: str) -> None:
    module = import_module(f"tests.fuzz.fuzz_{name}")
    seeds = sorted(module.SEEDS(), key=len)
    chance = random.Random(name)
    assert seeds
    some = chance.sample(seeds, min(SEEDS, len(seeds)))
    for data in (b"", *some, *(mutate(chance.choice(some), seeds, chance) for _ in range(VARIANTS))):
        found = attempt(module.target, data)
        assert not isinstance(found, Failure), f"{found.trace}\n{data[:500]!r}"


def test_the_loop_finds_and_shrinks_what_is_planted() -> None:
    def target(data: bytes) -> int:
        if b"port" in data and b"\xff" in data:
            raise ValueError("planted")
        return len(data) % 7

    outcome = run(target, [b"; a profile\nport 23 tcp\n"], 20, seed=1)
    assert outcome.failure is not None and outcome.runs > 1
    small = shrunk(target, outcome.failure, 5)
    assert sorted(small.data) == sorted(b"port\xff")


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("data", [b"", b"a", b"two words\n" * 50])
def test_changes_take_anything(change: object, data: bytes) -> None:
    chance = random.Random(1)
    for _ in range(20):
        assert isinstance(change(data, [b"", data], chance), bytes)  # type: ignore[operator]


def test_variants_are_bounded_and_repeat_with_the_seed() -> None:
    data = bytes(range(256)) * 200
    made = [mutate(data, [data], random.Random(7)) for _ in range(2)]
    assert made[0] == made[1] and len(made[0]) <= LONGEST
