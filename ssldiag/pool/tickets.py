"""Connections that applications want secured: taken from them, handed to the server that the core names, or
refused.

What an application asks about labels is answered from what the servers have loaded.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ssldiag.pool import happenings as h
from ssldiag.pool.channel import Message
from ssldiag.pool.control import HELD, NOBODY
from ssldiag.pool.gather import Found, Gatherer
from ssldiag.pool.loop import Timer
from ssldiag.pool.members import Members
from ssldiag.pool.parts import Parts
from ssldiag.pool.programs import Programs
from ssldiag.pool.states import State

LOOK = 0.05
"""Seconds between two looks for room while connections wait."""

MOST_WAITING = 1000
"""Connections that wait for room at most; a third of the sessions of a default pool."""


@dataclass(slots=True)
class Ticket:
    """A connection that an application wants secured: the client's descriptor and the application's."""

    application: str
    number: int
    message: Message
    descriptors: list[int]


@dataclass(frozen=True, slots=True)
class Pending:
    """A connection that a server has, with its handshake before it."""

    application: str
    number: int
    server: str


class Tickets:
    """``hand`` and ``refuse`` are what the core commands."""

    def __init__(self, parts: Parts, members: Members, programs: Programs, gatherer: Gatherer) -> None:
        self._parts, self._members, self._programs = parts, members, programs
        self._gatherer = gatherer
        self._tickets: dict[int, Ticket] = {}
        self._pending: dict[int, Pending] = {}
        self._last = 0
        self._timer: Timer | None = None
        programs.handlers["secure"] = self._secure
        programs.handlers["query_label"] = self._label
        programs.on_end.append(self.left)
        members.handlers["handshake"] = self._handshake

    def _secure(self, userid: str, message: Message, descriptors: list[int]) -> None:
        self._last += 1
        number = int(message.get("id", 0))
        self._tickets[self._last] = Ticket(userid, number, message, descriptors)
        if len(descriptors) != 2 or len(self._tickets) > MOST_WAITING:
            self.refuse(self._last, "too many connections wait" if len(descriptors) == 2 else "no sockets")
            return
        self._want(self._last)

    def _want(self, ticket: int) -> None:
        room = self._parts.control.first_with_room()
        sessions = self._parts.control.all_current()
        self._parts.tell(h.Wanted(ticket, None if room == NOBODY else room, sessions))
        if self._parts.world.waiting:
            self._parts.control.words[HELD] = len(self._parts.world.waiting)
            self._look_again()

    def _look_again(self) -> None:
        if self._timer is None:
            self._timer = self._parts.loop.after(LOOK, self.look)

    def look(self) -> None:
        """Let those that wait go where there is room now."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        waiting = self._parts.world.waiting
        while waiting and (room := self._parts.control.first_with_room()) != NOBODY:
            self._parts.tell(h.Room(room))
        self._parts.control.words[HELD] = len(waiting)
        if waiting:
            self._look_again()

    def hand(self, ticket: int, userid: str) -> None:
        """Give a connection to a server; if that is gone already, it is wanted again."""
        it = self._tickets.get(ticket)
        if it is None:
            return
        parts, index = self._parts, self._parts.world.index(userid)
        connection = parts.control.numbers()[0]
        parts.control.handed[index] += 1
        parts.choose()
        copies = tuple(os.dup(descriptor) for descriptor in it.descriptors)
        if not self._members.tell(userid, order(it, connection), copies):
            parts.control.handed[index] -= 1
            parts.control.active[index] = 0
            parts.say(f"DTCTCPT14W {userid} could not take connection {connection}; the next server is tried")
            self._want(ticket)
            return
        for descriptor in self._tickets.pop(ticket).descriptors:
            os.close(descriptor)
        self._pending[connection] = Pending(it.application, it.number, userid)
        self._programs.tell(it.application, {"do": "accepted", "id": it.number, "connection": connection})

    def refuse(self, ticket: int, why: str) -> None:
        """Tell an application that its connection cannot be secured."""
        it = self._tickets.pop(ticket, None)
        if it is None:
            return
        for descriptor in it.descriptors:
            with suppress(OSError):
                os.close(descriptor)
        self._programs.tell(it.application, {"do": "refused", "id": it.number, "reason": why})

    def _handshake(self, userid: str, message: Message, descriptors: list[int]) -> None:
        pending = self._pending.pop(int(message.get("connection", 0)), None)
        if pending is not None:
            told = {name: value for name, value in message.items() if name not in ("do", "connection")}
            self._programs.tell(pending.application, {**told, "do": "secured", "id": pending.number})

    def gone(self, userid: str) -> None:
        """A server has ended: handshakes that it had not finished have failed."""
        for connection in [each for each, item in self._pending.items() if item.server == userid]:
            item = self._pending.pop(connection)
            failed = {"do": "secured", "id": item.number, "ok": False, "reason": f"{userid} ended"}
            self._programs.tell(item.application, failed)

    def left(self, application: str) -> None:
        """An application has ended: what it wanted is closed."""
        for number, ticket in list(self._tickets.items()):
            if ticket.application == application:
                self._parts.tell(h.Withdrawn(number))
                self.refuse(number, "")

    def _label(self, userid: str, message: Message, descriptors: list[int]) -> None:
        """TLSQuery: whether the servers have a label with its key."""
        label, number = str(message.get("label", "")), message.get("id")
        active = [s.userid for s in self._parts.world.servers if s.state is State.ACTIVE]

        def done(found: Found) -> None:
            reason = verdict(label, active, found)
            self._programs.tell(userid, {"do": "label", "id": number, "ok": not reason, "reason": reason})

        self._gatherer.ask({"certificates"}, active, done)


def verdict(label: str, active: list[str], found: Found) -> str:
    """Why a label cannot be used; empty if it can."""
    if not active:
        return "no SSL server is active"
    if len(found.silent) == len(active):
        return "no SSL server answered"
    rows = [row for each in found.of("certificates").values() for row in each]
    mine = [row for row in rows if row.get("label") == label]
    if not mine:
        return f"the key database has no label {label}"
    return "" if any(row.get("has_private_key") for row in mine) else f"label {label} has no private key"


def order(ticket: Ticket, connection: int) -> dict[str, Any]:
    """The message with which a server gets a connection."""
    message = ticket.message
    return {
        "do": "connection",
        "connection": connection,
        "label": message.get("label", ""),
        "client_check": message.get("client_check", "NONE"),
        "userid": ticket.application,
        "local": message.get("local"),
        "foreign": message.get("foreign"),
        "role": "server",
    }
