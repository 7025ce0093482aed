"""Functions and their arguments in, what came of them out, in order: handed out by Dask's scheduler.

There is no scheduling here: Dask decides what runs where, and runs again what a lost worker had. This bounds
how much is handed out ahead, and finds the task that its workers die of.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeVar

from ssldiag.fleet.bounds import AHEAD
from ssldiag.fleet.model import Failure, FleetError

C = TypeVar("C")
A = TypeVar("A")
R = TypeVar("R")

PATIENCE = 5.0
"""Seconds between two looks at whether there is any worker left."""

NO_WORKERS = 60
"""So many looks without a worker and the run ends: a cluster gets 5 minutes to start new ones."""

MOST_EVENTS = 10_000
"""Contexts without a task held ahead: those of files that need none."""


class Engine(Protocol):
    """Runs functions on arguments, elsewhere or here."""

    def ordered(
        self, function: Callable[[A], R], asked: Iterable[tuple[C, A | None]], urgent: bool = False
    ) -> Iterator[tuple[C, R | Failure | None]]:
        """What the function gives for each argument, in their order, with what was told of it. ``asked`` is
        taken as results are, with some ahead. None gives None.
        """
        ...


class Here:
    """Runs each function in this process, when its result is asked for."""

    def ordered(
        self, function: Callable[[A], R], asked: Iterable[tuple[C, A | None]], urgent: bool = False
    ) -> Iterator[tuple[C, R | Failure | None]]:
        for context, argument in asked:
            yield context, None if argument is None else self._run(function, argument)

    @staticmethod
    def _run(function: Callable[[A], R], argument: A) -> R | Failure:
        try:
            return function(argument)
        except Exception as error:
            return failure(error)


class Dask:
    """Runs functions on the workers of a Dask cluster."""

    def __init__(self, client: Any, workers: int) -> None:
        self._client = client
        self._workers = workers

    def ordered(
        self, function: Callable[[A], R], asked: Iterable[tuple[C, A | None]], urgent: bool = False
    ) -> Iterator[tuple[C, R | Failure | None]]:
        waiting: deque[tuple[C, A | None, Any]] = deque()
        tasks, source = 0, iter(asked)
        ended = False
        while not ended or waiting:
            while not ended and tasks < self._workers * (1 + AHEAD) and len(waiting) < MOST_EVENTS:
                found = next(source, None)
                if found is None:
                    ended = True
                    break
                context, argument = found
                waiting.append((context, argument, self._submit(function, argument, urgent)))
                tasks += argument is not None
            if waiting:
                context, argument, future = waiting.popleft()
                if argument is None:
                    yield context, None
                    continue
                tasks -= 1
                value = self._result(future)
                if isinstance(value, Failure) and value.killed:
                    value = self._alone(
                        function, argument, [each[2] for each in waiting if each[2] is not None]
                    )
                del future
                yield context, value

    def _submit(self, function: Callable[[A], R], argument: A | None, urgent: bool) -> Any:
        if argument is None:
            return None
        return self._client.submit(function, argument, pure=False, priority=10 if urgent else 0)

    def _alone(self, function: Callable[[A], R], argument: A, others: list[Any]) -> R | Failure:
        """A task whose worker died may have died of its neighbour's: once more, with nothing beside it."""
        for future in others:
            self._wait(future)
        value: R | Failure = self._result(self._submit(function, argument, True))
        return value

    def _wait(self, future: Any) -> None:
        import distributed

        wait: Any = distributed.wait

        without = 0
        while not future.done():
            try:
                wait([future], timeout=PATIENCE)
            except TimeoutError:
                without = 0 if self._any_worker() else without + 1
            if without >= NO_WORKERS:
                raise FleetError("no worker is left, and none came for five minutes")

    def _any_worker(self) -> bool:
        try:
            return bool(self._client.scheduler_info(n_workers=1)["workers"])
        except (OSError, KeyError) as error:
            raise FleetError(f"the scheduler does not answer any more: {error}") from error

    def _result(self, future: Any) -> Any:
        self._wait(future)
        try:
            return future.result()
        except Exception as error:
            if self._client.status not in ("running", "newly-created"):
                raise FleetError(f"the connection to the scheduler was lost: {error}") from error
            return failure(error)


def failure(error: Exception) -> Failure:
    """What to say of a task that raised. Dask raises KilledWorker where the worker did not live to do so."""
    killed = type(error).__name__ == "KilledWorker"
    if killed:
        return Failure("the worker that read it died, more than once", True)
    if isinstance(error, MemoryError):
        return Failure("there was not enough memory to read it")
    return Failure(f"{type(error).__name__}: {error}"[:500])
