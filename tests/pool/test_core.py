from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ssldiag.pool import happenings as h
from ssldiag.pool.core import handle
from ssldiag.pool.plan import Limits, Timings
from ssldiag.pool.states import State
from ssldiag.pool.world import Phase, World
from tests.pool.playbook import ONE, Play

EVENTS: dict[str, h.Event] = {
    "registered": h.Registered(ONE),
    "refused": h.Refused(ONE, "why"),
    "gone": h.Gone(ONE, "killed by signal 9"),
    "hung": h.Hung(ONE),
    "quiesced": h.Quiesced(ONE),
    "start": h.Ordered(h.Order.START, ONE),
    "stop": h.Ordered(h.Order.STOP, ONE),
    "restart": h.Ordered(h.Order.RESTART, ONE),
    "no room": h.NoRoom(5),
    "tick": h.Tick(),
    "shutdown": h.Shutdown(),
    "limits": h.LimitsSet(Limits(30, 15)),
    "agent lost": h.AgentLost("ended"),
}

E, S, A, P = State.ELIGIBLE, State.STARTING, State.ACTIVE, State.STOPPED

NEXT: dict[str, tuple[State, State, State, State]] = {
    #            Eligible, Starting, Active, Stopped
    "registered": (E, A, A, P),
    "refused": (E, E, E, P),
    "gone": (E, E, E, P),
    "hung": (E, S, A, P),
    "quiesced": (E, S, A, P),
    "start": (S, S, A, S),
    "stop": (P, P, P, P),
    "restart": (E, S, A, P),
    "no room": (S, S, A, P),
    "tick": (E, S, A, P),
    "shutdown": (E, E, E, P),
    "limits": (E, S, A, P),
    "agent lost": (E, S, A, P),
}
"""Event -> the state that a server has after it, for each state that it had before."""


def pool_with(state: State) -> Play:
    """A pool of three whose first server is in this state."""
    play = Play()
    play.world.queue.clear()
    play.tell(h.StackStarted())
    play.world.queue.clear()
    play.tell(h.AgentReady())
    if state in (S, A):
        play.tell(h.Ordered(h.Order.START, ONE))
    if state is A:
        play.tell(h.Registered(ONE))
    if state is P:
        play.tell(h.Ordered(h.Order.STOP, ONE))
    assert play.world.servers[0].state is state
    play.now += 10
    return play


@pytest.mark.parametrize(("name", "state"), list(itertools.product(EVENTS, State)))
def test_each_event_in_each_state(name: str, state: State) -> None:
    play = pool_with(state)
    play.tell(EVENTS[name])
    assert play.world.servers[0].state is NEXT[name][list(State).index(state)]
    others = [server.state for server in play.world.servers[1:]]
    activated = name == "no room" and state in (A, P)
    assert others == [S if activated else E, E]


@pytest.mark.parametrize(("name", "state"), list(itertools.product(EVENTS, State)))
def test_nothing_happens_once_it_is_over(name: str, state: State) -> None:
    play = pool_with(state)
    play.world.phase = Phase.OVER
    assert play.tell(EVENTS[name]) == []


def test_an_unknown_server_is_our_fault() -> None:
    with pytest.raises(KeyError):
        handle(Play().up().world, h.Registered("SSL00099"), 0.0)


class PoolMachine(RuleBasedStateMachine):
    """A pool to which anything may happen, with processes and books as the core has them made."""

    def __init__(self) -> None:
        super().__init__()
        self.play = Play(
            servers=4,
            limits=Limits(9, 3),
            timings=Timings(drain=5.0, wait=1.0, tries=2),
            applications=("FTP",),
        )
        self.world: World = self.play.world
        self.processes: set[str] = set()
        self.ending: set[str] = set()
        self.admitted: set[str] = set()
        self.books = dict.fromkeys((server.userid for server in self.world.servers), 0)
        self.tickets = itertools.count(1)
        self.open: set[int] = set()
        self.finished = False
        self.starting_up = True
        self.tell(h.StackStarted())

    def tell(self, event: h.Event) -> None:
        stopped = {server.userid for server in self.world.servers if server.state is State.STOPPED}
        for command in self.play.tell(event):
            self.perform(command, stopped, event)

    def perform(self, command: h.Command, stopped: set[str], event: h.Event) -> None:
        userid: Any = getattr(command, "userid", None)
        if isinstance(command, h.StartServer):
            assert userid not in self.processes, "one process a server"
            assert self.books[userid] == 0, "it begins with empty books"
            assert userid not in stopped or event == h.Ordered(h.Order.START, userid) or self.waited(userid)
            self.processes.add(userid)
        elif isinstance(command, h.EndServer):
            assert userid in self.processes
            self.ending.add(userid)
        elif isinstance(command, h.Admit):
            assert userid in self.processes
            self.admitted.add(userid)
        elif isinstance(command, h.Bar):
            self.admitted.discard(userid)
        elif isinstance(command, h.ClearBooks):
            assert userid not in self.processes, "books are those of a process"
            self.books[userid] = 0
        elif isinstance(command, h.Hand):
            self.open.remove(command.ticket)
            assert userid in self.admitted
            self.books[userid] += 1
        elif isinstance(command, h.Refuse):
            self.open.remove(command.ticket)
        elif isinstance(command, h.Finish):
            self.finished = True

    def waited(self, userid: str) -> bool:
        """Whether a START came while the old process was ending."""
        return self.world.server(userid).state is State.STARTING

    def room(self) -> int | None:
        limits = self.world.limits
        if sum(self.books.values()) >= limits.max_sessions:
            return None
        for index, server in enumerate(self.world.servers):
            if server.userid in self.admitted and self.books[server.userid] < limits.per_server:
                return index
        return None

    servers = st.sampled_from([f"SSL0000{number}" for number in range(1, 5)])

    @rule(userid=servers)
    def registers(self, userid: str) -> None:
        if userid in self.processes:
            self.tell(h.Registered(userid))

    @rule(userid=servers)
    def refuses(self, userid: str) -> None:
        if userid in self.processes and userid not in self.admitted:
            self.tell(h.Refused(userid, "no database"))

    @rule(userid=servers)
    def ends(self, userid: str) -> None:
        if userid in self.processes:
            self.processes.remove(userid)
            self.ending.discard(userid)
            self.tell(h.Gone(userid, "killed by signal 9"))

    @rule(userid=servers)
    def hangs(self, userid: str) -> None:
        self.tell(h.Hung(userid))

    @rule(userid=servers)
    def quiesces(self, userid: str) -> None:
        if self.world.server(userid).quiescing:
            self.books[userid] = 0
            self.tell(h.Quiesced(userid))

    @rule(userid=servers, order=st.sampled_from(h.Order))
    def is_ordered(self, userid: str, order: h.Order) -> None:
        self.tell(h.Ordered(order, userid))

    @rule()
    def is_wanted(self) -> None:
        ticket = next(self.tickets)
        self.open.add(ticket)
        self.tell(h.Wanted(ticket, self.room(), sum(self.books.values())))

    @rule(userid=servers)
    def closes(self, userid: str) -> None:
        if self.books[userid]:
            self.books[userid] -= 1
            while self.world.waiting and (room := self.room()) is not None:
                self.tell(h.Room(room))

    @rule(total=st.integers(1, 12), each=st.integers(1, 4))
    def limits(self, total: int, each: int) -> None:
        self.tell(h.LimitsSet(Limits(total, each)))

    @rule(seconds=st.floats(0.0, 70.0))
    def passes(self, seconds: float) -> None:
        self.play.now += seconds
        self.tell(h.Tick())

    @rule(ready=st.booleans())
    def agent(self, ready: bool) -> None:
        self.tell(h.AgentReady() if ready else h.AgentLost("killed by signal 9"))

    @rule(ready=st.booleans())
    def application(self, ready: bool) -> None:
        if self.world.applications["FTP"].running:
            self.tell(h.ApplicationReady("FTP") if ready else h.ApplicationEnded("FTP"))

    @precondition(lambda self: self.play.now > 1300)
    @rule()
    def is_shut_down(self) -> None:
        self.tell(h.Shutdown())

    @invariant()
    def states_and_processes_agree(self) -> None:
        for server in self.world.servers:
            assert server.alive == (server.userid in self.processes) or self.finished
            if server.state is State.ACTIVE and not self.finished:
                assert server.userid in self.processes
            if server.userid in self.admitted and not self.finished:
                assert server.state is State.ACTIVE
            assert server.retry_at is None or server.state is State.ELIGIBLE

    @invariant()
    def stopped_servers_have_no_plans(self) -> None:
        for server in self.world.servers:
            if server.state is State.STOPPED:
                assert server.retry_at is None
                assert not server.quiescing
                assert server.userid not in self.admitted

    @invariant()
    def who_waits_will_hear(self) -> None:
        assert set(self.world.waiting) == self.open or self.finished
        if self.world.waiting and not self.finished:
            assert self.world.deadline is not None

    @invariant()
    def no_moment_is_missed(self) -> None:
        """What was due at the last tick is done."""
        deadline = self.world.deadline
        if deadline is not None and self.world.phase is not Phase.OVER:
            for server in self.world.servers:
                assert not (server.quiescing and server.deadline is None)


PoolMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
test_a_pool_to_which_anything_happens = PoolMachine.TestCase


def test_at_most_one_starts_at_a_time_with_the_stack() -> None:
    play = Play(servers=5, limits=Limits(50, 10))
    play.tell(h.StackStarted())
    play.tell(h.AgentReady())
    for server in list(play.world.servers):
        assert [each.state for each in play.world.servers].count(S) == 1
        assert server.state is S
        play.tell(h.Registered(server.userid))
    assert play.states == "AAAAA"
