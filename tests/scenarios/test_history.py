"""State files: written, read, and refused with a sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.scenarios.happenings import Change, Take
from ssldiag.scenarios.history import BadState, read, written
from ssldiag.scenarios.state import ALL_CONNECTIONS
from tests.scenarios.stage import history_of

EVENTS = (
    Take("0"),
    Change("ENDPT1", "ca", "no"),
    Take("1", "", {"level": "Any"}, force=True),
    Take("4", "ENDPT2", {}, True),
)
HISTORY, WORLD = history_of(ALL_CONNECTIONS, EVENTS)


def test_what_is_written_is_read_as_it_was() -> None:
    again = read(written(HISTORY))
    assert [event for _, event in again.events] == list(EVENTS)
    assert again.world() == WORLD


def changed(**fields: Any) -> str:
    return json.dumps({**json.loads(written(HISTORY)), **fields})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no document of ssldiag.mc/1"),
        (changed(schema="ssldiag.mc/2"), "no document"),
        (changed(scenario="third"), "names no scenario"),
        (changed(scenario=["all-connections"]), "names no scenario"),
        (changed(endpoints=0), "1 to 50 endpoints"),
        (changed(endpoints=True), "1 to 50 endpoints"),
        (changed(endpoints=10**9), "1 to 50 endpoints"),
        (changed(began="soon"), "a time is none"),
        (changed(began=7), "a time is none"),
        (changed(began="9999-12-31T23:59:59Z"), "century"),
        (changed(events={}), "no list"),
        (changed(events=[{}] * 2001), "no list of at most 2,000"),
        (changed(events=[7]), "a time is none"),
        (changed(events=[{"at": "2026-11-22T10:00:00Z"}]), "neither a step nor a change"),
        (changed(events=[{"at": "2026-11-22T10:00:00Z", "step": 7}]), "is no text"),
        (changed(events=[{"at": "2026-11-22T10:00:00Z", "step": "1", "settings": []}]), "no object"),
    ],
)
def test_what_is_no_state_file(text: str, why: str) -> None:
    with pytest.raises(BadState, match=why):
        read(text)


def test_what_can_never_have_happened() -> None:
    event = {"at": "2026-11-22T10:00:00Z", "step": "2f"}
    with pytest.raises(BadState, match=r"event 1 cannot have happened: there is no Trusted Group"):
        read(changed(events=[event])).world()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("at", "step", "on", "settings", "actor", "key", "value")), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(("scenario", "endpoints", "began", "events")), json_values))
def test_anything_gives_a_network_or_a_sentence(fields: dict[str, Any]) -> None:
    try:
        read(changed(**fields)).world()
    except BadState as error:
        assert str(error)
