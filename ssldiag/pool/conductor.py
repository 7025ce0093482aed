"""Carries out what the core commands: one function a command, and events taken in turn.

Here decisions meet processes; neither is made here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from ssldiag.pool import core
from ssldiag.pool import happenings as h
from ssldiag.pool.control import CACHE_ON, MAX_SESSIONS, NOBODY, PER_SERVER, TURN
from ssldiag.pool.gather import Gatherer
from ssldiag.pool.keeper import Keeper
from ssldiag.pool.loop import Timer
from ssldiag.pool.members import Members
from ssldiag.pool.parts import Parts, awake
from ssldiag.pool.ports import Gate
from ssldiag.pool.programs import Programs
from ssldiag.pool.states import State
from ssldiag.pool.tickets import Tickets
from ssldiag.pool.world import Phase, World

FULL = 1.0
"""Seconds between two looks whether a full pool has room again."""


class Conductor:
    """``tell`` takes an event. ``on_change`` is called when a state or a limit has changed, or when the pool
    is full or no longer so, ``on_finish`` with whether the rest is to be killed.
    """

    def __init__(
        self,
        parts: Parts,
        members: Members,
        programs: Programs,
        gatherer: Gatherer,
        tickets: Tickets,
        keeper: Keeper,
        gate: Gate,
    ) -> None:
        self._parts, self._members, self._programs = parts, members, programs
        self._gatherer, self._tickets, self._keeper, self._gate = gatherer, tickets, keeper, gate
        self._events: deque[h.Event] = deque()
        self._busy = False
        self._timer: Timer | None = None
        self._due: float | None = None
        self._shown: object = None
        self._looking: Timer | None = None
        self.declined: list[tuple[str, str]] = []
        self.on_change: Callable[[], None] = lambda: None
        self.on_finish: Callable[[bool], None] = lambda at_once: None
        self._performers = self._table()
        parts.loop.watch(parts.wake[-1], self._turned)

    def tell(self, event: h.Event) -> None:
        """Let the core decide about an event, and do what it says; events that come of that wait."""
        self._events.append(event)
        if self._busy:
            return
        self._busy = True
        try:
            while self._events:
                for command in core.handle(self._parts.world, self._events.popleft(), self._parts.loop.now):
                    self._performers[type(command)](command)
        finally:
            self._busy = False
        self._schedule()
        self._look_for_change()

    def _schedule(self) -> None:
        """A tick when the core wants one."""
        due = self._parts.world.deadline if self._parts.world.phase is not Phase.OVER else None
        if due == self._due:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._due, self._timer = due, None
        if due is not None:
            self._timer = self._parts.loop.after(max(due - self._parts.loop.now, 0.0), self._tick)

    def _tick(self) -> None:
        self._due = self._timer = None
        self.tell(h.Tick())

    def _look_for_change(self) -> None:
        full = self._parts.control.words[TURN] == NOBODY
        now = picture(self._parts.world), full
        if now != self._shown:
            self._shown = now
            self.on_change()
        if full and self._looking is None:
            self._looking = self._parts.loop.after(FULL, self._look_again)

    def _look_again(self) -> None:
        """Nobody tells the stack that there is room again."""
        self._looking = None
        self._look_for_change()

    def _turned(self) -> None:
        """Somebody has chosen: a connection may find room now, or nobody has any."""
        awake(self._parts.wake[-1])
        self._tickets.look()
        self._gate.check()
        if self._parts.control.words[TURN] == NOBODY:
            self.tell(h.NoRoom(self._parts.control.all_current()))

    def _table(self) -> dict[type, Callable[[Any], object]]:
        parts = self._parts
        return {
            h.StartAgent: lambda _: self._start_agent(),
            h.EndAgent: lambda _: self._keeper.end(),
            h.SetCache: self._set_cache,
            h.StartServer: self._start_server,
            h.EndServer: lambda it: self._members.end(it.userid, it.at_once),
            h.Quiesce: lambda it: self._members.tell(it.userid, {"do": "quiesce"}),
            h.Admit: lambda it: self._admit(it.userid, 1),
            h.Bar: lambda it: self._admit(it.userid, 0),
            h.ClearBooks: self._clear_books,
            h.ResetCounters: self._reset,
            h.PublishLimits: self._limits,
            h.Hand: lambda it: self._tickets.hand(it.ticket, it.userid),
            h.Refuse: lambda it: self._tickets.refuse(it.ticket, it.why),
            h.StartApplication: self._start_application,
            h.EndApplications: lambda _: self._programs.end_all(),
            h.CloseListeners: lambda _: self._close_listeners(),
            h.Killed: self._killed,
            h.Say: lambda it: parts.say(f"DTCTCPT{it.number:02}{it.severity} {it.text}"),
            h.Decline: lambda it: self.declined.append((it.userid, it.why)),
            h.Finish: lambda it: self.on_finish(it.at_once),
        }

    def _start_agent(self) -> None:
        self._keeper.start()
        self._members.look_ahead()

    def _set_cache(self, command: h.SetCache) -> None:
        self._parts.control.words[CACHE_ON] = int(command.on)
        self._members.tell_all({"do": "segment"})

    def _start_server(self, command: h.StartServer) -> None:
        try:
            self._members.start(command.userid)
        except OSError as error:
            self.tell(h.Gone(command.userid, f"no process can be had: {error.strerror}"))

    def _start_application(self, command: h.StartApplication) -> None:
        try:
            self._programs.start(command.userid)
        except OSError as error:
            self._programs.why[command.userid] = str(error.strerror)
            self.tell(h.ApplicationEnded(command.userid))

    def _admit(self, userid: str, active: int) -> None:
        self._parts.control.active[self._parts.world.index(userid)] = active
        self._turn()

    def _turn(self) -> None:
        """Choose anew and wake everybody: who had the turn must see that it is over."""
        self._parts.control.choose()
        self._parts.rouse()

    def _clear_books(self, command: h.ClearBooks) -> None:
        self._parts.control.clear(self._parts.world.index(command.userid))
        self._tickets.gone(command.userid)
        self._gatherer.gone(command.userid)
        self._turn()

    def _reset(self, command: h.ResetCounters) -> None:
        control, index = self._parts.control, self._parts.world.index(command.userid)
        control.peak[index] = control.total[index] = control.failed[index] = 0

    def _limits(self, command: h.PublishLimits) -> None:
        words = self._parts.control.words
        words[MAX_SESSIONS] = command.limits.max_sessions
        words[PER_SERVER] = command.limits.per_server
        self._turn()

    def _close_listeners(self) -> None:
        """Nothing new is taken: who comes is refused at once."""
        self._gate.wait = 0.0
        self._gate.check()

    def _killed(self, command: h.Killed) -> None:
        """KillClient: the server would see it on its console."""
        parts = self._parts
        console = parts.console(command.userid)
        text = f"Restarting you because KillClient called for reason: {command.reason}"
        console.message(text, parts.plan.stack)
        console.close()
        del parts.consoles[command.userid]


def picture(world: World) -> object:
    """What is worth showing anew when it has changed."""
    return (
        [(server.state, server.quiescing) for server in world.servers],
        world.limits,
        world.agent.ready,
        world.held,
        [(helper.ready, helper.running) for helper in world.applications.values()],
    )


def settled(world: World) -> bool:
    """Whether the start of the pool is over: every server that starts along with it has, or has failed, and
    so have the applications that were not held back.
    """
    starting = any(server.state is State.STARTING for server in world.servers)
    if world.phase is Phase.NEW or world.queue or starting or world.agent_until is not None:
        return False
    return world.held or all(helper.ready or not helper.running for helper in world.applications.values())
