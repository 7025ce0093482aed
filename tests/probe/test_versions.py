from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from ssldiag.probe.dial import Dialled
from ssldiag.probe.model import Attempt, Ended, Trouble, VersionSupport
from ssldiag.probe.versions import Chosen, doubted, eliminate
from tests.probe.rig import client


def server(
    likes: tuple[int, ...], otherwise: Ended = "alert"
) -> tuple[Callable[[tuple[int, ...]], object], list[int]]:
    """A server that chooses the first that it likes, and how often it was asked."""
    asked: list[int] = []

    async def choose(left: tuple[int, ...]) -> Dialled:
        asked.append(len(left))
        one = next((each for each in likes if each in left), None)
        made = client(groups=())
        made.state.version = one or 0
        trouble = None if one else Trouble("hello", "the server would not")
        return Dialled(Attempt("test", "reached" if one else otherwise, trouble=trouble), made)

    return choose, asked


def eliminated(likes: tuple[int, ...], offered: tuple[int, ...], otherwise: Ended = "alert") -> Chosen:
    choose, asked = server(likes, otherwise)
    found = asyncio.run(eliminate(offered, choose, lambda said: said.client.state.version))  # type: ignore[arg-type]
    assert len(asked) == len(found.found) + (found.last is not None)
    return found


def test_what_a_server_has_comes_in_its_order() -> None:
    found = eliminated((5, 3, 1), (1, 2, 3, 4, 5))
    assert (found.found, found.refused) == ((5, 3, 1), True)


def test_all_or_nothing() -> None:
    assert eliminated((1, 2), (2, 1)).last is None
    assert eliminated((), (1, 2)).found == ()


def test_a_search_that_ends_in_silence_is_not_complete() -> None:
    assert not eliminated((1,), (1, 2), "timeout").refused


def test_a_choice_that_was_not_offered_ends_it() -> None:
    async def choose(left: tuple[int, ...]) -> Dialled:
        return Dialled(Attempt("test", "reached"), client(groups=()))

    found = asyncio.run(eliminate((1, 2), choose, lambda said: 9))
    assert found.found == () and not found.refused


@pytest.mark.parametrize(("ended", "supported"), [("alert", False), ("closed", None), ("timeout", None)])
def test_a_close_says_no_only_where_something_was_answered(ended: Ended, supported: bool | None) -> None:
    attempts = [Attempt("one", ended)]
    found = doubted(VersionSupport(0x0301, False), attempts)
    assert found.supported is supported
    assert found.why or supported is False
    assert doubted(VersionSupport(0x0301, True), attempts).supported is True
