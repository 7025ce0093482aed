"""The stack's side of the agent: started, listened to, ended. Where there is no segment there is no process:
the cache is elsewhere, and is there.
"""

from __future__ import annotations

import signal
from functools import partial

from ssldiag.pool import agent
from ssldiag.pool import happenings as h
from ssldiag.pool.channel import Channel, ChannelClosed
from ssldiag.pool.children import kill
from ssldiag.pool.parts import Parts

LAST_WORDS = 1.0
"""Seconds that the agent has to end when told to."""


class Keeper:
    """``expired`` is what the agents have removed so far."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._pid = 0
        self._channel: Channel | None = None
        self.expired = 0

    def start(self) -> None:
        """Fork the agent."""
        parts, segment = self._parts, self._parts.segment
        if segment is None:
            parts.tell(h.AgentReady())
            return
        mine, theirs = Channel.pair()
        plan = parts.plan
        desk = agent.Desk(
            parts.directory, plan.agent, plan.stack, plan.cache, parts.control, segment, theirs,
            plan.timestamps,
        )  # fmt: skip
        parts.flush()
        keep = (theirs.fileno(), segment.descriptor, parts.control.descriptor)
        self._pid = parts.children.fork(lambda: agent.main(desk), plan.agent, keep, self._ended)
        parts.pids[plan.agent] = self._pid
        theirs.close()
        self._channel = mine
        parts.loop.watch(mine.fileno(), self._readable)

    def _readable(self) -> None:
        if self._channel is None:
            return
        try:
            found = self._channel.receive()
        except (ChannelClosed, ValueError):
            self._close()
            self._parts.loop.after(LAST_WORDS, partial(self._kill, self._pid))
            return
        if found is None:
            return
        if found[0].get("do") == "ready":
            self._parts.tell(h.AgentReady())
        elif found[0].get("do") == "expired":
            self.expired += int(found[0].get("count", 0))

    def end(self) -> None:
        """Tell the agent to end."""
        if self._channel is None:
            self._parts.tell(h.AgentLost("ended"))
            return
        try:
            self._channel.send({"do": "stop"})
        except ChannelClosed:
            self._close()
        self._parts.loop.after(LAST_WORDS, partial(self._kill, self._pid))

    def _kill(self, pid: int) -> None:
        if pid and pid == self._pid:
            kill(pid, signal.SIGKILL)

    def _ended(self, how: str) -> None:
        self._close()
        self._parts.pids.pop(self._parts.plan.agent, None)
        self._pid = 0
        self._parts.tell(h.AgentLost(how))

    def _close(self) -> None:
        if self._channel is not None:
            self._parts.loop.forget(self._channel.fileno())
            self._channel.close()
            self._channel = None
