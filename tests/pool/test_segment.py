"""The segment: what goes in comes out under the same tag, for its time, whatever happens to the rest."""

from __future__ import annotations

import os
import random
import signal
from functools import partial
from types import SimpleNamespace

import pytest

from ssldiag.pool.segment import LONGEST, SMALLEST, Segment
from tests.waiting import until

TAG = b"12345678"


def test_it_holds_as_many_sessions_as_its_pages_give_room_for() -> None:
    segment = Segment(256 * 4096, 60)
    assert segment.capacity == 1920


def test_a_session_comes_back_under_its_tag_alone() -> None:
    member = Segment(1 << 16, 60).member(0)
    session = os.urandom(32)
    assert member.put(session, TAG, b"a session")
    assert member.get(session, TAG) == b"a session"
    assert member.get(session, b"another!") is None
    assert member.get(os.urandom(32), TAG) is None
    assert member.row("SSL00001").lookups == 3
    assert member.row("SSL00001").hits == 1


@pytest.mark.parametrize("size", [1, 487, 488, 489, 976, 977, 1500, LONGEST])
def test_sessions_of_any_size_fit(size: int) -> None:
    member = Segment(1 << 16, 60).member(0)
    session, data = os.urandom(32), os.urandom(size)
    assert member.put(session, TAG, data)
    assert member.get(session, TAG) == data


def test_what_is_too_large_is_refused() -> None:
    member = Segment(1 << 16, 60).member(0)
    assert not member.put(os.urandom(32), TAG, bytes(LONGEST + 1))
    assert not member.put(b"short", TAG, b"data")
    assert not member.put(os.urandom(32), TAG, b"")
    assert member.row("x").stored == 0


def test_a_full_set_drops_its_oldest_and_never_gives_a_wrong_session() -> None:
    segment = Segment(SMALLEST, 60)
    member = segment.member(0)
    pairs = [(os.urandom(32), os.urandom(random.Random(at).choice([100, 800, 1900]))) for at in range(200)]
    for session, data in pairs:
        assert member.put(session, TAG, data)
        assert member.get(session, TAG) == data
    found = [member.get(session, TAG) for session, _ in pairs]
    kept = [data for data in found if data is not None]
    assert kept == [data for (_, data), got in zip(pairs, found, strict=True) if got is not None]
    assert 2 <= len(kept) <= 8
    row = member.row("x")
    assert row.stored == 200
    assert row.evicted == 200 - len(kept)


def test_the_same_session_stored_again_takes_no_second_place() -> None:
    segment = Segment(SMALLEST, 60)
    member = segment.member(0)
    session = os.urandom(32)
    for size in (100, 1900, 300):
        member.put(session, TAG, bytes(size))
    assert segment.entries == 1
    assert member.row("x").evicted == 0
    assert member.get(session, TAG) == bytes(300)


def test_an_expired_session_is_not_found_and_goes_at_the_cleanup(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("ssldiag.pool.segment.time", SimpleNamespace(monotonic=lambda: now[0]))
    segment = Segment(1 << 16, 60)
    member = segment.member(0)
    session = os.urandom(32)
    member.put(session, TAG, b"data")
    assert [each.session for each in segment.listed()] == [session.hex()]
    now[0] += 61
    assert member.get(session, TAG) is None
    assert member.row("x").expired == 1
    assert segment.entries == 0
    assert segment.expire() == 1
    assert segment.expire() == 0


def test_clear_removes_all() -> None:
    segment = Segment(1 << 16, 60)
    member = segment.member(0)
    for _ in range(10):
        member.put(os.urandom(32), TAG, bytes(700))
    assert segment.clear() == 10
    assert segment.entries == 0


def test_any_damage_is_a_miss() -> None:
    segment = Segment(SMALLEST, 60)
    member = segment.member(0)
    session, data = os.urandom(32), os.urandom(900)
    member.put(session, TAG, data)
    whole = os.pread(segment.descriptor, os.fstat(segment.descriptor).st_size, 0)
    chance = random.Random(1)
    front = 100 * 5 * 8  # behind the counters
    for _ in range(300):
        at = chance.randrange(front, len(whole))
        os.pwrite(segment.descriptor, bytes([whole[at] ^ (1 << chance.randrange(8))]), at)
        assert member.get(session, TAG) in (data, None)
        os.pwrite(segment.descriptor, whole, 0)
    os.pwrite(segment.descriptor, os.urandom(len(whole) - front), front)
    assert member.get(session, TAG) is None
    assert member.put(session, TAG, data)
    assert member.get(session, TAG) == data


def test_members_are_seen_by_each_other_and_counted_apart() -> None:
    segment = Segment(1 << 16, 60)
    one, other = segment.member(0), segment.member(1)
    session = os.urandom(32)
    one.put(session, TAG, b"data")
    assert other.get(session, TAG) == b"data"
    assert (segment.row(0, "a").stored, segment.row(0, "a").lookups) == (1, 0)
    assert (segment.row(1, "b").stored, segment.row(1, "b").hits) == (0, 1)
    segment.member(0)
    assert segment.row(0, "a").stored == 0


def test_it_is_too_small_for_nothing() -> None:
    with pytest.raises(ValueError, match="holds no session"):
        Segment(SMALLEST - 1, 60)


def _worker(segment: Segment, index: int, seed: int, report: int) -> None:
    """Put and get sessions whose data follow from their id; say so if one is wrong."""
    chance, member = random.Random(seed), segment.member(index)
    while True:
        session = chance.randrange(400).to_bytes(2, "little") * 16
        data = (session * 70)[: 100 + session[0] * 7]
        if chance.random() < 0.5:
            member.put(session, TAG, data)
        elif member.get(session, TAG) not in (None, data):
            os.write(report, b"W")
        os.write(report, b".")


def test_writers_that_are_killed_leave_no_lock_and_no_wrong_session() -> None:
    segment = Segment(SMALLEST * 3, 60)
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    children: list[int] = []

    def start(number: int) -> int:
        pid = os.fork()
        if not pid:
            try:
                _worker(segment, number % 4, number, writing)
            finally:
                os._exit(1)
        return pid

    seen = bytearray()

    def heard(enough: int) -> bool:
        seen.extend(_all(reading))
        return len(seen) >= enough

    try:
        children = [start(number) for number in range(4)]
        for number in range(4, 24):
            until(partial(heard, len(seen) + 100), "sessions are stored and found")
            victim = children.pop(0)
            os.kill(victim, signal.SIGKILL)
            os.waitpid(victim, 0)
            children.append(start(number))
        assert b"W" not in seen
        session = bytes(32)
        member = segment.member(9)
        for _ in range(50):
            member.put(os.urandom(32), TAG, b"no lock is left")
        assert member.row("x").stored == 50
        assert member.get(session, TAG) in (None, (session * 70)[:100])
    finally:
        for pid in children:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        os.close(reading)
        os.close(writing)


def _all(descriptor: int) -> bytes:
    parts = b""
    while True:
        try:
            parts += os.read(descriptor, 1 << 16)
        except BlockingIOError:
            return parts


def test_single_sessions_are_forgotten_by_their_first_digits() -> None:
    segment = Segment(1 << 16, 60)
    member = segment.member(0)
    sessions = [bytes([number]) * 32 for number in (0xA1, 0xA2, 0xB1)]
    for session in sessions:
        member.put(session, TAG, b"a session")
    assert segment.forget("A1a1") == 1
    assert [member.get(session, TAG) is None for session in sessions] == [True, False, False]
    assert segment.forget("a") == 1
    assert segment.forget("c") == 0
