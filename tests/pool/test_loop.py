from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from ssldiag.pool.loop import Loop


@pytest.fixture
def faults() -> list[BaseException]:
    return []


@pytest.fixture
def loop(faults: list[BaseException]) -> Iterator[Loop]:
    made = Loop(faults.append)
    yield made
    made.close()


def test_timers_come_in_their_order(loop: Loop) -> None:
    seen: list[str] = []
    loop.after(0.03, loop.stop)
    loop.after(0.02, lambda: seen.append("second"))
    loop.after(0.01, lambda: seen.append("first"))
    loop.after(0.01, lambda: seen.append("cancelled")).cancel()
    loop.run()
    assert seen == ["first", "second"]


def test_descriptors_are_watched_and_forgotten(loop: Loop) -> None:
    reading, writing = os.pipe()
    seen: list[bytes] = []

    def readable() -> None:
        seen.append(os.read(reading, 10))
        loop.forget(reading)
        loop.forget(reading)
        os.write(writing, b"more")
        loop.after(0.02, loop.stop)

    loop.watch(reading, lambda: seen.append(b"replaced"))
    loop.watch(reading, readable)
    os.write(writing, b"one")
    loop.run()
    assert seen == [b"one"]
    os.close(reading)
    os.close(writing)


def test_a_fault_in_one_callback_does_not_end_the_others(loop: Loop, faults: list[BaseException]) -> None:
    def fails() -> None:
        raise ValueError("ours")

    loop.after(0.0, fails)
    loop.after(0.01, loop.stop)
    loop.run()
    assert [str(fault) for fault in faults] == ["ours"]


def test_signals_are_callbacks_like_others(loop: Loop) -> None:
    before = signal.getsignal(signal.SIGUSR1)
    seen: list[int] = []

    def received(number: int) -> None:
        seen.append(number)
        loop.stop()

    try:
        loop.signals((signal.SIGUSR1,), received)
        loop.after(0.0, lambda: os.kill(os.getpid(), signal.SIGUSR1))
        loop.run()
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert seen == [signal.SIGUSR1]


def test_it_sleeps_until_something_is_due(loop: Loop) -> None:
    began = time.process_time()
    loop.after(0.2, loop.stop)
    loop.run()
    assert time.process_time() - began < 0.1
