"""An application's link to the stack: asks about labels, has connections secured, writes console lines."""

from __future__ import annotations

import asyncio
import os
import socket
from dataclasses import dataclass
from typing import Any

from ssldiag.pool.apps.stream import Stream
from ssldiag.pool.channel import Channel, ChannelClosed, Message
from ssldiag.pool.plan import Application


class NotSecured(Exception):
    """The stack could not have a connection secured: no SSL server is available, or the handshake failed."""


@dataclass(frozen=True, slots=True)
class Conn:
    """A connection for NETSTAT."""

    local: tuple[str, int]
    foreign: tuple[str, int]


class Link:
    """One end of the channel to the stack, inside the event loop of an application."""

    def __init__(self, channel: Channel, application: Application) -> None:
        self.channel = channel
        self.application = application
        self.open: dict[int, Conn] = {}
        self.over = asyncio.Event()
        self._next = 0
        self._waiting: dict[int, asyncio.Future[Message]] = {}

    def begin(self) -> None:
        """Listen to the stack."""
        asyncio.get_running_loop().add_reader(self.channel.fileno(), self._receive)

    def say(self, text: str) -> None:
        """Write a line to the console."""
        self._send({"do": "say", "text": text})

    async def label_usable(self, label: str) -> tuple[bool, str]:
        """Whether the SSL servers know a label (the TLSQuery call); with the reason if not."""
        answer = await self._ask({"do": "query_label", "label": label})
        return bool(answer.get("ok")), str(answer.get("reason", ""))

    async def secure(self, stream: Stream) -> Stream:
        """Have TLS spoken on a connection; the stream that carries its plaintext. The one given is closed
        here whatever happens. Raises NotSecured.
        """
        own, theirs = socket.socketpair()
        message: Message = {
            "do": "secure",
            "label": self.application.label or "",
            "client_check": self.application.client_check.value,
            "userid": self.application.userid,
            "local": stream.local,
            "foreign": stream.foreign,
        }
        answer = await self._ask(message, (os.dup(stream.sock.fileno()), theirs.detach()))
        if answer.get("do") == "refused":
            own.close()
            raise NotSecured(str(answer.get("reason", "")))
        stream.close()
        return Stream(own, stream.idle)

    async def _ask(self, message: Message, descriptors: tuple[int, ...] = ()) -> Message:
        """Send a request and wait for its answer."""
        self._next += 1
        number = self._next
        waiting: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._waiting[number] = waiting
        self._send({**message, "id": number}, descriptors)
        try:
            return await waiting
        finally:
            del self._waiting[number]

    def _send(self, message: Message, descriptors: tuple[int, ...] = ()) -> None:
        try:
            self.channel.send(message, descriptors)
        except ChannelClosed:
            self.over.set()
        if self.channel.backed_up:
            asyncio.get_running_loop().call_later(0.01, self._flush)

    def _flush(self) -> None:
        try:
            done = self.channel.flush()
        except ChannelClosed:
            self.over.set()
            return
        if not done:
            asyncio.get_running_loop().call_later(0.01, self._flush)

    def _receive(self) -> None:
        """Take all messages that are there."""
        try:
            while (found := self.channel.receive()) is not None:
                for descriptor in found[1]:
                    os.close(descriptor)
                self._take(found[0])
        except ChannelClosed:
            asyncio.get_running_loop().remove_reader(self.channel.fileno())
            self.over.set()
            self._give_up()

    def _take(self, message: Message) -> None:
        kind, number = message.get("do"), message.get("id")
        if kind == "stop":
            self.over.set()
        elif kind == "connections":
            self._send({"do": "rows", "id": number, "rows": [self._row(*item) for item in self.open.items()]})
        elif isinstance(number, int) and number in self._waiting and not self._waiting[number].done():
            self._waiting[number].set_result(message)

    def _row(self, number: int, conn: Conn) -> dict[str, Any]:
        return {
            "userid": self.application.userid,
            "connection": number,
            "local": conn.local,
            "foreign": conn.foreign,
            "state": "Established",
        }

    def _give_up(self) -> None:
        """Answer what waits: the stack is gone."""
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_result({"do": "refused", "ok": False, "reason": "the stack is gone"})
