"""An engine of fleets that runs everything in this process: what Dask does, without Dask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ssldiag.fleet.engine import A, C, failure
from ssldiag.fleet.model import Failure


class Here:
    """Runs each function in this process, when its result is asked for."""

    workers = 1

    def ordered(
        self,
        function: Callable[[A], Any],
        asked: Iterable[tuple[C, A | None]],
        urgent: bool = False,
        keep: bool = False,
    ) -> Iterator[tuple[C, Any]]:
        for context, argument in asked:
            yield context, None if argument is None else self._run(function, argument)

    def then(self, function: Callable[..., Any], lane: int, *arguments: Any) -> Any:
        broken = next((each for each in arguments[:1] if isinstance(each, Failure)), None)
        return broken or self._run(function, *arguments)

    def result(self, handle: Any) -> Any:
        return handle

    @staticmethod
    def _run(function: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return function(*arguments)
        except Exception as error:
            return failure(error)
