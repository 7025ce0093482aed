"""A target and time in, what it fell over out. A target takes any bytes and must not raise.

Guided by what targets return: an input whose shape is new becomes a seed as well. With atheris installed,
:func:`main` lets it do the same, guided by coverage.
"""

from __future__ import annotations

import random
import signal
import sys
import time
import traceback
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.mutate import mutate

Target = Callable[[bytes], Hashable]

SLOW = 10
"""Seconds for one input of at most 64 KiB: a hundred times what any takes."""

MOST_SEEDS = 4_000


class TooSlow(BaseException):
    """Not an Exception, so that no reader can take it for one of its own."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that a target fell over, and how."""

    data: bytes
    trace: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a while of trying."""

    runs: int
    shapes: int
    slowest: float
    failure: Failure | None


def attempt(target: Target, data: bytes) -> Hashable | Failure:
    """The shape that a target gives an input, or what went wrong."""

    def stop(*_: object) -> None:
        raise TooSlow(f"more than {SLOW} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SLOW)
    try:
        return target(data)
    except (Exception, TooSlow):
        return Failure(data, traceback.format_exc(limit=-12))
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def run(target: Target, seeds: Sequence[bytes], seconds: float, seed: int) -> Outcome:
    """Try variants of the seeds until the time is over or the target fails."""
    chance = random.Random(seed)
    corpus = [b"", *seeds]
    shapes: set[Hashable] = set()
    runs, slowest, end = 0, 0.0, time.monotonic() + seconds
    waiting = list(corpus)
    while waiting or time.monotonic() < end:
        data = waiting.pop() if waiting else mutate(chance.choice(corpus), corpus, chance)
        began = time.monotonic()
        shape = attempt(target, data)
        slowest = max(slowest, time.monotonic() - began)
        runs += 1
        if isinstance(shape, Failure):
            return Outcome(runs, len(shapes), slowest, shape)
        if shape not in shapes and len(corpus) < MOST_SEEDS:
            shapes.add(shape)
            corpus.append(data)
    return Outcome(runs, len(shapes), slowest, None)


def shrunk(target: Target, failure: Failure, seconds: float) -> Failure:
    """A shorter input that fails with the same last line, if one is found in time."""
    end = time.monotonic() + seconds
    size = len(failure.data) // 2
    while size and time.monotonic() < end:
        for start in range(0, len(failure.data), size):
            data = failure.data[:start] + failure.data[start + size :]
            found = attempt(target, data)
            if isinstance(found, Failure) and _kind(found) == _kind(failure):
                failure = found
                break
        else:
            size //= 2
    return failure


def _kind(failure: Failure) -> str:
    return failure.trace.strip().rsplit("\n", 1)[-1][:40]


def keep(failure: Failure, folder: Path, name: str) -> Path:
    """The input in a file of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{sha256(failure.data).hexdigest()[:12]}"
    path.write_bytes(failure.data)
    return path


def main(target: Target, seeds: Callable[[], Sequence[bytes]]) -> None:
    """Let atheris try a target, from its seeds on; files named on the command line are tried once instead."""
    named = [Path(word) for word in sys.argv[1:] if Path(word).is_file()]
    if named:
        for path in named:
            print(path, target(path.read_bytes()))
        return
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not installed; python tests/fuzz/run.py does without")
    atheris.instrument_all()

    def once(data: bytes) -> None:
        target(data)

    with TemporaryDirectory(prefix="ssldiag-fuzz-") as corpus:
        for data in seeds():
            keep(Failure(data, ""), Path(corpus), "seed")
        atheris.Setup([*sys.argv, corpus], once)
        atheris.Fuzz()
