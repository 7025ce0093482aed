"""Carries out a cell of the table of states: a server and what happens to it in, the server changed and
commands out.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.pool import happenings as h
from ssldiag.pool.plan import Timings
from ssldiag.pool.states import TABLE, Effect, Happening, State
from ssldiag.pool.world import Phase, Server, World

STEADY = 1.0
"""Seconds Active after which the end of a server does not count as one of several failures in a row."""

LONGEST_PAUSE = 60.0
"""Seconds: the pauses between starts double up to this."""


def happen(
    world: World, server: Server, happening: Happening, now: float, reason: str = ""
) -> Iterator[h.Command]:
    """Let something happen to a server. ``reason`` is for QUERY STATUS; the table's own unless given."""
    cell = TABLE[server.state, happening]
    steady = server.state is State.ACTIVE and now - server.since >= STEADY
    if cell.to is not server.state:
        server.state, server.since = cell.to, now
        server.reason = reason or cell.why
        server.quiescing, server.deadline = False, None
    if cell.to is State.STOPPED:
        server.retry_at = None
    for effect in cell.effects:
        yield from _effect(world, server, effect, cell.why, steady, now)


def _effect(
    world: World, server: Server, effect: Effect, why: str, steady: bool, now: float
) -> Iterator[h.Command]:
    userid = server.userid
    if effect is Effect.FORK:
        yield from _fork(server)
    elif effect is Effect.ADMIT:
        yield h.Admit(userid)
    elif effect is Effect.BAR:
        yield h.Bar(userid)
    elif effect is Effect.CLEAR:
        yield h.ClearBooks(userid)
    elif effect is Effect.END:
        yield from _end(server)
    elif effect is Effect.QUIESCE:
        server.quiescing, server.deadline = True, now + world.timings.drain
        yield h.Quiesce(userid)
    elif effect is Effect.FORGIVE:
        server.failures, server.retry_at, server.killed, server.fresh = 0, None, "", True
    elif effect is Effect.COUNT:
        yield from _count(world, server, steady, now)
    else:
        yield h.Decline(userid, why)


def _fork(server: Server) -> Iterator[h.Command]:
    """A process is started once the one before it has ended: the books are those of one process."""
    if server.alive:
        return
    if server.killed:
        yield h.Killed(server.userid, server.killed)
        server.killed = ""
    if server.fresh:
        yield h.ResetCounters(server.userid)
    server.alive, server.fresh = True, False
    yield h.StartServer(server.userid)


def _end(server: Server) -> Iterator[h.Command]:
    server.quiescing, server.deadline = False, None
    if server.alive and not server.ending:
        server.ending = True
        yield h.EndServer(server.userid, at_once=False)


def _count(world: World, server: Server, steady: bool, now: float) -> Iterator[h.Command]:
    """A failure: the next start after a pause, or none any more."""
    if world.phase is not Phase.UP:
        return
    server.failures = 1 if steady else server.failures + 1
    if server.failures >= world.timings.tries:
        reason = f"{server.failures} failures in a row, the last: {server.reason}"
        yield from happen(world, server, Happening.GIVE_UP, now, reason)
        yield h.Say(11, "W", f"{server.userid} is stopped after {server.failures} failures in a row")
    else:
        server.retry_at = now + pause(world.timings, server.failures)


def pause(timings: Timings, failures: int) -> float:
    """Seconds before the next start."""
    return float(min(timings.backoff * 2 ** (failures - 1), LONGEST_PAUSE))
