"""Many targets in, their results out in the same order, so many at a time; one loop, no worker processes.

A quick look costs some 2 ms of a processor, so one process does a few hundred hosts a second.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Iterable, Iterator
from dataclasses import dataclass, replace

from ssldiag.probe.model import Result, Target
from ssldiag.probe.scan import Wishes, probe
from ssldiag.probe.starttls import prelude

AT_A_TIME = {"quick": 64, "default": 8, "full": 4}
"""Hosts at a time, by how much is asked: a quick look has one connection, others up to eight. With these at
most 64 sockets are open, well below the 1,024 that a process may usually have.
"""

AHEAD = 8
"""How many times as many may be done before the first of them: a host that does not answer holds up the
output, for it comes in order, but not the work.
"""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A line that names no target, and why."""

    where: str
    why: str


async def look(
    targets: Iterable[Target | Unusable], wishes: Wishes, at_a_time: int
) -> AsyncGenerator[Result | Unusable, None]:
    """Look at each; ``wishes.prelude`` is filled in by the protocol of the target."""
    room = asyncio.Semaphore(at_a_time)
    ahead: deque[asyncio.Task[Result] | Unusable] = deque()
    rest = iter(targets)

    async def one(target: Target) -> Result:
        async with room:
            return await probe(target, replace(wishes, prelude=prelude(target)))

    def fill() -> None:
        while len(ahead) < at_a_time * AHEAD:
            target = next(rest, None)
            if target is None:
                return
            ahead.append(target if isinstance(target, Unusable) else asyncio.create_task(one(target)))

    try:
        fill()
        while ahead:
            first = ahead.popleft()
            yield first if isinstance(first, Unusable) else await first
            fill()
    finally:
        for task in ahead:
            if not isinstance(task, Unusable):
                task.cancel()


def streamed(
    targets: Iterable[Target | Unusable], wishes: Wishes, at_a_time: int
) -> Iterator[Result | Unusable]:
    """The same for callers without a loop: results as they come, in order."""
    with asyncio.Runner() as runner:
        loop = runner.get_loop()  # Runner.run sets a signal handler each time, which takes a millisecond
        results = look(targets, wishes, at_a_time)
        try:
            while True:
                try:
                    yield loop.run_until_complete(anext(results))
                except StopAsyncIteration:
                    return
        finally:
            loop.run_until_complete(results.aclose())
