from __future__ import annotations

from math import inf
from random import Random

import numpy as np
import pytest

from ssldiag.capture import sieve as module
from ssldiag.capture.bulk import BulkSegmenter
from ssldiag.capture.fast import Fast
from ssldiag.capture.flows import DONE, QUIET, WANTED, Groups
from ssldiag.capture.packets import batches, open_capture
from ssldiag.capture.part_flows import DOUBLED, ORPHANED, OWN, PartSieve
from ssldiag.capture.plain import COLUMNS, Plain, PlainSegmenter, PlainSieve
from ssldiag.capture.sieve import BulkSieve
from tests.capture.files import pcap
from tests.capture.support import member
from tests.capture.traffic import traffic


def states(sieve: BulkSieve, keys: list[int]) -> list[int]:
    found: list[int] = sieve.states(np.array(keys, dtype=np.uint64)).tolist()
    return found


def test_remembers() -> None:
    sieve = BulkSieve()
    sieve.mark((5, 7), QUIET)
    sieve.mark((7,), DONE)
    sieve.mark((9,), WANTED)
    assert states(sieve, [5, 7, 9, 11]) == [QUIET, DONE, WANTED, WANTED]
    assert sieve.live(np.array([5, 11], dtype=np.uint64)).tolist() == [False, True]


def test_numbers_that_share_a_slot() -> None:
    sieve = BulkSieve()
    keys = [1 + (n << 40) for n in range(300)]
    for n, key in enumerate(keys):
        sieve.mark((key,), (QUIET, DONE)[n % 2])
    assert states(sieve, keys) == [(QUIET, DONE)[n % 2] for n in range(300)]
    assert states(sieve, [1 + (n << 40) for n in range(300, 310)]) == [WANTED] * 10


def test_grows_and_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FIRST", 16)
    monkeypatch.setattr(module, "MAX_DONE", 1000)
    sieve, random = BulkSieve(), Random(1)
    keys = [random.getrandbits(64) or 1 for _ in range(990)]
    sieve.mark(keys, DONE)
    sieve.trim()
    assert states(sieve, keys) == [DONE] * 990
    sieve.mark(range(1, 99), QUIET)
    sieve.trim()
    assert states(sieve, keys) == [WANTED] * 990


def test_a_stretch_remembers_what_began_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FIRST", 16)
    sieve = PartSieve()
    wanted = [OWN, ORPHANED, OWN | DOUBLED, DONE | DOUBLED] * 100
    for key, state in enumerate(wanted, 1):
        sieve.mark((key,), state)
    assert states(sieve, list(range(1, 401))) == wanted


def told(groups: Groups) -> dict[int, list[tuple[object, ...]]]:
    """The segments of each connection, and which of them open, begin or tell something."""
    segments = groups.segments
    found = {}
    for n, key in enumerate(groups.keys):
        span = range(groups.bounds[n], groups.bounds[n + 1])
        rows = [tuple(getattr(segments, name)[i] for name in COLUMNS if name != "file") for i in span]
        marked = [[i - span.start for i in places if i in span] for places in (groups.openers, groups.syns)]
        notables = [i - span.start for i in groups.notables if i in span]
        found[key] = [*rows, tuple(map(tuple, marked)), tuple(notables)]
    return found


@pytest.mark.parametrize("seed", range(3))
def test_lets_through_what_the_plain_one_does(seed: int) -> None:
    data = pcap(traffic(seed, 30))
    fast = next(batches(open_capture(member(data), Fast().framer)))
    slow = next(batches(open_capture(member(data), Plain().framer)))
    bulk, plain = BulkSieve(), PlainSieve()
    one, two = BulkSegmenter(0, -inf).segments(fast), PlainSegmenter(0, -inf).segments(slow)
    many, few = one.sifted(bulk), two.sifted(plain)
    random = Random(seed)
    for key in sorted(set(few.key)):
        state = random.choice((WANTED, QUIET, DONE))
        bulk.mark((key,), state)
        plain.mark((key,), state)
    for start in range(0, len(few), 700):
        stop = min(start + 700, len(few))
        left, right = bulk.group(many, start, stop), plain.group(few, start, stop)
        assert told(left) == told(right)
        assert left.was_done == right.was_done
