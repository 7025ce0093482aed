from __future__ import annotations

from math import inf
from random import Random

import pytest

from ssldiag.capture import sifting
from ssldiag.capture.arrays import Array
from ssldiag.capture.batch import Batch
from ssldiag.capture.bulk import BulkSegmenter
from ssldiag.capture.fast import Fast
from ssldiag.capture.flows import DONE, QUIET, Groups
from ssldiag.capture.packets import batches, open_capture
from ssldiag.capture.plain import COLUMNS
from ssldiag.capture.segments import Segments
from ssldiag.capture.sieve import BulkSieve
from tests.capture.files import pcap
from tests.capture.support import member
from tests.capture.traffic import traffic


def batch_of(data: bytes) -> Batch:
    """The largest batch of a capture that is read at once."""
    return max(list(batches(open_capture(member(data), Fast().framer))), key=len)


def group(segments: Segments, sieve: BulkSieve) -> tuple[object, ...]:
    """What a sieve lets through, without where it lies in the columns."""
    found: Groups = sieve.group(segments, 0, len(segments))
    picked = found.segments
    rows = list(zip(*(list(getattr(picked, name)) for name in COLUMNS), strict=True))
    return rows, found.keys, found.bounds, found.openers, found.syns, found.notables, found.was_done


def sieve_of(keys: Array, seed: int) -> BulkSieve:
    random, sieve = Random(seed), BulkSieve()
    for key in sorted(set(keys.tolist())):
        sieve.mark((key,), random.choice((QUIET, DONE, QUIET)))
    return sieve


@pytest.mark.parametrize("seed", range(5))
def test_the_sieve_gets_all_that_it_would_let_through(seed: int) -> None:
    found = BulkSegmenter(0, -inf).segments(batch_of(pcap(traffic(seed, opened=0.05))))
    whole = found.sifted()
    known = whole.key[np_choice(len(whole), seed)]
    fewer = found.sifted(sieve_of(known, seed))
    assert len(fewer) < len(whole) * 0.8
    assert group(fewer, sieve_of(known, seed)) == group(whole, sieve_of(known, seed))


def np_choice(count: int, seed: int) -> list[int]:
    return sorted(Random(seed).sample(range(count), count // 2))


@pytest.mark.parametrize("seed", range(3))
def test_the_capture_ticks_at_the_same_packets(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sifting, "TICK_FRAMES", 4)
    monkeypatch.setattr(sifting, "TICK_BYTES", 12)
    found = BulkSegmenter(0, -inf).segments(batch_of(pcap(traffic(seed, opened=0))))
    whole = found.sifted()
    fewer = found.sifted(sieve_of(whole.key, seed))
    assert len(fewer) < len(whole)
    ticks = [[part.frame[i] for i in Fast().ticks(part, {})] for part in (whole, fewer)]
    assert ticks[0] == ticks[1]
    assert len(ticks[0]) > 10


def test_a_syn_brings_all_segments_of_its_connection_back() -> None:
    packets = traffic(2, 1)
    found = BulkSegmenter(0, -inf).segments(batch_of(pcap(packets)))
    whole = found.sifted()
    opened = int(whole.key[(whole.flags & 2).argmax()])
    sieve = BulkSieve()
    sieve.mark((opened,), DONE)
    fewer = found.sifted(sieve)
    assert (fewer.key == opened).sum() == (whole.key == opened).sum()
