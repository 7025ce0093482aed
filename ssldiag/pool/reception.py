"""Connections arrive at a server, by its own listeners or from the stack; what becomes of them is told.

The part of a server that does the work: :class:`ssldiag.pool.server.Server` adds its life and its messages.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ssldiag.pool.channel import ChannelClosed, Message
from ssldiag.pool.contexts import Blanks, Cache, Contexts
from ssldiag.pool.control import CACHE_ON
from ssldiag.pool.engine.connection import Connection
from ssldiag.pool.engine.engines import choose
from ssldiag.pool.engine.gate import Gate
from ssldiag.pool.engine.loop import IN, OUT, Deadlines, Handler, Loop
from ssldiag.pool.engine.target import Target
from ssldiag.pool.failures import Failure
from ssldiag.pool.inherit import Inheritance, Peer, Sessions
from ssldiag.pool.material import Material, MaterialError
from ssldiag.pool.plan import ClientCheck, SecurePort, TraceSetting
from ssldiag.pool.ports import NOT_AVAILABLE, TELNET
from ssldiag.pool.sharing import Native
from ssldiag.pool.trace.tracer import Tracer

if TYPE_CHECKING:
    from ssldiag.pool.engine.recorder import PcapFile

HALF = 60.0
"""Seconds of silence after which a connection of which one direction has ended is closed (our choice)."""

DRAINING = 5.0
"""The same where nothing that is still to come can be delivered."""

NUMBERS = 64
"""Connection numbers taken at once."""

_WATCHED = ("FLOW", "DEBUG")


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


class Reception:
    """The :class:`ssldiag.pool.engine.host.Host` of a server's connections."""

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
        self.blanks = Blanks(given.blanks)
        self.contexts = self._contexts(self.material)
        self.gate = Gate(given.control, given.index, given.wake, self.loop, given.listeners, self._arrived)
        self._targets: dict[str, Target] = {}
        self._numbers: Iterator[int] = iter(())
        self.quiescing = False

    # The trace

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
        return Contexts(self.plan, material, self.native, cache, self._complain, self.blanks)

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
        where, local = self._targets[port.backend], (self.plan.listen, port.number)
        try:
            context = self.contexts.get(label, check)
        except MaterialError as error:
            self._turned_away(port, client, number, error)
            return
        if self.watching:
            self._observe(
                context, client, True, Peer(number, local, foreign), label, check, port.userid, where, None
            )
            return
        tls, client = self.engine.wrap(context, client, True)
        self._begin(Connection(self, client, tls, number, label, check, port.userid, local, foreign, where))

    def _turned_away(
        self, port: SecurePort, client: socket.socket, number: int, error: MaterialError
    ) -> None:
        """There is no certificate for a port: its client sees what it would see without any SSL server."""
        self.given.control.failed[self.given.index] += 1
        self.given.say(f"DTCSSLT07E Connection {number} refused: {error}")
        with client, suppress(OSError):
            if port.userid == TELNET:
                client.send(NOT_AVAILABLE)
            client.shutdown(socket.SHUT_WR)
            client.recv(1 << 16)  # what is left unread would have the text thrown away
        self.gate.left()

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
        from ssldiag.pool.engine.piped import Piped, piped_ends
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
                piped_ends(self.native),
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
        if self.quiescing and not self.connections:
            self.drained()

    def _state(self, connection: Connection, before: str, after: str) -> None:
        if not self._stateless:
            self.tracer.connection(peer(connection), before, after)

    def _report(self, number: int, ok: bool, **more: Any) -> None:
        fields = {"rc": None, "reason": "", "protocol": "", "cipher": "", **more}
        self.send({"do": "handshake", "connection": number, "ok": ok, **fields})

    def drained(self) -> None:
        """The last connection has ended while the server quiesces."""

    # What the stack is told

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


def peer(connection: Connection) -> Peer:
    """How trace lines name a connection."""
    return Peer(connection.number, connection.local, connection.foreign)


def _address(pair: Any) -> tuple[str, int]:
    return (str(pair[0]), int(pair[1])) if pair else ("", 0)
