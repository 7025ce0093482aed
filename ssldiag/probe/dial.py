"""One connection: a target, a prelude and a client without a socket in, an :class:`Attempt` out.

Whatever the peer does gives one attempt: every step has a deadline, what is read is bounded, and the socket
is closed in the end. Nothing is raised for what a peer or a network does.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ssldiag.probe.client import Client
from ssldiag.probe.lookup import Address
from ssldiag.probe.model import Attempt, Deadlines, Ended, Step, Target, Trouble
from ssldiag.probe.record import Recording, judged
from ssldiag.wire.model import Endpoint

MAX_BYTES = 256 * 1024
"""Read of one connection: a chain with staples and a long list of authorities has some tens of KB."""

CHUNK = 16 * 1024
LINGER = 0.3
"""Seconds to wait for what a server says after the goal is reached (tickets, a refusal, its goodbye): a
server that is told goodbye closes within a round trip, and one that does not shall not hold things up.
"""

OWN = ("fault", "limit", "unable")
"""Ends that are ours: a verdict is about what the two sides did, and cannot know why the client stopped."""


class Prelude(Protocol):
    """What is said before TLS: bytes of the server in (none at first), an answer out.

    ``done``: TLS may begin. ``refused``: the server said no, in these words. ``said``: its last words.
    """

    done: bool
    refused: str | None

    @property
    def said(self) -> str:
        """The last line of the server; empty if none came."""

    def feed(self, data: bytes) -> bytes:
        """What to send next; nothing while more is needed."""


@dataclass(frozen=True, slots=True)
class Dialled:
    """An attempt, and the client that made it, which knows sessions and what was agreed."""

    attempt: Attempt
    client: Client


class NotDone(Exception):
    """A step did not come off. ``how`` says how the attempt ended."""

    def __init__(self, step: Step, how: Ended, what: str) -> None:
        super().__init__(what)
        self.trouble = Trouble(step, what)
        self.how = how


async def dial(
    purpose: str,
    target: Target,
    addresses: Sequence[Address],
    client: Client,
    deadlines: Deadlines,
    prelude: Prelude | None = None,
    judge: bool = False,
) -> Dialled:
    """Connect and talk. ``judge``: give a verdict even where all went as it should."""
    began = time.perf_counter()
    line = _Line(target, addresses, client, deadlines, prelude)
    ended, trouble = await line.run()
    handshake = line.recording.handshake(client.keylog) if line.recording else None
    wanted = ended not in OWN and (judge or ended != "reached")
    verdict = judged(handshake) if handshake is not None and wanted else None
    took = time.perf_counter() - began
    return Dialled(Attempt(purpose, ended, handshake, verdict, trouble, took), client)


class _Line:
    """One connection on its way."""

    def __init__(
        self,
        target: Target,
        addresses: Sequence[Address],
        client: Client,
        deadlines: Deadlines,
        prelude: Prelude | None,
    ) -> None:
        self._target = target
        self._addresses = addresses
        self._client = client
        self._deadlines = deadlines
        self._prelude = prelude
        self._left = MAX_BYTES
        self.recording: Recording | None = None

    async def run(self) -> tuple[Ended, Trouble | None]:
        """How it ended, and what went wrong if not all went right."""
        try:
            connection = await self._connect()
        except NotDone as error:
            return error.how, error.trouble
        try:
            return await self._talk(connection)
        except NotDone as error:
            return error.how, error.trouble
        finally:
            connection.close()

    async def _connect(self) -> socket.socket:
        """The first of the addresses that answers."""
        last = NotDone("connect", "fault", f"{self._target.host} has no address")
        for address in self._addresses:
            try:
                return await self._connect_to(address)
            except NotDone as error:
                last = error
        raise last

    async def _connect_to(self, address: Address) -> socket.socket:
        end = address.endpoint
        any_address = "::" if address.family == socket.AF_INET6 else "0.0.0.0"
        self.recording = Recording(str(self._target), Endpoint(any_address, 0), end)
        loop = asyncio.get_running_loop()
        try:
            connection = socket.socket(address.family, socket.SOCK_STREAM)
        except OSError as error:
            raise NotDone("connect", "fault", f"no socket can be made: {error.strerror}") from error
        try:
            connection.setblocking(False)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.recording.opening()
            async with asyncio.timeout(self._deadlines.connect):
                await loop.sock_connect(connection, address.sockaddr)
            name = connection.getsockname()
        except TimeoutError as error:
            connection.close()
            self.recording.silent()
            what = f"{end.ip} port {end.port} did not answer within {self._deadlines.connect:g} s"
            raise NotDone("connect", "timeout", what) from error
        except OSError as error:
            connection.close()
            raise self._refused(end, error) from error
        except BaseException:
            connection.close()
            raise
        self.recording.opened(Endpoint(str(name[0]), int(name[1])))
        return connection

    def _refused(self, end: Endpoint, error: OSError) -> NotDone:
        if isinstance(error, ConnectionRefusedError) and self.recording is not None:
            self.recording.closed("b", reset=True)
            return NotDone("connect", "refused", f"{end.ip} refused a connection to port {end.port}")
        self.recording = None  # nothing of this was on the wire, as far as is known
        return NotDone(
            "connect", "fault", f"{end.ip} port {end.port} cannot be reached: {error.strerror or error}"
        )

    async def _talk(self, connection: socket.socket) -> tuple[Ended, Trouble | None]:
        rest = b""
        if self._prelude is not None:
            rest = await self._before(connection, self._prelude)
        await self._send(connection, self._client.start(), "hello")
        if rest:
            await self._send(connection, self._client.feed(rest), "handshake")
        try:
            async with asyncio.timeout(self._deadlines.answer):
                while not self._client.done:
                    data = await self._receive(connection, self._step())
                    await self._send(connection, self._answer(data), "handshake")
        except TimeoutError:
            self._recorded.silent()
            what = f"no more came from the server within {self._deadlines.answer:g} s"
            return "timeout", Trouble(self._step(), what)
        except NotDone as error:
            if not self._client.done:
                raise
            return self._said(error)
        await self._linger(connection)
        return self._said()

    def _answer(self, data: bytes) -> bytes:
        """What the client says next, its goodbye in the same packet: a server that closes at once, because it
        wants a certificate, would meet a later one with a reset, and that can take its alert away.
        """
        said = self._client.feed(data)
        over = self._client.state.ended == "reached"
        return said + self._client.goodbye() if over else said

    def _said(self, error: NotDone | None = None) -> tuple[Ended, Trouble | None]:
        """How the client takes it. A fatal alert that came after the end is one (RFC 8446 4.4.2.4)."""
        state = self._client.state
        ended = state.ended or "closed"
        if ended == "reached" and state.finished and any(level == 2 for level, _ in state.alerts):
            return "alert", None
        trouble = Trouble(self._step(), state.flaw) if state.flaw else None
        return ended, trouble or (error.trouble if error and ended != "reached" else None)

    @property
    def _recorded(self) -> Recording:
        assert self.recording is not None  # there is a connection
        return self.recording

    def _step(self) -> Step:
        return "handshake" if self._client.state.server_hello is not None else "hello"

    async def _before(self, connection: socket.socket, prelude: Prelude) -> bytes:
        """The dialogue before TLS. What came behind its end belongs to TLS, or is nobody's."""
        try:
            async with asyncio.timeout(self._deadlines.starttls):
                await self._send(connection, prelude.feed(b""), "starttls")
                while not prelude.done and prelude.refused is None:
                    data = await self._receive(connection, "starttls")
                    await self._send(connection, prelude.feed(data), "starttls")
        except TimeoutError as error:
            self._recorded.silent()
            raise NotDone("starttls", "timeout", self._unfinished(prelude)) from error
        except NotDone as error:
            if not prelude.said:
                raise
            what = f"{error.trouble.what} before TLS, after it had said: {prelude.said}"
            raise NotDone("starttls", error.how, what) from error
        if prelude.refused is not None:
            raise NotDone("starttls", "refused", f"TLS was refused: {prelude.refused}")
        return b""

    def _unfinished(self, prelude: Prelude) -> str:
        """What to say of a dialogue that took too long."""
        within = f"within {self._deadlines.starttls:g} s"
        if not self._recorded.bytes["b"]:
            return f"the server said nothing {within}: it may want TLS from the first byte"
        said = f"; it said: {prelude.said}" if prelude.said else ""
        return f"the server did not finish the dialogue before TLS {within}{said}"

    async def _linger(self, connection: socket.socket) -> None:
        """Listen a little after our goodbye: what comes belongs to the handshake, and nobody is cut off."""
        client = self._client
        ended = client.state.ended
        if ended != "rubbish" and not (ended == "reached" and client.state.finished):
            return  # it was broken off on purpose, or refused
        try:
            async with asyncio.timeout(LINGER):
                if ended == "reached":
                    with contextlib.suppress(OSError):
                        connection.shutdown(socket.SHUT_WR)
                while True:
                    client.feed(await self._receive(connection, "handshake"))
        except (TimeoutError, NotDone, OSError):
            return

    async def _send(self, connection: socket.socket, data: bytes, step: Step) -> None:
        if not data:
            return
        self._recorded.data("a", data)
        try:
            await asyncio.get_running_loop().sock_sendall(connection, data)
        except OSError as error:
            self._recorded.closed("b", reset=True)
            raise NotDone(step, "reset", "the server reset the connection") from error

    async def _receive(self, connection: socket.socket, step: Step) -> bytes:
        if self._left <= 0:
            raise NotDone(step, "limit", f"the server sent more than {MAX_BYTES:,} bytes")
        try:
            data = await asyncio.get_running_loop().sock_recv(connection, min(CHUNK, self._left))
        except OSError as error:
            self._recorded.closed("b", reset=True)
            raise NotDone(step, "reset", "the server reset the connection") from error
        if not data:
            self._recorded.closed("b")
            raise NotDone(step, "closed", "the server closed the connection")
        self._left -= len(data)
        self._recorded.data("b", data)
        return data
