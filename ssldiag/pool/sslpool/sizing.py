"""Sessions at a time in; how many servers, and which limits, out.

Up to 3,000 sessions the advice is IBM's (deck on multiple SSL servers, 2010), beyond that it is ours: more
servers of the default size.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ssldiag.pool.plan import DEFAULT_PER_SERVER, DEFAULT_SESSIONS, MOST_PER_SERVER

FOR_ONE, FOR_SMALL_POOL = 100, 600
"""Sessions up to which one server does, and up to which five servers of 120 do."""

SMALL_SHARE, SMALL_POOL = 120, 5

MOST_SESSIONS = 60_000
"""What a hundred servers of the default size take."""


@dataclass(frozen=True, slots=True)
class Sizing:
    """``servers`` of ``per_server`` sessions each; ``notes`` say what speaks for and against it."""

    servers: int
    max_sessions: int
    per_server: int
    notes: tuple[str, ...]


def advised(sessions: int) -> Sizing:
    """What is advised for so many sessions."""
    if sessions <= FOR_ONE:
        return Sizing(1, FOR_ONE, FOR_ONE, (f"up to {FOR_ONE} sessions a single server does",))
    if sessions <= FOR_SMALL_POOL:
        note = f"up to {FOR_SMALL_POOL} sessions {SMALL_POOL} servers of {SMALL_SHARE} are advised"
        return Sizing(SMALL_POOL, FOR_SMALL_POOL, SMALL_SHARE, (note,))
    if sessions <= DEFAULT_SESSIONS:
        count = DEFAULT_SESSIONS // DEFAULT_PER_SERVER
        size = f"{count} servers of {DEFAULT_PER_SERVER}"
        note = f"above {FOR_SMALL_POOL} sessions the defaults are advised: {size}"
        return Sizing(count, DEFAULT_SESSIONS, DEFAULT_PER_SERVER, (note,))
    count = -(-sessions // DEFAULT_PER_SERVER)
    note = (
        f"for more than {DEFAULT_SESSIONS} sessions there is no advice of IBM; "
        f"this is as many servers of {DEFAULT_PER_SERVER} as they take"
    )
    return Sizing(count, count * DEFAULT_PER_SERVER, DEFAULT_PER_SERVER, (note,))


def sized(sessions: int | None, count: int | None, single: bool) -> Sizing:
    """The limits of a pool (or of a single server) for so many sessions and servers, as far as they are
    given: the count that is given stands, and a note says if the advice is another.
    """
    if single:
        return _single(sessions)
    if sessions is None:
        return _counted(count or DEFAULT_SESSIONS // DEFAULT_PER_SERVER)
    advice = advised(sessions)
    if count is None and advice.servers == 1:
        small = advised(FOR_SMALL_POOL)
        return replace(small, notes=(f"{advice.notes[0]}: NOPOOL plans one", *small.notes))
    if count is None or count == advice.servers:
        return advice
    return _pool_of(count, sessions, advice.notes)


def _single(sessions: int | None) -> Sizing:
    wanted = min(sessions or FOR_ONE, MOST_PER_SERVER)
    size = max(wanted, FOR_ONE)
    notes = [f"up to {FOR_ONE} sessions a single server does"]
    if (sessions or 0) > FOR_ONE:
        notes.append(f"for {sessions} sessions a pool is advised: leave NOPOOL out")
    if (sessions or 0) > MOST_PER_SERVER:
        notes.append(f"no server takes more than {MOST_PER_SERVER} sessions")
    return Sizing(1, size, size, tuple(notes))


def _counted(count: int) -> Sizing:
    share = DEFAULT_PER_SERVER
    return Sizing(count, count * share, share, (f"{share} sessions are what a server takes by default",))


def _pool_of(count: int, sessions: int, notes: tuple[str, ...]) -> Sizing:
    share = min(max(-(-sessions // count), 1), MOST_PER_SERVER)
    said = [*notes, f"{count} servers were asked for: {share} sessions each"]
    if share * count < sessions:
        said.append(f"{count} servers take {share * count} sessions at most, not {sessions}")
    return Sizing(count, share * count, share, tuple(said))
