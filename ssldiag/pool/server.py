"""An SSL server: a process that takes what the stack gives it, serves until it is told to end, and ends.

``main`` is called in the child that the stack forked. All here is one thread around one loop, but for
reading the key database at REFRESH.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from ssldiag.pool import server_rows
from ssldiag.pool.channel import ChannelClosed, Message
from ssldiag.pool.contexts import Contexts
from ssldiag.pool.control import PER_SERVER
from ssldiag.pool.engine.connection import Connection
from ssldiag.pool.engine.loop import IN, OUT
from ssldiag.pool.engine.target import target
from ssldiag.pool.inherit import Inheritance
from ssldiag.pool.material import Material, MaterialError
from ssldiag.pool.plan import ClientCheck, SecurePort, TraceSetting
from ssldiag.pool.reception import Reception

ROWS = 200
"""Rows of an answer: a message holds 200,000 bytes."""

SPARE = 64
"""Descriptors besides those of connections: listeners, channel, eventfds, console, libraries."""


class Server(Reception):
    """One SSL server: its life, and the messages of the stack."""

    def __init__(self, given: Inheritance) -> None:
        super().__init__(given)
        self._last = False
        self._loaded: list[Material | str] = []

    # Start and end

    def start(self) -> None:
        """Be ready to serve. Raises MaterialError, ValueError, OSError."""
        self.material = self.given.load()
        self.contexts = self._contexts(self.material)
        for port, _ in self.given.listeners:
            self._targets[port.backend] = target(port.backend)
            self._without(self.contexts, port)
        for label, check in self._dynamic():
            with suppress(MaterialError):  # the application is told when it asks for its label
                self.contexts.get(label, check)
        raise_limit(2 * int(self.given.control.words[PER_SERVER]) + SPARE)
        loop = self.loop
        loop.add(self.given.channel.fileno(), self._on_channel)
        loop.watch(self.shaking, _each(Connection.too_slow))
        loop.watch(self.half, _each(Connection.leave))
        loop.watch(self.draining, _each(Connection.close))
        loop.watch(self.idle, _each(Connection.leave))
        self.gate.open()

    def _without(self, contexts: Contexts, port: SecurePort) -> MaterialError | None:
        """Why a port has no certificate; it is said. The other ports are served all the same (our choice)."""
        try:
            contexts.get(port.label, port.client_check)
        except MaterialError as error:
            self.given.say(f"DTCSSLT17E Port {port.number} of {port.userid} cannot be secured: {error}")
            return error
        return None

    def _dynamic(self) -> Iterator[tuple[str, ClientCheck]]:
        for application in self.plan.applications:
            if application.label:
                yield application.label, application.client_check

    def run(self, interrupts: Sequence[int] = (signal.SIGTERM,)) -> None:
        """Serve until the end; these signals ask for it."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
        for number in interrupts:
            signal.signal(number, self._on_term)
        self.send({"do": "registered"})
        gc.freeze()
        gc.enable()
        self.loop.run()
        for connection in list(self.connections.values()):
            connection.leave()

    def _on_term(self, *_: object) -> None:
        self.loop.after(0.0, self._terminate)
        with suppress(BlockingIOError):
            os.eventfd_write(self.given.wake[self.given.index], 1)  # a signal alone does not end a poll

    def _terminate(self) -> None:
        self._last = True
        self.given.control.active[self.given.index] = 0
        self.gate.choose()
        self.quiesce({})

    # Messages of the stack

    def _on_channel(self, events: int) -> None:
        channel = self.given.channel
        try:
            if events & OUT and channel.flush():
                self.loop.epoll.modify(channel.fileno(), IN)
            while self.loop.running:
                found = channel.receive()
                if found is None:
                    return
                self._take(*found)
        except ChannelClosed:
            self.loop.running = False

    def _take(self, message: Message, descriptors: list[int]) -> None:
        act = _ACTIONS.get(str(message.get("do")))
        try:
            if message.get("do") == "connection":
                self.connection(message, descriptors)
            elif act is not None:
                act(self, message)
        except (KeyError, TypeError, ValueError) as error:
            self.given.say(f"DTCSSLT14W A message of the stack makes no sense: {error!r}")
            if message.get("do") == "connection":
                self.gate.left()  # the stack counted it
        for descriptor in descriptors:
            os.close(descriptor)

    def refresh(self, _: Message) -> None:
        """Read the key database anew, beside the serving; new connections use it when it is there."""
        done = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)

        def read() -> None:
            try:
                self._loaded.append(self.given.load())
            except MaterialError as error:
                self._loaded.append(str(error))
            except Exception as error:
                self._loaded.append(f"{type(error).__name__}: {error}")
            os.eventfd_write(done, 1)

        def ready(_: int) -> None:
            self.loop.drop(done)
            os.close(done)
            self._refreshed(self._loaded.pop())

        self.loop.add(done, ready)
        threading.Thread(target=read, daemon=True).start()

    def _refreshed(self, found: Material | str) -> None:
        try:
            if isinstance(found, str):
                raise MaterialError(found)
            fresh = self._contexts(found)
            for port, _ in self.given.listeners:
                if usable(self.contexts, port):
                    fresh.get(port.label, port.client_check)  # none may be lost
                else:
                    self._without(fresh, port)
        except MaterialError as error:
            self.given.say(f"DTCSSLT09E Key database not refreshed, the old one stays in use: {error}")
            self.send({"do": "refreshed", "ok": False, "why": str(error)})
            return
        self.contexts, self.material = fresh, found
        self.given.say("DTCSSLT10I Key database refreshed; it is used for new connections")
        self.send({"do": "refreshed", "ok": True, "why": ""})

    def quiesce(self, _: Message) -> None:
        """No new connections; tell when those that are here have ended, or were given time enough."""
        if self.quiescing:
            return
        self.quiescing = True
        self.gate.bar()
        if not self.connections:
            self.drained()
            return
        self.loop.after(self.plan.timings.drain, self._drop_all)

    def _drop_all(self) -> None:
        for connection in list(self.connections.values()):
            connection.leave()

    def drained(self) -> None:
        """Tell the stack; after SIGTERM it is the end."""
        self.send({"do": "quiesced"})
        if self._last:
            self.loop.running = False

    def stop(self, _: Message) -> None:
        """End now."""
        self.loop.running = False

    def trace(self, message: Message) -> None:
        """Another trace setting."""
        wanted = message["setting"]
        self.set_trace(TraceSetting(**{name: wanted[name] for name in _TRACE if name in wanted}))

    def query(self, message: Message) -> None:
        """Answer a question of SSLADMIN, in parts."""
        rows = server_rows.ROWS.get(str(message.get("what")))
        parts = list(_chunks(rows(self))) if rows else []
        for at, part in enumerate(parts or [[]]):
            more = at + 1 < len(parts)
            self.send({"do": "answer", "id": message.get("id"), "rows": part, "more": more})

    def segment(self, _: Message) -> None:
        """The agent is gone or back: the contexts look at CACHE_ON themselves."""

    def nothing(self, _: Message) -> None:
        """Told to all processes, of no concern here."""


def usable(contexts: Contexts, port: SecurePort) -> bool:
    """Whether a port has a certificate."""
    with suppress(MaterialError):
        contexts.get(port.label, port.client_check)
        return True
    return False


_TRACE = tuple(asdict(TraceSetting()))

_ACTIONS: Mapping[str, Callable[[Server, Message], None]] = {
    "refresh": Server.refresh,
    "quiesce": Server.quiesce,
    "stop": Server.stop,
    "trace": Server.trace,
    "query": Server.query,
    "segment": Server.segment,
    "closecon": Server.nothing,
}


def _chunks(rows: Iterable[Any]) -> Iterator[list[dict[str, Any]]]:
    part: list[dict[str, Any]] = []
    for row in rows:
        part.append(asdict(row))
        if len(part) == ROWS:
            yield part
            part = []
    if part:
        yield part


def _each(call: Callable[[Connection], None]) -> Callable[[object], None]:
    def over(item: object) -> None:
        if isinstance(item, Connection):
            call(item)

    return over


def raise_limit(wanted: int) -> None:
    """Allow so many descriptors, or as many as the hard limit lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def main(given: Inheritance) -> int:
    """The life of a server; its exit code."""
    gc.disable()  # a collection would write to all that is shared with the stack
    try:
        server = Server(given)
        server.start()
    except (MaterialError, ValueError, OSError) as error:
        with suppress(ChannelClosed):
            given.channel.send({"do": "refused", "why": str(error)})
        given.say(f"DTCSSLT11E {given.userid} does not start: {error}")
        return 1
    server.run()
    return 0
