"""A running stack, put together: its parts are made here in the order in which they need each other, and
ended in the other one.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ssldiag.pool import contexts, server
from ssldiag.pool import happenings as h
from ssldiag.pool.adminsock import AdminSocket
from ssldiag.pool.children import Children
from ssldiag.pool.conductor import Conductor, settled
from ssldiag.pool.control import NOBODY, TURN, Control
from ssldiag.pool.engine.engines import choose
from ssldiag.pool.gather import Gatherer
from ssldiag.pool.inherit import Shared
from ssldiag.pool.keeper import Keeper
from ssldiag.pool.launch import Kit
from ssldiag.pool.loop import Loop
from ssldiag.pool.members import Members
from ssldiag.pool.names import admin_socket
from ssldiag.pool.office import Office
from ssldiag.pool.parts import Parts
from ssldiag.pool.plan import PoolPlan, Recording
from ssldiag.pool.ports import Gate, Ports
from ssldiag.pool.programs import Programs
from ssldiag.pool.responses import Responses
from ssldiag.pool.segment import Segment
from ssldiag.pool.sharing import Native
from ssldiag.pool.start import ServerStart
from ssldiag.pool.tickets import Tickets
from ssldiag.pool.warm import warm
from ssldiag.pool.world import new_world

DESCRIPTORS = 4096
"""Descriptors of the stack: a channel for each of 100 servers and some applications, and two for each of the
1,000 connections that may wait.
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a pool is to run, besides its plan. ``starter`` gives the start of a server where no files are to
    be read.
    """

    secure: bool = True
    agent_why: str = ""
    recording: Recording = field(default_factory=Recording)
    starter: Callable[[str], ServerStart] | None = None


class Pool:
    """``run`` returns when the pool has ended."""

    def __init__(self, directory: Path, plan: PoolPlan, ports: Ports, wish: Wish) -> None:
        self.directory, self.plan, self.ports = directory, plan, ports
        count = max(len(plan.servers), 1)
        world = new_world(plan, wish.secure, wish.agent_why)
        self.loop = Loop(self._report)
        control = Control(count)
        segment = Segment(plan.cache.size, plan.cache.life) if world.secure and not plan.cache.store else None
        wake = tuple(os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC) for _ in range(count + 1))
        self.children = Children()
        self.parts = Parts(
            directory, plan, world, self.loop, self.children, control, segment, wake, self._tell
        )
        self.members = Members(self.parts, self._kit(wish, segment, wake), ports)
        self.programs = Programs(self.parts, ports)
        self.gatherer = Gatherer(self.parts, self.members, self.programs)
        self.tickets = Tickets(self.parts, self.members, self.programs, self.gatherer)
        self.keeper = Keeper(self.parts)
        words = control.words
        gate = Gate(self.loop, ports.secure, lambda: words[TURN] == NOBODY, plan.timings.wait)
        self.conductor = Conductor(
            self.parts, self.members, self.programs, self.gatherer, self.tickets, self.keeper, gate
        )
        self.members.handlers["trouble"] = self._trouble
        self.members.handlers["refreshed"] = self._refreshed
        self.office = Office(self.parts, ports, self.members, self.programs, self.gatherer, self.conductor)
        self.responses = Responses(
            self.loop, directory, self.gatherer, self.office.active, self.office.status, self.parts.say
        )
        self.conductor.on_change = self._changed
        self.conductor.on_finish = self._finish
        self.on_settled: Callable[[], None] = lambda: None
        self._settled = False
        self._admin: AdminSocket | None = None

    def _kit(self, wish: Wish, segment: Segment | None, wake: tuple[int, ...]) -> Kit:
        native = Native.load()
        warm(self.plan, native)
        shared: Shared | None = segment
        keep = [self.parts.control.descriptor]
        if segment is not None:
            keep.append(segment.descriptor)
        return Kit(
            self.directory,
            self.plan,
            self.parts.control,
            shared,
            tuple(keep),
            wake,
            wish.recording,
            server.main,
            wish.starter,
            contexts.blanks(self.plan, native),
            native,
            choose(self.plan.engine, native),
        )

    def _tell(self, event: h.Event) -> None:
        self.conductor.tell(event)

    def _report(self, error: BaseException) -> None:
        """A fault of ours: it is written down, and the pool goes on."""
        where = traceback.extract_tb(error.__traceback__)[-1]
        self.parts.say(
            f"DTCTCPT99E Internal error, reported and passed over: {type(error).__name__}: {error}"
            f" ({Path(where.filename).name}:{where.lineno})"
        )
        traceback.print_exception(error, file=sys.stderr)

    def _trouble(self, userid: str, message: dict[str, object], descriptors: list[int]) -> None:
        self.parts.trouble[userid] = str(message.get("why", ""))[:200]

    def _refreshed(self, userid: str, message: dict[str, object], descriptors: list[int]) -> None:
        if not message.get("ok"):
            self.parts.say(f"DTCTCPT19W {userid} keeps its old certificates: {message.get('why')}"[:500])

    def _changed(self) -> None:
        self.responses.changed()
        if not self._settled and settled(self.parts.world):
            self._settled = True
            self.responses.now(self.on_settled)

    def open_admin(self) -> None:
        """Take SSLADMIN and NETSTAT. Raises OSError."""
        path = admin_socket(self.directory)
        self._admin = AdminSocket(self.loop, path, dict(self.plan.users), self.office.ask)

    def run(self) -> None:
        """Start everything, serve, and end."""
        self.loop.signals((signal.SIGTERM, signal.SIGINT, signal.SIGCHLD, signal.SIGHUP), self._signal)
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
        server.raise_limit(DESCRIPTORS)
        gc.collect()
        gc.freeze()
        try:
            self.loop.after(0.0, self._begin)
            self.loop.run()
        finally:
            self._end()

    def _begin(self) -> None:
        self.members.prepare()
        self._tell(h.StackStarted())

    def _signal(self, number: int) -> None:
        if number == signal.SIGCHLD:
            self.children.reap()
        elif number != signal.SIGHUP:
            self.parts.say(f"DTCTCPT16I {self.plan.stack} is shutting down")
            self._tell(h.Shutdown())

    def _finish(self, at_once: bool) -> None:
        if at_once and len(self.children):
            self.parts.say(f"DTCTCPT17W {len(self.children)} processes had to be killed")
        self.loop.stop()

    def _end(self) -> None:
        """Whatever happened: no process, no socket and no line is left behind."""
        if self._admin is not None:
            self._admin.close()
        self.children.kill_all()
        self.responses.write()
        self.members.close()
        self.programs.close()
        self.ports.close_all()
        self.parts.say(f"DTCTCPT18I {self.plan.stack} has ended")
        for console in self.parts.consoles.values():
            console.close()
        self.loop.close()
        for descriptor in self.parts.wake:
            os.close(descriptor)
