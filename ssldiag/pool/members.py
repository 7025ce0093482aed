"""The SSL servers as processes: started, told things, listened to, ended. What it means is for the core."""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ssldiag.pool import happenings as h
from ssldiag.pool import launch
from ssldiag.pool.channel import Channel, ChannelClosed, Message
from ssldiag.pool.children import kill
from ssldiag.pool.loop import READ, WRITE
from ssldiag.pool.parts import Parts
from ssldiag.pool.ports import Ports

LAST_WORDS = 2.0
"""Seconds that a server has to end when told to; then it is killed."""

SILENT = 1.0
"""Seconds that a process may live on without its end of the channel."""

AHEAD = 10
"""Servers whose configuration is read at once, while those before them still start: reading it takes half
the time of a start, and as long for one as for ten.
"""

FRESH = 10.0
"""Seconds after which a configuration that was read ahead is read again: the files may have changed."""

Handler = Callable[[str, Message, list[int]], None]


@dataclass(slots=True)
class Member:
    """A server's process and the stack's end of its channel."""

    userid: str
    pid: int
    channel: Channel
    began: float
    open: bool = True


class Members:
    """All servers that have a process. ``handlers`` take messages that are not about a server's own life."""

    def __init__(self, parts: Parts, kit: launch.Kit, ports: Ports) -> None:
        self._parts, self._kit, self._ports = parts, kit, ports
        self.running: dict[str, Member] = {}
        self.handlers: dict[str, Handler] = {}
        self._ahead: dict[str, tuple[int, float]] = {}
        self._prepared: dict[str, Member] = {}

    def prepare(self) -> None:
        """Fork the servers that start with the stack. They wait: in z/VM's terms they are not logged on."""
        for index in self._parts.world.queue:
            member = self._fork(self._parts.world.servers[index].userid)
            self._prepared[member.userid] = member

    def _fork(self, userid: str) -> Member:
        parts = self._parts
        mine, theirs = Channel.pair()
        place = launch.Place(userid, parts.world.index(userid), theirs, tuple(self._ports.secure))
        parts.flush()
        pid = launch.start_server(parts.children, self._kit, place, lambda how: self._ended(userid, pid, how))
        theirs.close()
        return Member(userid, pid, mine, 0.0)

    def start(self, userid: str) -> None:
        """Have a server start."""
        member = self._prepared.pop(userid, None) or self._fork(userid)
        member.began = self._parts.loop.now
        self.running[userid] = member
        self._parts.pids[userid] = member.pid
        self._parts.loop.watch(member.channel.fileno(), lambda: self._readable(userid))
        self.tell(userid, {"do": "go"}, self._configuration(userid))
        self.look_ahead()

    def _configuration(self, userid: str) -> tuple[int, ...]:
        """The descriptor from which a server reads its configuration; none with a starter."""
        if self._kit.starter is not None:
            return ()
        reading, began = self._ahead.pop(userid, (-1, 0.0))
        if reading >= 0 and self._parts.loop.now - began > FRESH:
            launch.close(reading)
            reading = -1
        if reading < 0:
            self._read_ahead(userid)
            reading, _ = self._ahead.pop(userid)
        return (reading,)

    def _read_ahead(self, *userids: str) -> None:
        """Begin to read the configuration of these, and of those next in the queue."""
        queued = (self._parts.world.servers[index].userid for index in self._parts.world.queue)
        others = (userid for userid in queued if userid not in self._ahead)
        wanted = list(dict.fromkeys((*userids, *others)))[:AHEAD]
        pid, readings = launch.begin(self._parts.directory, wanted)
        self._parts.children.adopt(pid, lambda how: None)
        now = self._parts.loop.now
        self._ahead |= {userid: (reading, now) for userid, reading in zip(wanted, readings, strict=True)}

    def look_ahead(self) -> None:
        """Read the next one's configuration while this one starts."""
        next_ones = [self._parts.world.servers[index].userid for index in self._parts.world.queue]
        if self._kit.starter is None and next_ones and next_ones[0] not in self._ahead:
            self._read_ahead()

    def tell(self, userid: str, message: Message, descriptors: tuple[int, ...] = ()) -> bool:
        """Send a message; False if the server is gone. The descriptors are closed here either way."""
        member = self.running.get(userid)
        if member is None or not member.open:
            for descriptor in descriptors:
                launch.close(descriptor)
            return False
        try:
            member.channel.send(message, descriptors)
        except ChannelClosed:
            self._lost_link(member)
            return False
        if member.channel.backed_up:
            self._parts.loop.watch(member.channel.fileno(), lambda: self._readable(userid), READ | WRITE)
        return True

    def tell_all(self, message: Message) -> None:
        """Send a message to every server."""
        for userid in list(self.running):
            self.tell(userid, message)

    def end(self, userid: str, at_once: bool) -> None:
        """End a server's process."""
        member = self.running.get(userid)
        if member is None:
            return
        if at_once or not self.tell(userid, {"do": "stop"}):
            kill(member.pid, signal.SIGKILL)
            return
        self._parts.loop.after(LAST_WORDS, lambda: self._kill(userid, member.pid))

    def _kill(self, userid: str, pid: int) -> None:
        member = self.running.get(userid)
        if member is not None and member.pid == pid:
            kill(pid, signal.SIGKILL)

    def _ended(self, userid: str, pid: int, how: str) -> None:
        prepared = self._prepared.get(userid)
        if prepared is not None and prepared.pid == pid:
            self._prepared.pop(userid).channel.close()
        member = self.running.get(userid)
        if member is None or member.pid != pid:
            return
        self._drain(member)
        self._close(member)
        del self.running[userid], self._parts.pids[userid]
        self._parts.tell(h.Gone(userid, how))

    def _drain(self, member: Member) -> None:
        """Last words that were sent before the end."""
        with suppress(ChannelClosed):
            while member.open and (found := member.channel.receive()) is not None:
                self._take(member, *found)

    def _readable(self, userid: str) -> None:
        member = self.running.get(userid)
        if member is None or not member.open:
            return
        try:
            if member.channel.backed_up and member.channel.flush():
                self._parts.loop.watch(member.channel.fileno(), lambda: self._readable(userid))
            found = member.channel.receive()
        except (ChannelClosed, ValueError):
            self._lost_link(member)
            return
        if found is not None:
            self._take(member, *found)

    def _lost_link(self, member: Member) -> None:
        """The channel is closed: the process ends now, or it hangs."""
        self._close(member)
        self._parts.loop.after(SILENT, lambda: self._hung(member))

    def _hung(self, member: Member) -> None:
        if self.running.get(member.userid) is member:
            self._parts.tell(h.Hung(member.userid))
            kill(member.pid, signal.SIGKILL)

    def _close(self, member: Member) -> None:
        if member.open:
            member.open = False
            self._parts.loop.forget(member.channel.fileno())
            member.channel.close()

    def _take(self, member: Member, message: Message, descriptors: list[int]) -> None:
        kind = message.get("do")
        if kind == "registered":
            self._registered(member)
        elif kind in EVENTS:
            self._parts.tell(EVENTS[kind](member.userid, message))
        elif kind in self.handlers:
            self.handlers[kind](member.userid, message, descriptors)
            return
        for descriptor in descriptors:
            launch.close(descriptor)

    def _registered(self, member: Member) -> None:
        """It counts when it has been Starting for as long as the plan wants at least."""
        left = self._parts.plan.timings.starting - (self._parts.loop.now - member.began)
        if left > 0:
            self._parts.loop.after(left, lambda: self._registered(member))
        elif self.running.get(member.userid) is member:
            self._parts.tell(h.Registered(member.userid))

    def close(self) -> None:
        """The end: channels, and configurations that nobody asked for."""
        for member in self.running.values():
            self._close(member)
        for member in self._prepared.values():
            member.channel.close()
        for descriptor, _ in self._ahead.values():
            launch.close(descriptor)


EVENTS: dict[Any, Callable[[str, Message], h.Event]] = {
    "refused": lambda userid, message: h.Refused(userid, str(message.get("why", ""))[:500]),
    "quiesced": lambda userid, message: h.Quiesced(userid),
}
"""Messages of a server that are events as they stand."""
