"""What the core knows of a pool: its servers, its agent, its applications, and who waits. Values only."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import Enum

from ssldiag.pool.limits import wanted
from ssldiag.pool.plan import Limits, PoolPlan, Timings
from ssldiag.pool.routing import Candidate, autolog
from ssldiag.pool.states import State


class Phase(Enum):
    """How far the stack's life has come."""

    NEW = "new"
    UP = "up"
    DRAINING = "draining"
    OVER = "over"


@dataclass(slots=True)
class Server:
    """One SSL server. ``alive``: it has a process; ``ending``: that process was told to end; ``failures``
    in a row; ``retry_at`` when the stack starts it again; ``deadline`` when quiescing is over; ``killed`` the
    KillClient reason for its next start, ``fresh`` whether its counters begin anew then.
    """

    userid: str
    state: State = State.ELIGIBLE
    alive: bool = False
    ending: bool = False
    quiescing: bool = False
    since: float = 0.0
    failures: int = 0
    retry_at: float | None = None
    deadline: float | None = None
    reason: str = ""
    killed: str = ""
    fresh: bool = False


@dataclass(slots=True)
class Helper:
    """A process that the stack keeps running beside the servers: the agent, or an application."""

    running: bool = False
    ready: bool = False
    failures: int = 0
    since: float = 0.0
    retry_at: float | None = None
    over: bool = False


@dataclass(slots=True)
class World:
    """The whole pool. ``queue`` are the servers yet to be started along with the stack; ``held`` the
    applications that wait for one (until ``release_at``); ``waiting`` connections without a server and when
    each is refused; ``agent_logged`` whether AUTOLOG names the agent.
    """

    servers: list[Server]
    limits: Limits
    timings: Timings
    timeout: float
    secure: bool = True
    agent_why: str = ""
    agent_logged: bool = False
    phase: Phase = Phase.NEW
    agent: Helper = field(default_factory=Helper)
    agent_until: float | None = None
    queue: deque[int] = field(default_factory=deque)
    autolog: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    held: bool = True
    release_at: float | None = None
    applications: dict[str, Helper] = field(default_factory=dict)
    waiting: dict[int, float] = field(default_factory=dict)
    drain_until: float | None = None
    stopping: bool = False

    def server(self, userid: str) -> Server:
        """The server with this user id. Raises KeyError."""
        for server in self.servers:
            if server.userid == userid:
                return server
        raise KeyError(userid)

    def index(self, userid: str) -> int:
        """Its number in pool order."""
        return self.servers.index(self.server(userid))

    def candidates(self) -> list[Candidate]:
        """The servers as activation sees them."""
        return [Candidate(server.state, server.retry_at is not None) for server in self.servers]

    @property
    def any_active(self) -> bool:
        """Whether a server can take connections."""
        return any(server.state is State.ACTIVE and not server.quiescing for server in self.servers)

    @property
    def deadline(self) -> float | None:
        """When the core wants a ``Tick`` at the latest; None if time changes nothing."""
        times: list[float | None] = [self.agent_until, self.release_at, self.drain_until]
        times += [server.retry_at for server in self.servers]
        times += [server.deadline for server in self.servers]
        times += [helper.retry_at for helper in (self.agent, *self.applications.values())]
        times += self.waiting.values()
        return min((time for time in times if time is not None), default=None)


def new_world(plan: PoolPlan, secure: bool = True, agent_why: str = "") -> World:
    """A pool as its plan describes it, before anything has been started. ``agent_why`` says why the agent
    cannot do its work, if so: then it is not started.
    """
    servers = [Server(userid) for userid in plan.servers] if secure else []
    started, notes = autolog(plan.applications, plan.servers, plan.single, plan.agent)
    return World(
        servers=servers,
        limits=plan.limits,
        timings=plan.timings,
        timeout=plan.timeout,
        secure=secure and bool(servers),
        agent_why=agent_why,
        agent_logged=any(app.userid == plan.agent and app.autolog for app in plan.applications),
        queue=deque(range(wanted(plan.limits, len(servers)))),
        autolog=started,
        notes=notes,
        applications={userid: Helper() for userid in started},
    )
