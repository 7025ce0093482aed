"""Any events in any order: nothing raises, what is refused changes nothing, and what is shown stays true."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ssldiag.bundled import folder
from ssldiag.errors.load import Tables
from ssldiag.scenarios import codes, files, history, shown
from ssldiag.scenarios.changes import OF_NETWORK, OF_PC, OF_SYSTEM
from ssldiag.scenarios.happenings import Change, Event, Take
from ssldiag.scenarios.history import History
from ssldiag.scenarios.links import links
from ssldiag.scenarios.machine import handle
from ssldiag.scenarios.state import CERTIFICATES, SCENARIOS
from ssldiag.scenarios.steps import WHOLE, steps
from ssldiag.scenarios.wishes import KEYS
from tests.scenarios.stage import NOW

ACTORS = ("PC1", "PC2", "SYSTEMA", "ENDPT1", "ENDPT2", "network", "nobody")
NUMBERS = sorted({step.number for each in SCENARIOS for step in steps(each)} | set(WHOLE) | {"", "11"})
CHOICES = sorted({key for keys in KEYS.values() for key in keys} | {"colour"})
VALUES = (
    "yes",
    "no",
    "Any",
    "server",
    "Client and server",
    "V5R1",
    "V5R2",
    "V5R4",
    "7.4",
    "ENDPT1",
    "x,y",
    "",
)
VALUES_OF_CHANGES = (*VALUES, *CERTIFICATES, "all", "none", "mgtc", "SSLV2", "ALL", "new")

takes = st.builds(
    Take,
    st.sampled_from(NUMBERS),
    st.sampled_from(("", "", "", *ACTORS)),
    st.dictionaries(st.sampled_from(CHOICES), st.sampled_from(VALUES), max_size=2),
    st.booleans(),
)
changes = st.builds(
    Change,
    st.sampled_from(ACTORS),
    st.sampled_from(sorted({*OF_SYSTEM, *OF_PC, *OF_NETWORK, "colour"})),
    st.sampled_from(VALUES_OF_CHANGES),
)


class Network(RuleBasedStateMachine):
    """A network to which anything happens."""

    def __init__(self) -> None:
        super().__init__()
        self.history = History(SCENARIOS[0], 2, NOW)
        self.world = self.history.world()
        self.tables = Tables(folder("errortables"))

    @initialize(scenario=st.sampled_from(SCENARIOS), endpoints=st.integers(1, 3))
    def begin(self, scenario: str, endpoints: int) -> None:
        self.history = History(scenario, endpoints, NOW)
        self.world = self.history.world()

    @rule(event=takes)
    def take(self, event: Take) -> None:
        self.happen(event)

    @rule(event=changes)
    def change(self, event: Change) -> None:
        self.happen(event)

    @rule(count=st.integers(1, 16))
    def follow_the_document(self, count: int) -> None:
        for step in steps(self.world.scenario)[:count]:
            self.happen(Take(step.number))

    def happen(self, event: Event) -> None:
        before = self.world
        self.history, answer = self.history.add(before, event, NOW + timedelta(seconds=before.events))
        if answer.refusal is None:
            assert answer.world.now > before.now
        else:
            assert answer.world == before
            assert answer.refusal.why
        self.world = answer.world

    @invariant()
    def links_are_sound(self) -> None:
        for link in links(self.world):
            assert (link.outcome == "fails") == bool(link.cause) == bool(link.by) == bool(link.stage)
            assert bool(link.proved) == (link.outcome == "tls")
            if link.cause:
                assert link.cause in codes.WORDS
                codes.logged(self.tables, self.world, link, link.cause, link.by)

    @invariant()
    def it_can_be_shown(self) -> None:
        assert list(shown.status(self.world))
        assert "".join(files.network(self.world))

    def teardown(self) -> None:
        """What was written is read as the same."""
        again = history.read(history.written(self.history))
        assert again.world() == self.world
        assert handle(again.world(), Take("0"), NOW) == handle(self.world, Take("0"), NOW)


Network.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestNetwork = Network.TestCase
