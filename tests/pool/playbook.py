"""Stories of a pool as scripts: what happens, what the core has done about it, what the servers are then."""

from __future__ import annotations

from typing import Any

from ssldiag.pool import happenings as h
from ssldiag.pool.core import handle
from ssldiag.pool.plan import Application, ClientCheck, Limits, Timings
from ssldiag.pool.world import World, new_world
from tests.pool.rig import plan

ONE, TWO, THREE = "SSL00001", "SSL00002", "SSL00003"


LIMITS = Limits(30, 10)


def application(userid: str, **more: Any) -> Application:
    """An application server that AUTOLOG starts."""
    fields: dict[str, Any] = {
        "userid": userid,
        "kind": "ftp",
        "ports": ((21, 10021),),
        "label": "TLSCERT1",
        "control": "ALLOWED",
        "data": "ALLOWED",
        "client_check": ClientCheck.NONE,
        "autolog": True,
        "socket": "",
    }
    return Application(**{**fields, **more})


class Play:
    """A pool of ``servers`` with a clock of its own; ``sessions`` a server and in all are 10 and 30."""

    def __init__(
        self,
        servers: int = 3,
        limits: Limits = LIMITS,
        applications: tuple[str, ...] = (),
        **more: Any,
    ) -> None:
        timings = more.pop("timings", Timings(drain=20.0, wait=1.0, backoff=0.5, tries=3))
        apps = tuple(application(userid) for userid in applications)
        arguments = {name: more.pop(name) for name in ("secure", "agent_why") if name in more}
        made = plan(servers, limits=limits, timings=timings, timeout=60.0, applications=apps, **more)
        self.world: World = new_world(made, **arguments)
        self.now = 1000.0

    @property
    def states(self) -> str:
        """The first letters of the states: A, E, and S for Starting, but P for Stopped; small: quiescing."""
        letters = ["P" if s.state == "Stopped" else s.state.value[0] for s in self.world.servers]
        pairs = zip(letters, self.world.servers, strict=True)
        return "".join(letter.lower() if server.quiescing else letter for letter, server in pairs)

    def when(self, event: h.Event, *commands: h.Command) -> Play:
        """Something happens, and exactly this is done about it."""
        done = handle(self.world, event, self.now)
        assert done == list(commands), event
        return self

    def tell(self, event: h.Event) -> list[h.Command]:
        """Something happens."""
        return handle(self.world, event, self.now)

    def after(self, seconds: float, *commands: h.Command) -> Play:
        """Time passes, and the core is called when it wants to be."""
        self.now += seconds
        return self.when(h.Tick(), *commands)

    def then(self, states: str) -> Play:
        """What the servers are now."""
        assert self.states == states
        return self

    def order(self, order: h.Order, userid: str, *commands: h.Command) -> Play:
        """An administrator's command."""
        return self.when(h.Ordered(order, userid), *commands)

    def up(self) -> Play:
        """Started, with all servers active."""
        self.tell(h.StackStarted())
        self.tell(h.AgentReady())
        for server in self.world.servers:
            self.tell(h.Registered(server.userid))
        self.now += 100
        return self
