"""Processes that read stretches of one file side by side. Knows the order of the file, not what is in it."""

from __future__ import annotations

import multiprocessing
import sys
import threading
import warnings
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from math import inf
from multiprocessing.connection import Connection as Pipe
from multiprocessing.connection import wait
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.process import BaseProcess
from typing import Any

from ssldiag.capture.limits import LEAST_STRETCH, STRETCH
from ssldiag.capture.part import Hopped, Job, Ran, Stretch
from ssldiag.capture.worker import loaded, work


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch whose place is known: where its first record is, what came before it, and what it held.

    ``ran`` is None where that was not found out, or depends on what came before. ``last`` says that nothing
    follows.
    """

    first: int
    end: float
    frames: int
    latest: float
    hopped: Hopped
    ran: Ran | None
    last: bool


def stretches(first: int, size: int, jobs: int) -> list[Stretch]:
    """A file cut up: as few stretches as can be, as many for each process, so that all end at the same time.

    Each boundary costs: what is open there has to be handed over.
    """
    rounds = -(-(size - first) // (jobs * STRETCH))
    step = max(LEAST_STRETCH, -(-(size - first) // (jobs * max(rounds, 1))))
    starts = range(first, size, step)
    return [
        Stretch(number, start, min(start + step, size), first if number == 0 else None)
        for number, start in enumerate(starts)
    ]


class Crew:
    """Gives stretches to processes and takes their results, in the order of the file."""

    def __init__(self, job: Job, jobs: int, parts: list[Stretch]) -> None:
        self._job = job
        self._parts = parts
        self._ahead = jobs + 2  # given out before the first of them was taken: results wait in memory
        self._next = self._resolved = self._taken = 0
        self._hopped: dict[int, Hopped] = {}
        self._ran: dict[int, Ran | None] = {}
        self._places: dict[int, tuple[int, int, float, Hopped]] = {}
        self._at: dict[int, Pipe[Any, Any]] = {}
        self._doing: dict[Pipe[Any, Any], deque[int]] = {}
        self._expected: int | None = parts[0].first
        self._frames, self._latest = 0, -inf
        self._over = False
        context = _context()
        self._processes: list[BaseProcess] = []
        self._idle: list[Pipe[Any, Any]] = []
        for _ in range(jobs):
            ours, theirs = context.Pipe()
            process = context.Process(target=work, args=(theirs, job), daemon=True)
            with warnings.catch_warnings():
                # Python 3.12 and later warn of any thread in the process: those of numpy's BLAS do nothing
                warnings.simplefilter("ignore", DeprecationWarning)
                process.start()
            theirs.close()
            self._processes.append(process)
            self._idle.append(ours)

    def close(self) -> None:
        """End the processes."""
        for pipe in (*self._idle, *self._doing):
            with suppress(OSError, ValueError):
                pipe.close()
        for process in self._processes:
            process.terminate()
            process.join()

    def pieces(self) -> Iterator[Piece]:
        """The stretches in their order. What is in them is given until the file ends or breaks."""
        while self._taken < len(self._parts):
            self._give_out()
            self._resolve()
            while self._taken in self._ran and self._taken in self._places:
                piece = self._piece()
                yield piece
                if piece.last:
                    return
            if self._over and self._taken >= self._resolved:
                return
            if self._doing:
                self._listen()

    def _piece(self) -> Piece:
        number = self._taken
        self._taken += 1
        first, frames, latest, hopped = self._places.pop(number)
        ran = self._ran.pop(number)
        last = hopped.behind is None or hopped.odd
        end = inf if hopped.odd else self._parts[number].end
        return Piece(first, end, frames, latest, hopped, ran if ran is None or not ran.odd else None, last)

    def _give_out(self) -> None:
        while self._idle and self._more():
            self._hand_on(self._idle.pop())

    def _more(self) -> bool:
        """Whether there is a stretch that may be given out."""
        near = self._next - self._taken < self._ahead
        return near and self._next < len(self._parts) and not self._over

    def _hand_on(self, pipe: Pipe[Any, Any]) -> None:
        self._send(pipe, self._next, self._parts[self._next])
        self._next += 1

    def _send(self, pipe: Pipe[Any, Any], number: int, order: object) -> None:
        self._doing.setdefault(pipe, deque()).append(number)
        with suppress(OSError):  # a process that is gone is noticed when it should answer
            pipe.send(order)

    def _listen(self) -> None:
        for pipe in wait(list(self._doing)):
            assert isinstance(pipe, Pipe)
            numbers = self._doing[pipe]
            try:
                data = pipe.recv_bytes()
            except (EOFError, OSError):
                pipe.close()
                for number in self._doing.pop(pipe):
                    self._failed(number)
                continue
            number = numbers.popleft()
            if not numbers:
                del self._doing[pipe]
            found = loaded(data, self._job.keylog)
            if isinstance(found, Hopped):
                self._hopped[number], self._at[number] = found, pipe
            else:
                self._ran[number] = found
                if not numbers:
                    self._idle.append(pipe)

    def _failed(self, number: int) -> None:
        """A process ended before its time: what it did is done here."""
        self._ran[number] = None
        if number >= self._resolved:
            self._hopped[number] = Hopped(number, None, None, 0, -inf, odd=True)

    def _resolve(self) -> None:
        """Tell processes what came before the stretches whose records they have found."""
        while self._resolved in self._hopped and not self._over:
            number, expected = self._resolved, self._expected
            hopped = self._hopped.pop(number)
            pipe = self._at.pop(number, None)
            if expected is None:
                self._over = True
            elif pipe is not None and expected >= self._parts[number].end:  # one record reaches beyond it
                self._idle.append(pipe)
                self._place(number, expected, Hopped(number, expected, expected, 0, -inf))
                self._ran[number] = None
            elif pipe is not None and hopped.first != expected:
                self._send(pipe, number, replace(self._parts[number], first=expected))
                return
            else:
                self._start(number, expected, hopped, pipe)

    def _start(self, number: int, expected: int, hopped: Hopped, pipe: Pipe[Any, Any] | None) -> None:
        if hopped.odd or pipe is None:
            self._over = True
            self._ran[number] = None
            if pipe is not None:
                self._idle.append(pipe)
        else:
            self._send(pipe, number, (self._frames, self._latest))
            if self._more():  # so that it need not wait for us once it has run through this one
                self._hand_on(pipe)
        self._place(number, expected, hopped)

    def _place(self, number: int, first: int, hopped: Hopped) -> None:
        self._places[number] = first, self._frames, self._latest, hopped
        self._frames += hopped.packets
        self._latest = max(self._latest, hopped.latest)
        self._expected = hopped.behind
        self._resolved = number + 1


def _context() -> ForkContext | SpawnContext:
    """Forking is fast, but safe only where no other thread of ours could hold a lock."""
    if sys.platform == "linux" and threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")
