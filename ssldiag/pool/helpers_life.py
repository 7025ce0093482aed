"""The agent's and the applications' part of the core: when they are started, and started again."""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.pool import happenings as h
from ssldiag.pool.server_life import STEADY, pause
from ssldiag.pool.world import Helper, Phase, World


def agent_ready(world: World, event: h.AgentReady, now: float) -> Iterator[h.Command]:
    """The cache can be used; the first server starts now, if it waited for that."""
    world.agent.ready, world.agent.since = True, now
    world.agent_until = None
    yield h.SetCache(True)


def agent_lost(world: World, event: h.AgentLost, now: float) -> Iterator[h.Command]:
    """No cache until the agent is back; it is never given up."""
    was_up = world.agent.ready
    count_failure(world, world.agent, now)
    world.agent_until = None
    yield h.SetCache(False)
    if world.phase is Phase.UP:
        what = "full handshakes until it is back" if was_up else "no session cache"
        yield h.Say(12, "W", f"the DCSS management agent is down ({event.why}): {what}")


def application_ready(world: World, event: h.ApplicationReady, now: float) -> Iterator[h.Command]:
    """An application has made its start."""
    helper = world.applications.get(event.userid)
    if helper is not None:
        helper.ready, helper.since = True, now
    yield from ()


def application_ended(world: World, event: h.ApplicationEnded, now: float) -> Iterator[h.Command]:
    """One that ends at its start stays down; one that had been up is started again after a pause."""
    helper = world.applications.get(event.userid)
    if helper is None:
        return
    if helper.ready:
        count_failure(world, helper, now)
        if helper.failures >= world.timings.tries:
            helper.retry_at = None
    helper.running = helper.ready = False
    if world.phase is Phase.UP:
        again = "started again soon" if helper.retry_at is not None else "not started again"
        yield h.Say(13, "W", f"application server {event.userid} ended; {again}")


def count_failure(world: World, helper: Helper, now: float) -> None:
    """A process ended by itself: when it is started next."""
    steady = helper.ready and now - helper.since >= STEADY
    helper.failures = 1 if steady else helper.failures + 1
    helper.running = helper.ready = False
    if world.phase is Phase.UP:
        helper.retry_at = now + pause(world.timings, helper.failures)


def release(world: World, now: float) -> Iterator[h.Command]:
    """AUTOLOG: the applications, in order, once. The agent is forced if it stands there too; like any agent
    that ended it is started again.
    """
    if not world.held:
        return
    world.held, world.release_at = False, None
    if world.agent_logged and world.agent.running:
        yield h.EndAgent()
    for userid in world.autolog:
        world.applications[userid].running = True
        yield h.StartApplication(userid)
