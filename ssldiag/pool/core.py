"""The pool's decisions without I/O: an event and the time in, commands out, the world changed between them.

Time is a monotonic number of seconds. A table says what each event does; the life of a server is the table of
``states``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ssldiag.pool import happenings as h
from ssldiag.pool import limits as arithmetic
from ssldiag.pool.helpers_life import agent_lost, agent_ready, application_ended, application_ready, release
from ssldiag.pool.routing import to_activate
from ssldiag.pool.server_life import happen
from ssldiag.pool.states import Happening, State
from ssldiag.pool.world import Phase, World

AGENT_WAIT = 5.0
"""Seconds that the first server waits for the agent; without it the pool runs without a session cache."""

ORDERS = {
    h.Order.START: Happening.START,
    h.Order.STOP: Happening.STOP,
    h.Order.RESTART: Happening.RESTART,
}


def handle(world: World, event: h.Event, now: float) -> list[h.Command]:
    """What is to be done about an event, in order."""
    if world.phase is Phase.OVER:
        return []
    commands = list(HANDLERS[type(event)](world, event, now))
    if world.phase is Phase.UP:
        commands += _next_in_queue(world, now)
    elif world.phase is Phase.DRAINING:
        commands += _drained(world)
    return commands


def _started(world: World, event: h.StackStarted, now: float) -> Iterator[h.Command]:
    world.phase = Phase.UP
    yield h.PublishLimits(world.limits)
    for note in world.notes:
        yield h.Say(4, "I", note)
    if not world.secure:
        world.queue.clear()
        yield from release(world, now)
        return
    for text in arithmetic.warnings(world.limits, len(world.servers)):
        yield h.Say(5, "W", text)
    world.release_at = now + world.timeout
    if world.agent_why:
        yield h.Say(12, "W", f"no session cache: {world.agent_why}")
        return
    world.agent.running = True
    world.agent_until = now + AGENT_WAIT
    yield h.StartAgent()


def _next_in_queue(world: World, now: float) -> Iterator[h.Command]:
    """Servers start with the stack one at a time, in pool order, behind the agent."""
    if world.agent_until is not None:
        return
    while world.queue and all(server.state is not State.STARTING for server in world.servers):
        server = world.servers[world.queue.popleft()]
        if server.retry_at is None:
            yield from happen(world, server, Happening.ACTIVATE, now)


def _registered(world: World, event: h.Registered, now: float) -> Iterator[h.Command]:
    server = world.server(event.userid)
    if server.ending:
        return
    yield from happen(world, server, Happening.REGISTERED, now)
    if world.any_active and world.phase is Phase.UP:
        yield from release(world, now)


def _refused(world: World, event: h.Refused, now: float) -> Iterator[h.Command]:
    server = world.server(event.userid)
    if server.ending:
        return
    yield h.Say(6, "W", f"{event.userid} could not start: {event.why}")
    yield from happen(world, server, Happening.REFUSED, now, event.why)


def _gone(world: World, event: h.Gone, now: float) -> Iterator[h.Command]:
    server = world.server(event.userid)
    asked = server.ending
    server.alive = server.ending = False
    if asked:
        yield from happen(world, server, Happening.ENDED, now)
        return
    yield h.Say(7, "W", f"{event.userid} ended: {event.how}")
    server.killed = server.killed or "Client terminated TCP/IP service"
    yield from happen(world, server, Happening.LOST, now, event.how)


def _hung(world: World, event: h.Hung, now: float) -> Iterator[h.Command]:
    server = world.server(event.userid)
    if not server.alive or server.ending:
        return
    server.killed = "Fatal inter-VM communication error"
    yield h.Bar(event.userid)
    yield h.EndServer(event.userid, at_once=True)


def _quiesced(world: World, event: h.Quiesced, now: float) -> Iterator[h.Command]:
    server = world.server(event.userid)
    if server.quiescing:
        yield from happen(world, server, Happening.QUIESCED, now)


def _ordered(world: World, event: h.Ordered, now: float) -> Iterator[h.Command]:
    if world.phase is not Phase.UP:
        yield h.Decline(event.userid, "the stack is shutting down")
        return
    yield from happen(world, world.server(event.userid), ORDERS[event.order], now)


def _limits(world: World, event: h.LimitsSet, now: float) -> Iterator[h.Command]:
    world.limits = event.limits
    yield h.PublishLimits(event.limits)
    yield h.Say(
        8, "I", f"SSLLIMITS MAXSESSIONS {event.limits.max_sessions} MAXPERSSLSERVER {event.limits.per_server}"
    )
    for text in arithmetic.warnings(event.limits, len(world.servers)):
        yield h.Say(5, "W", text)


def _no_room(world: World, event: h.NoRoom, now: float) -> Iterator[h.Command]:
    """All active servers are full: one more, if there is one."""
    if world.phase is not Phase.UP or world.queue or world.agent_until is not None:
        return
    index = to_activate(world.candidates(), event.sessions, world.limits.max_sessions)
    if index is not None:
        yield from happen(world, world.servers[index], Happening.ACTIVATE, now)


def _wanted(world: World, event: h.Wanted, now: float) -> Iterator[h.Command]:
    if world.phase is not Phase.UP:
        yield h.Refuse(event.ticket, "the stack is shutting down")
    elif event.room is not None:
        yield h.Hand(event.ticket, world.servers[event.room].userid)
    else:
        world.waiting[event.ticket] = now + world.timings.wait
        yield from _no_room(world, h.NoRoom(event.sessions), now)


def _room(world: World, event: h.Room, now: float) -> Iterator[h.Command]:
    """The connection that has waited longest goes first."""
    if world.waiting:
        ticket = next(iter(world.waiting))
        del world.waiting[ticket]
        yield h.Hand(ticket, world.servers[event.index].userid)


def _withdrawn(world: World, event: h.Withdrawn, now: float) -> Iterator[h.Command]:
    world.waiting.pop(event.ticket, None)
    yield from ()


def _tick(world: World, event: h.Tick, now: float) -> Iterator[h.Command]:
    if world.agent_until is not None and now >= world.agent_until:
        world.agent_until = None
        yield h.Say(9, "W", "the session cache is not ready; SSL servers start without it")
    for server in world.servers:
        if server.deadline is not None and now >= server.deadline:
            yield from happen(world, server, Happening.QUIESCED, now)
        if server.retry_at is not None and now >= server.retry_at:
            server.retry_at = None
            yield from happen(world, server, Happening.ACTIVATE, now)
    if world.release_at is not None and now >= world.release_at:
        yield h.Say(10, "W", f"no SSL server is active after {world.timeout:g} seconds; AUTOLOG goes on")
        yield from release(world, now)
    for ticket in [ticket for ticket, until in world.waiting.items() if now >= until]:
        del world.waiting[ticket]
        yield h.Refuse(ticket, "no SSL server has room")
    yield from _helpers(world, now)
    if world.drain_until is not None and now >= world.drain_until:
        world.drain_until = None
        yield h.Finish(at_once=True)
        world.phase = Phase.OVER


def _helpers(world: World, now: float) -> Iterator[h.Command]:
    """The agent and applications whose back-off is over."""
    for userid, helper in (("", world.agent), *world.applications.items()):
        if helper.retry_at is not None and now >= helper.retry_at:
            helper.retry_at, helper.running = None, True
            yield h.StartApplication(userid) if userid else h.StartAgent()


def _shutdown(world: World, event: h.Shutdown, now: float) -> Iterator[h.Command]:
    if world.phase is Phase.DRAINING:
        world.phase = Phase.OVER
        yield h.Finish(at_once=True)
        return
    world.phase = Phase.DRAINING
    world.queue.clear()
    world.agent_until = world.release_at = None
    for helper in (world.agent, *world.applications.values()):
        helper.retry_at = None
    yield h.CloseListeners()
    for ticket in list(world.waiting):
        del world.waiting[ticket]
        yield h.Refuse(ticket, "the stack is shutting down")
    for server in world.servers:
        server.retry_at = None
        yield from happen(world, server, Happening.SHUTDOWN, now)
    world.drain_until = now + world.timings.drain + GRACE


GRACE = 5.0
"""Seconds beyond the time for draining: then what still runs is killed."""


def _drained(world: World) -> Iterator[h.Command]:
    """Applications end behind the last SSL server, the agent behind them, the stack last."""
    if any(server.alive for server in world.servers):
        return
    if not world.stopping:
        world.stopping = True
        yield h.EndApplications()
    if any(helper.running for helper in world.applications.values()):
        return
    if world.agent.running:
        if not world.agent.over:
            world.agent.over = True
            yield h.EndAgent()
        return
    world.phase = Phase.OVER
    yield h.Finish(at_once=False)


HANDLERS: dict[type, Callable[[World, Any, float], Iterator[h.Command]]] = {
    h.StackStarted: _started,
    h.AgentReady: agent_ready,
    h.AgentLost: agent_lost,
    h.Registered: _registered,
    h.Refused: _refused,
    h.Gone: _gone,
    h.Hung: _hung,
    h.Quiesced: _quiesced,
    h.Ordered: _ordered,
    h.LimitsSet: _limits,
    h.NoRoom: _no_room,
    h.Wanted: _wanted,
    h.Room: _room,
    h.Withdrawn: _withdrawn,
    h.ApplicationReady: application_ready,
    h.ApplicationEnded: application_ended,
    h.Tick: _tick,
    h.Shutdown: _shutdown,
}
