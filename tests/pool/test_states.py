from __future__ import annotations

import itertools

import pytest

from ssldiag.pool.states import TABLE, Effect, Happening, State

CELLS = list(itertools.product(State, Happening))


def test_every_cell_is_filled() -> None:
    assert set(TABLE) == set(CELLS)
    assert all(cell.why for cell in TABLE.values())


DOCUMENTED = {
    (State.ELIGIBLE, Happening.ACTIVATE): State.STARTING,
    (State.ELIGIBLE, Happening.START): State.STARTING,
    (State.STOPPED, Happening.START): State.STARTING,
    (State.STARTING, Happening.REGISTERED): State.ACTIVE,
    (State.STARTING, Happening.REFUSED): State.ELIGIBLE,
    (State.ACTIVE, Happening.STOP): State.STOPPED,
    (State.ACTIVE, Happening.LOST): State.ELIGIBLE,
    (State.ACTIVE, Happening.RESTART): State.ACTIVE,
    (State.ACTIVE, Happening.QUIESCED): State.STARTING,
    (State.ACTIVE, Happening.SHUTDOWN): State.ELIGIBLE,
    (State.STARTING, Happening.SHUTDOWN): State.ELIGIBLE,
    (State.ELIGIBLE, Happening.SHUTDOWN): State.ELIGIBLE,
}
"""Transitions that z/VM's papers tell of."""


@pytest.mark.parametrize(("cell", "to"), DOCUMENTED.items())
def test_documented(cell: tuple[State, Happening], to: State) -> None:
    assert TABLE[cell].to is to
    assert TABLE[cell].sound


@pytest.mark.parametrize("happening", Happening)
def test_stopped_is_left_by_start_alone(happening: Happening) -> None:
    cell = TABLE[State.STOPPED, happening]
    assert (cell.to is State.STOPPED) == (happening is not Happening.START)
    assert (Effect.FORK in cell.effects) == (happening is Happening.START)


@pytest.mark.parametrize(("state", "happening"), CELLS)
def test_effects_fit_the_states(state: State, happening: Happening) -> None:
    cell = TABLE[state, happening]
    effects = set(cell.effects)
    assert (Effect.ADMIT in effects) == (state is not State.ACTIVE and cell.to is State.ACTIVE)
    if state is State.ACTIVE and cell.to is not State.ACTIVE and happening is not Happening.QUIESCED:
        assert Effect.BAR in effects, "a server that is no longer Active takes nothing"
    if cell.to is State.STARTING and state is not State.STARTING:
        assert effects & {Effect.FORK, Effect.END}, "what starts has a process, or waits for its old one"
    if happening in (Happening.ENDED, Happening.LOST):
        assert Effect.CLEAR in effects, "the sessions went with the process"
    if cell.to is state and not effects and happening in (Happening.START, Happening.STOP, Happening.RESTART):
        pytest.fail("a command that does nothing says so")


@pytest.mark.parametrize("state", State)
def test_a_process_that_nobody_wants_is_ended(state: State) -> None:
    cell = TABLE[state, Happening.REGISTERED]
    assert (Effect.END in cell.effects) == (state in (State.ELIGIBLE, State.STOPPED))
