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
    applications: Iterable[Application], servers: Sequence[str], single: bool, agent: str = ""
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The user ids that AUTOLOG starts, in order, and a sentence for each that does not belong there: a lone
    SSL server is taken off the list, a member of a pool ignored (both have the same effect), the agent forced
    and started anew, as what AUTOLOG names is (AUTOLOG statement). User ids that run no program of ours are
    not started.
    """
    listed = {item.userid: item.kind for item in applications if item.autolog}
    how = "removed from the AUTOLOG list" if single else "ignored in the AUTOLOG list"
    started = tuple(
        name for name, kind in listed.items() if kind != "other" and name not in (*servers, agent)
    )
    notes = [f"{name} is an SSL server: {how}" for name in listed if name in servers]
    if agent in listed:
        notes.append(f"{agent} is the DCSS management agent: AUTOLOG forces it and starts it anew")
    return started, tuple(notes)
