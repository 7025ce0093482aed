"""Which servers a pool calls up, and what it starts beside them: the rules without a state of their own.

Where a connection goes is ``Control.first_with_room``; here is what the stack does when that is nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ssldiag.pool.plan import Application
from ssldiag.pool.states import State


@dataclass(frozen=True, slots=True)
class Candidate:
    """A server as activation sees it: ``resting`` is one whose back-off is not over."""

    state: State
    resting: bool


def to_activate(servers: Sequence[Candidate], sessions: int, max_sessions: int) -> int | None:
    """The server to start when all active ones are full: the first Eligible one in pool order, unless
    MAXSESSIONS is reached or one is starting already (deck of 2010: TCPIP will attempt to activate more).
    """
    if sessions >= max_sessions or any(server.state is State.STARTING for server in servers):
        return None
    fit = (i for i, server in enumerate(servers) if server.state is State.ELIGIBLE and not server.resting)
    return next(fit, None)


def autolog(
    applications: Iterable[Application], servers: Sequence[str], single: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The user ids that AUTOLOG starts, in order, and a sentence for each that it leaves out: a lone SSL
    server is taken off the list, a member of a pool ignored (both have the same effect). User ids that run
    no program of ours are not started.
    """
    names = [item.userid for item in applications if item.autolog and item.kind != "other"]
    how = "removed from the AUTOLOG list" if single else "ignored in the AUTOLOG list"
    started = tuple(dict.fromkeys(name for name in names if name not in servers))
    notes = tuple(f"{name} is an SSL server: {how}" for name in dict.fromkeys(names) if name in servers)
    return started, notes
