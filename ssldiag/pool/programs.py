"""The application servers as processes: ``python -m ssldiag.pool.apps``, with listeners and a channel each.

A start is a message for each listening socket, then one with the application; see that program.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial

from ssldiag.pool import happenings as h
from ssldiag.pool.channel import Channel, ChannelClosed, Message
from ssldiag.pool.children import kill
from ssldiag.pool.loop import READ, WRITE
from ssldiag.pool.parts import Parts
from ssldiag.pool.plan import Application
from ssldiag.pool.ports import Ports

MODULE = "ssldiag.pool.apps"

LAST_WORDS = 2.0
"""Seconds that an application has to end when told to."""

Handler = Callable[[str, Message, list[int]], None]


@dataclass(slots=True)
class Program:
    """A running application. ``words`` are what it said last, ``ending`` why it says that it ends."""

    userid: str
    pid: int
    channel: Channel
    open: bool = True
    ready: bool = False
    ending: str = ""


class Programs:
    """All applications. ``handlers`` take their requests, ``on_end`` are told of their ends, ``why`` says the
    reasons.
    """

    def __init__(self, parts: Parts, ports: Ports) -> None:
        self._parts, self._ports = parts, ports
        self.running: dict[str, Program] = {}
        self.handlers: dict[str, Handler] = {}
        self.why: dict[str, str] = {}
        self.on_end: list[Callable[[str], None]] = []

    def application(self, userid: str) -> Application:
        """Its plan. Raises StopIteration."""
        return next(item for item in self._parts.plan.applications if item.userid == userid)

    def start(self, userid: str) -> None:
        """Start an application; one of kind ``other`` is somebody else's program, and counts as started."""
        app = self.application(userid)
        if app.kind == "other":
            self.why[userid] = "no program of ours"
            self._parts.tell(h.ApplicationEnded(userid))
            return
        self.why.pop(userid, None)
        mine, theirs = Channel.pair()
        number = theirs.fileno()
        if app.kind != "telnet":
            self._parts.console(userid).logon()
            self._parts.flush()
        try:
            pid = self._parts.children.spawn(
                MODULE, [str(number)], [number], lambda how: self._ended(userid, pid, how)
            )
        finally:
            theirs.close()
        self.running[userid] = Program(userid, pid, mine)
        self._parts.loop.watch(mine.fileno(), lambda: self._readable(userid))
        for item in self._ports.open(userid):
            assert item.socket is not None
            message = {"do": "listener", "port": item.number, "secured": bool(item.path)}
            self.tell(userid, message, (os.dup(item.socket.fileno()),))
        self.tell(userid, {"do": "start", "application": asdict(app)})

    def tell(self, userid: str, message: Message, descriptors: tuple[int, ...] = ()) -> bool:
        """Send a message; False if the application is gone."""
        program = self.running.get(userid)
        if program is None or not program.open:
            for descriptor in descriptors:
                os.close(descriptor)
            return False
        try:
            program.channel.send(message, descriptors)
        except ChannelClosed:
            self._last_words(program)
            return False
        if program.channel.backed_up:
            self._parts.loop.watch(program.channel.fileno(), lambda: self._readable(userid), READ | WRITE)
        return True

    def end_all(self) -> None:
        """Tell all of them to end."""
        for program in list(self.running.values()):
            if not self.tell(program.userid, {"do": "stop"}):
                kill(program.pid, signal.SIGTERM)
            self._parts.loop.after(LAST_WORDS, partial(self._kill, program.pid))

    def _kill(self, pid: int) -> None:
        if any(program.pid == pid for program in self.running.values()):
            kill(pid, signal.SIGKILL)

    def _readable(self, userid: str) -> None:
        program = self.running.get(userid)
        if program is None or not program.open:
            return
        try:
            if program.channel.backed_up and program.channel.flush():
                self._parts.loop.watch(program.channel.fileno(), lambda: self._readable(userid))
            found = program.channel.receive()
        except (ChannelClosed, ValueError):
            self._close(program)
            return
        if found is not None:
            self._take(program, *found)

    def _take(self, program: Program, message: Message, descriptors: list[int]) -> None:
        kind = str(message.get("do"))
        if kind == "say":
            self._parts.say(str(message.get("text", "")), self._machine(program.userid))
        elif kind == "ready":
            program.ready = True
            self._parts.tell(h.ApplicationReady(program.userid))
        elif kind == "ending":
            program.ending = str(message.get("why", ""))[:500]
        elif kind in self.handlers:
            self.handlers[kind](program.userid, message, descriptors)
            return
        for descriptor in descriptors:
            os.close(descriptor)

    def _machine(self, userid: str) -> str:
        """Whose console has its lines: INTCLIEN is a part of the stack, not a machine."""
        return self._parts.plan.stack if self.application(userid).kind == "telnet" else userid

    def _ended(self, userid: str, pid: int, how: str) -> None:
        program = self.running.get(userid)
        if program is None or program.pid != pid:
            return
        self._last_words(program)
        del self.running[userid]
        self.why[userid] = program.ending or how
        self._ports.close(userid)
        for told in self.on_end:
            told(userid)
        self._parts.tell(h.ApplicationEnded(userid))

    def _last_words(self, program: Program) -> None:
        """What it said before its end: why it ends may be among it."""
        with suppress(ChannelClosed, ValueError):
            while program.open and (found := program.channel.receive()) is not None:
                self._take(program, *found)
        self._close(program)

    def _close(self, program: Program) -> None:
        if program.open:
            program.open = False
            self._parts.loop.forget(program.channel.fileno())
            program.channel.close()

    def close(self) -> None:
        """Close all channels."""
        for program in self.running.values():
            self._close(program)
