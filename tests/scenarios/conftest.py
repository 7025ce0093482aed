"""Keys and processes that the tests of connections share: both take longer to make than to use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from ssldiag.scenarios import keys
from ssldiag.scenarios.connect import Processes, through
from ssldiag.scenarios.keys import Pair
from ssldiag.scenarios.made import Made
from ssldiag.scenarios.state import World
from tests.scenarios.stage import NOW

Connect = Callable[[World], tuple[Made, ...]]


@pytest.fixture(scope="session")
def held() -> dict[str, Pair]:
    """Certificates with their keys, made when first wanted."""
    return {}


@pytest.fixture(scope="session")
def connect(held: dict[str, Pair]) -> Iterator[Connect]:
    """Makes the connections of a network, between processes that stay."""
    with ExitStack() as stack:
        running = Processes(stack)

        def make(world: World) -> tuple[Made, ...]:
            held.update(keys.filled(held, world, NOW))
            return through(running, world, held)

        yield make
