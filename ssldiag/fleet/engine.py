"""Functions and their arguments in, what came of them out, in order: handed out by Dask's scheduler.

There is no scheduling here: Dask decides what runs where, and runs again what a lost worker had. This bounds
how much is handed out ahead, and finds the task that its workers die of.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from typing import Any, Protocol, TypeVar

from ssldiag.fleet.bounds import AHEAD
from ssldiag.fleet.model import Failure, FleetError

LOST = "the connection to the scheduler was lost; --resume does what is not in the dataset yet"

C = TypeVar("C")
A = TypeVar("A")

PATIENCE = 5.0
"""Seconds between two looks at whether there is any worker left."""

NO_WORKERS = 60
"""So many looks without a worker and the run ends: a cluster gets 5 minutes to start new ones."""

FRESH = 15.0
"""Seconds for which the list of workers is taken as it was."""

MOST_EVENTS = 10_000
"""Contexts without a task held ahead: those of files that need none."""

NORMAL, URGENT, NEXT = 0, 10, 20
"""Priorities: reading; what reading waits for; what writing waits for."""


class Engine(Protocol):
    """Runs functions on arguments, elsewhere or here."""

    @property
    def workers(self) -> int:
        """How many run at a time."""
        ...

    def ordered(
        self,
        function: Callable[[A], Any],
        asked: Iterable[tuple[C, A | None]],
        urgent: bool = False,
        keep: bool = False,
    ) -> Iterator[tuple[C, Any]]:
        """What the function gives for each argument, in their order, with what was told of it: a value or
        a Failure. ``asked`` is taken as results are, with some ahead. None gives None. With ``keep`` a value
        stays where it is, and a handle of it is given.
        """
        ...

    def then(self, function: Callable[..., Any], lane: int, *arguments: Any) -> Any:
        """The handle of what a function will give. Handles among the arguments become their values; tasks of
        the same lane run where the last one did, if that can be.
        """
        ...

    def result(self, handle: Any) -> Any:
        """What a handle stands for: a value or a Failure."""
        ...


class Dask:
    """Runs functions on the workers of a Dask cluster."""

    def __init__(self, client: Any, workers: int) -> None:
        self._client = client
        self.workers = workers
        self._known: list[str] = []
        self._asked = 0.0

    def ordered(
        self,
        function: Callable[[A], Any],
        asked: Iterable[tuple[C, A | None]],
        urgent: bool = False,
        keep: bool = False,
    ) -> Iterator[tuple[C, Any]]:
        waiting: deque[tuple[C, A | None, Any]] = deque()
        tasks, source, ended = 0, iter(asked), False
        priority = URGENT if urgent else NORMAL
        while not ended or waiting:
            while not ended and tasks < self.workers * (1 + AHEAD) and len(waiting) < MOST_EVENTS:
                found = next(source, None)
                if found is None:
                    ended = True
                    break
                context, argument = found
                future = None if argument is None else self._submit(function, (argument,), priority)
                waiting.append((context, argument, future))
                tasks += argument is not None
            if not waiting:
                continue
            context, argument, future = waiting.popleft()
            if argument is None:
                yield context, None
                continue
            tasks -= 1
            value = self._settled(future, keep)
            if isinstance(value, Failure) and value.killed:
                value = self._alone(function, argument, keep, [each[2] for each in waiting])
            del future
            yield context, value
            del value

    def then(self, function: Callable[..., Any], lane: int, *arguments: Any) -> Any:
        where: dict[str, Any] = {}
        if workers := self._addresses():
            where = {"workers": [workers[lane % len(workers)]], "allow_other_workers": True}
        return self._submit(function, arguments, NEXT, **where)

    def _addresses(self) -> list[str]:
        """The workers, as they were a moment ago: of a thousand, asking takes a while."""
        now = time.monotonic()
        if not self._known or now - self._asked > FRESH:
            self._known = sorted(self._client.scheduler_info(n_workers=-1)["workers"])
            self._asked = now
        return self._known

    def result(self, handle: Any) -> Any:
        return self._settled(handle, False)

    def _submit(self, function: Any, arguments: tuple[Any, ...], priority: int, **where: Any) -> Any:
        return self._client.submit(function, *arguments, pure=False, priority=priority, **where)

    def _alone(self, function: Any, argument: Any, keep: bool, others: list[Any]) -> Any:
        """A task whose worker died may have died of its neighbour's: once more, with nothing beside it."""
        for future in others:
            if future is not None:
                self._wait(future)
        return self._settled(self._submit(function, (argument,), URGENT), keep)

    def _wait(self, future: Any) -> None:
        import distributed

        wait: Any = distributed.wait
        without = 0
        while not future.done():
            try:
                wait([future], timeout=PATIENCE)
            except TimeoutError:
                without = 0 if self._any_worker() else without + 1
            except CancelledError as error:
                raise FleetError(LOST) from error
            if without >= NO_WORKERS:
                raise FleetError("no worker is left, and none came for five minutes")

    def _any_worker(self) -> bool:
        try:
            return bool(self._client.scheduler_info(n_workers=1)["workers"])
        except (OSError, KeyError) as error:
            raise FleetError(f"the scheduler does not answer any more: {error}") from error

    def _settled(self, future: Any, keep: bool) -> Any:
        """What a task gave, or the task itself if that is kept; a Failure if it did not end well."""
        self._wait(future)
        if keep and future.status == "finished":
            return future
        try:
            return future.result()
        except Exception as error:
            if self._client.status not in ("running", "newly-created") or isinstance(error, CancelledError):
                raise FleetError(LOST) from error
            return failure(error)


def failure(error: Exception) -> Failure:
    """What to say of a task that raised. Dask raises KilledWorker where the worker did not live to do so."""
    if type(error).__name__ == "KilledWorker":
        return Failure("the worker that read it died, more than once", True)
    if isinstance(error, MemoryError):
        return Failure("there was not enough memory to read it")
    return Failure(f"{type(error).__name__}: {error}"[:500])
