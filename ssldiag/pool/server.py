"""An SSL server: a process that takes what the stack gives it, serves until it is told to end, and ends.

``main`` is called in the child that the stack forked. All here is one thread around one loop, but for
reading the key database at REFRESH.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ssldiag.pool import server_rows
from ssldiag.pool.channel import ChannelClosed, Message
from ssldiag.pool.contexts import Cache, Contexts
from ssldiag.pool.control import CACHE_ON, PER_SERVER
from ssldiag.pool.engine.connection import Connection
from ssldiag.pool.engine.engines import choose
from ssldiag.pool.engine.gate import Gate
from ssldiag.pool.engine.loop import IN, OUT, Deadlines, Handler, Loop
from ssldiag.pool.engine.target import Target, target
from ssldiag.pool.failures import Failure
from ssldiag.pool.inherit import Inheritance, Peer, Sessions
from ssldiag.pool.material import Material, MaterialError
from ssldiag.pool.plan import ClientCheck, SecurePort, TraceSetting
from ssldiag.pool.sharing import Native
from ssldiag.pool.trace.tracer import Tracer

if TYPE_CHECKING:
    from ssldiag.pool.engine.recorder import PcapFile

ROWS = 200
"""Rows of an answer: a message holds 200,000 bytes."""

HALF = 60.0
"""Seconds of silence after which a connection of which one direction has ended is closed (our choice)."""

DRAINING = 5.0
"""The same where nothing that is still to come can be delivered."""

NUMBERS = 64
"""Connection numbers taken at once."""

SPARE = 64
"""Descriptors besides those of connections: listeners, channel, eventfds, console, libraries."""


class ServerLoop(Loop):
    """A loop in which a fault of ours costs one connection, not all."""

    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__()
        self._say = say

    def trouble(self, handler: Handler, error: Exception) -> None:
        """Say so, and close the connection whose handler it was."""
        owner = getattr(handler, "__self__", None)
        if not isinstance(owner, Connection):
            raise error
        self._say(f"DTCSSLT13E Connection {owner.number} closed by a fault of the server: {error!r}")
        owner.close()


class Server:
    """One SSL server; the :class:`ssldiag.pool.engine.connection.Host` of its connections."""

    def __init__(self, given: Inheritance) -> None:
        self.given, self.plan, self.userid = given, given.plan, given.userid
        self.loop: Loop = ServerLoop(given.say)
        self.native = Native.load() if given.native is None else given.native
        self.engine, self.why_public = given.engine or choose(given.plan.engine, self.native)
        timings = given.plan.timings
        self.shaking, self.idle = Deadlines(timings.handshake), Deadlines(timings.idle)
        self.half, self.draining = Deadlines(HALF), Deadlines(DRAINING)
        self.complaints: list[tuple[str, int]] = []
        self.connections: dict[int, Connection] = {}
        self.recorder = self._recorder()
        make = given.tracer or Tracer
        self.tracer = make(given.userid, given.plan.trace, given.say)
        self.set_trace(given.plan.trace)
        self.sessions = self._member()
        self.material = Material()
        self.contexts = self._contexts(self.material)
        self.gate = Gate(given.control, given.index, given.wake, self.loop, given.listeners, self._arrived)
        self._targets: dict[str, Target] = {}
        self._numbers: Iterator[int] = iter(())
        self._quiescing = self._last = False
        self._loaded: list[Material | str] = []

    # Start and end

    def start(self) -> None:
        """Be ready to serve. Raises MaterialError, ValueError, OSError."""
        self.material = self.given.load()
        self.contexts = self._contexts(self.material)
        for port, _ in self.given.listeners:
            self.contexts.get(port.label, port.client_check)
            self._targets[port.backend] = target(port.backend)
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

    def send(self, message: Message) -> None:
        """A message to the stack; without a stack there is nothing to live for."""
        channel = self.given.channel
        try:
            channel.send(message)
        except ChannelClosed:
            self.loop.running = False
            return
        if channel.backed_up:
            self.loop.epoll.modify(channel.fileno(), IN | OUT)

    def _recorder(self) -> PcapFile | None:
        path = self.plan.recording.pcap
        if not path:
            return None
        from ssldiag.pool.engine.recorder import PcapFile

        try:
            return PcapFile(path, self.given.say)
        except OSError as error:
            self.given.say(f"DTCSSLT12W No recording: {path}: {error.strerror}")
            return None

    def set_trace(self, setting: TraceSetting) -> None:
        """What is traced from now on. Where bytes are shown or recorded, new connections are observed."""
        self.tracer.setting = setting
        shown = setting.data != 0 or setting.kind in _WATCHED
        self.watching = shown or self.recorder is not None
        self._silent = setting.kind == "NONE"
        self._stateless = setting.kind in ("NONE", "NORMAL")

    def _on_term(self, *_: object) -> None:
        self.loop.after(0.0, self._terminate)
        with suppress(BlockingIOError):
            os.eventfd_write(self.given.wake[self.given.index], 1)  # a signal alone does not end a poll

    def _terminate(self) -> None:
        self._last = True
        self.given.control.active[self.given.index] = 0
        self.gate.choose()
        self.quiesce({})

    # Contexts

    def _member(self) -> Sessions | None:
        """This server's part in the session cache; None for no reuse of sessions."""
        cache, given = self.plan.cache, self.given
        if not cache.life:
            return None
        if not cache.store:
            return given.segment.member(given.index) if given.segment else None
        from ssldiag.pool.redis_store import RedisStore, StoreError

        try:
            return RedisStore(cache.store, cache.life, given.say).member(given.index)
        except StoreError as error:
            given.say(f"DTCSSLT15W No session cache: {error}")
            return None

    def _contexts(self, material: Material) -> Contexts:
        words, stored = self.given.control.words, bool(self.plan.cache.store)
        cache = None
        if self.sessions is not None:
            cache = Cache(self.sessions, lambda: stored or bool(words[CACHE_ON]), self.given.say)
        return Contexts(self.plan, material, self.native, cache, self._complain, dict(self.given.blanks))

    def _complain(self, why: str, number: int, depth: int) -> None:
        """A client's certificate is bad, and let through (CLIENTCERTCHECK PREFERRED)."""
        if not self.complaints:
            self.given.say(f"DTCSSLT16W Client certificate not valid, accepted all the same: {why}")
        self.complaints.append((why, number))

    # Connections

    def number(self) -> int:
        """The next connection number."""
        for number in self._numbers:
            return number
        self._numbers = iter(self.given.control.numbers(NUMBERS))
        return next(self._numbers)

    def _arrived(self, port: SecurePort, client: socket.socket, foreign: tuple[str, int]) -> None:
        """A client of a secure port."""
        label, check, number = port.label, port.client_check, self.number()
        context, where = self.contexts.get(label, check), self._targets[port.backend]
        local = (self.plan.listen, port.number)
        if self.watching:
            self._observe(
                context, client, True, Peer(number, local, foreign), label, check, port.userid, where, None
            )
            return
        tls, client = self.engine.wrap(context, client, True)
        self._begin(Connection(self, client, tls, number, label, check, port.userid, local, foreign, where))

    def _observe(
        self,
        context: ssl.SSLContext,
        client: socket.socket,
        server: bool,
        who: Peer,
        label: str,
        check: ClientCheck,
        userid: str,
        where: Target | None,
        app: socket.socket | None,
    ) -> None:
        """A connection whose bytes are shown or recorded."""
        from ssldiag.pool.engine.piped import Piped, piped
        from ssldiag.pool.engine.recorder import Tap
        from ssldiag.pool.engine.watching import Watch

        tap = Tap(self.recorder, who.foreign, who.local) if self.recorder else None
        watch = Watch(who, self.tracer, tap)
        tls = Piped(context, client, server, watch)
        self._begin(
            Connection(
                self,
                client,
                tls,
                who.number,
                label,
                check,
                userid,
                who.local,
                who.foreign,
                where,
                app,
                piped(self.native),
                watch,
            )
        )

    def _begin(self, connection: Connection) -> None:
        self.connections[connection.number] = connection
        self.gate.count()
        self._state(connection, "accepted", "handshake")
        connection.start()

    def connection(self, message: Message, descriptors: list[int]) -> None:
        """A connection that turns to TLS in the middle: the stack has counted it already."""
        number, label = int(message["connection"]), str(message["label"])
        check, role = ClientCheck(message.get("client_check", "NONE")), str(message.get("role", "server"))
        local, foreign = _address(message.get("local")), _address(message.get("foreign"))
        userid = str(message.get("userid", ""))
        if len(descriptors) != 2:
            raise ValueError(f"{len(descriptors)} descriptors with a connection")
        app, client = (socket.socket(fileno=descriptors.pop()) for _ in range(2))
        client.setblocking(False)
        app.setblocking(False)
        try:
            context = self.contexts.get(label, check, role)
            if self.watching:
                who = Peer(number, local, foreign)
                self._observe(context, client, role != "client", who, label, check, userid, None, app)
                return
            tls, client = self.engine.wrap(context, client, role != "client")
        except (MaterialError, OSError) as error:
            client.close()
            app.close()
            self.given.say(f"DTCSSLT07E Connection {number} refused: {error}")
            self._report(number, False, rc=6, reason=str(error))
            self.gate.left()
            return
        local, foreign = _address(message.get("local")), _address(message.get("foreign"))
        userid = str(message.get("userid", ""))
        self._begin(Connection(self, client, tls, number, label, check, userid, local, foreign, app=app))

    def secured(self, connection: Connection) -> None:
        """A handshake was completed."""
        tls, tracer = connection.tls, self.tracer
        if not self._silent or connection.dynamic:
            protocol, cipher = tls.version() or "", (tls.cipher() or ("",))[0]
            tracer.handshake(peer(connection), protocol, cipher, connection.label, bool(tls.session_reused))
            self._state(connection, "handshake", "secure")
            if connection.dynamic:
                self._report(connection.number, True, protocol=protocol, cipher=cipher)

    def failed(self, connection: Connection, why: Failure) -> None:
        """A handshake failed."""
        self.given.control.failed[self.given.index] += 1
        self.tracer.failure(peer(connection), why.rc, why.text, why.detail)
        if connection.dynamic:
            self._report(connection.number, False, rc=why.rc, reason=why.text)

    def refused(self, connection: Connection, why: str) -> None:
        """The application could not be reached."""
        where = connection.target.text if connection.target else connection.userid
        self.given.say(
            f"DTCSSLT08W Connection {connection.number}: {connection.userid} at {where} "
            f"does not answer: {why}"
        )

    def broken(self, connection: Connection, why: str) -> None:
        """A secure connection ended in disorder."""
        self._state(connection, "secure", f"broken ({why})")

    def ended(self, connection: Connection) -> None:
        """A connection is over."""
        del self.connections[connection.number]
        self._state(connection, "secure" if connection.secure else "handshake", "closed")
        self.gate.left()
        if self._quiescing and not self.connections:
            self._drained()

    def _state(self, connection: Connection, before: str, after: str) -> None:
        if not self._stateless:
            self.tracer.connection(peer(connection), before, after)

    def _report(self, number: int, ok: bool, **more: Any) -> None:
        fields = {"rc": None, "reason": "", "protocol": "", "cipher": "", **more}
        self.send({"do": "handshake", "connection": number, "ok": ok, **fields})

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
                fresh.get(port.label, port.client_check)
        except MaterialError as error:
            self.given.say(f"DTCSSLT09E Key database not refreshed, the old one stays in use: {error}")
            self.send({"do": "refreshed", "ok": False, "why": str(error)})
            return
        self.contexts, self.material = fresh, found
        self.given.say("DTCSSLT10I Key database refreshed; it is used for new connections")
        self.send({"do": "refreshed", "ok": True, "why": ""})

    def quiesce(self, _: Message) -> None:
        """No new connections; tell when those that are here have ended, or were given time enough."""
        if self._quiescing:
            return
        self._quiescing = True
        self.gate.bar()
        if not self.connections:
            self._drained()
            return
        self.loop.after(self.plan.timings.drain, self._drop_all)

    def _drop_all(self) -> None:
        for connection in list(self.connections.values()):
            connection.leave()

    def _drained(self) -> None:
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


_WATCHED = ("FLOW", "DEBUG")
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


def peer(connection: Connection) -> Peer:
    """How trace lines name a connection."""
    return Peer(connection.number, connection.local, connection.foreign)


def _address(pair: Any) -> tuple[str, int]:
    return (str(pair[0]), int(pair[1])) if pair else ("", 0)


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
