"""Gathers the lines of command responses, one block at a time. It decides where a block starts and ends, not
what is in it.

A block starts at a heading or under the command typed; it ends at Ready, at the next command, at a message
that is not the response's own, and at an empty line with something else behind it.
"""

from __future__ import annotations

import re
import sys

from ssldiag.model import TextPlace, Unreadable
from ssldiag.readers import response_kinds as kinds
from ssldiag.readers.console_lines import Echo
from ssldiag.readers.messages import Head
from ssldiag.readers.transcript_model import Response
from ssldiag.text import Line

LINES = 20_000
"""Lines kept of one response: NETSTAT ALLCONN of a stack with 3,000 secure sessions has some 9,000."""

RESPONSES = 5_000
"""Responses kept of one file: SSLADMIN with MONITOR, once a minute for three days, gives 4,320."""

ROOM = 32 * 1024 * 1024
"""Bytes that the response lines of one file may take in memory, some 150,000 lines."""

DATABASE_MARK = "database "
DATABASE = re.compile(r"[ \t]*(?:Key )?Database: +(\S+)")


class Blocks:
    """The responses of one file. ``active`` tells whether one is open or a command waits for its response."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.done: list[Response] = []
        self.active = False
        self._kind = ""
        self._lines: list[Line] = []
        self._command = ""
        self._typed: Line | None = None
        self._waiting = False
        self._gap = False
        self._once: set[str] = set()
        self._size = 0
        self._room = ROOM
        self._dropped_lines = 0
        self._dropped_responses = 0
        self._first_drop = 0

    def typed(self, echo: Echo, number: int, text: str) -> None:
        """A command line: ends what was open; its response starts here or waits for a heading."""
        self.close()
        kind = kinds.of_command(echo)
        if kind is None:
            return
        self._kind, self._command, self._typed = kind, echo.command, Line(self.file, number, text)
        self._waiting = kind in kinds.QUERIES
        self.active = True
        if not self._waiting:
            self._lines = [self._typed]

    def offer(self, number: int, text: str, body: str, kind: str | None) -> bool:
        """Take a line that is no message: True if it belongs to a response. ``body`` is the text without its
        stamp, ``kind`` what it is a heading of, if it is one."""
        if kind is not None and not (self._within() and kinds.is_row(body)):
            self._heading(kind, body)
        elif not self._open() or not self._fits(body):
            self.close()
            return False
        self._add(number, text)
        return True

    def message(self, head: Head, number: int, text: str) -> None:
        """A message: a response's own (SSLADMIN's, CP's refusals) is added to it, any other one ends it."""
        refusal = head.id.startswith("HCP") and head.id.endswith("E")
        if refusal and (self._kind in kinds.QUERIES or is_query_answer(head)):
            if not self._open() or self._kind not in kinds.QUERIES:
                self._start(self._kind if self._waiting else answered(head))
            self._add(number, text)
        elif self._open() and self._kind == "ssladmin" and head.id.startswith("DTCSSL24"):
            self._add(number, text)
        elif not (self._open() and self._kind == "gskkyman" and head.id.startswith("GSKKYMAN-")):
            self.close()
        else:
            self._add(number, text)

    def blank(self) -> None:
        """An empty line: what follows must look like the response to belong to it."""
        self._gap = True

    def close(self) -> None:
        """End the open response, if any."""
        if self._size and len(self.done) < RESPONSES:
            self.done.append(Response(self._kind, tuple(self._lines), self._command))
        elif self._size:
            self._dropped_responses += 1
        self._lines, self._size, self._once = [], 0, set()
        self._kind, self._command, self._typed = "", "", None
        self.active = self._waiting = self._gap = False

    def notes(self) -> list[Unreadable]:
        """What was not kept."""
        if not self._dropped_lines and not self._dropped_responses:
            return []
        reason = (
            f"command responses larger than is kept: {self._dropped_responses:,} responses and"
            f" {self._dropped_lines:,} lines left out"
        )
        return [Unreadable(TextPlace(self.file, max(self._first_drop, 1)), reason)]

    def _open(self) -> bool:
        return self.active and not self._waiting

    def _within(self) -> bool:
        """Whether any line belongs to the open response; of a user query only fitting ones do."""
        return self._open() and not self._gap and self._kind != "query_user"

    def _start(self, kind: str) -> None:
        own = self._waiting or self._same(kind)
        typed, command = (self._typed, self._command) if own and not self._size else (None, "")
        self.close()
        self._kind, self._typed, self._command = kind, typed, command
        self.active = True
        self._lines = [typed] if typed is not None else []

    def _heading(self, kind: str, body: str) -> None:
        once = mark(kind, body)
        if not self._same(kind) or self._repeats(once):
            self._start(self._kind if self._same(kind) else kind)
        if once:
            self._once.add(once)
        self._gap = False

    def _repeats(self, once: str) -> bool:
        """Whether a line comes again that a response has once: a title, or another database than before."""
        if once.startswith(DATABASE_MARK):
            return any(item.startswith(DATABASE_MARK) and item != once for item in self._once)
        return once in self._once

    def _same(self, kind: str) -> bool:
        return self._open() and (kind == self._kind or {kind, self._kind} <= kinds.STATUS)

    def _fits(self, body: str) -> bool:
        if self._within():
            return True
        if kinds.ROWS[self._kind].match(body) is None:
            return False
        self._gap = False
        return True

    def _add(self, number: int, text: str) -> None:
        self._size += 1
        size = sys.getsizeof(text) + 120
        if len(self._lines) >= LINES or size > self._room or len(self.done) >= RESPONSES:
            self._dropped_lines += 1
            self._first_drop = self._first_drop or number
            return
        self._room -= size
        self._lines.append(Line(self.file, number, text))


def mark(kind: str, body: str) -> str:
    """What a response has only once on this line: a title of a status response, or the database that gskkyman
    has open."""
    if kind == "gskkyman":
        match = DATABASE.match(body)
        return DATABASE_MARK + match[1] if match else ""
    title = kinds.TITLE.match(body)
    return title.lastgroup or "" if title else ""


def is_query_answer(head: Head) -> bool:
    """Whether a CP message answers a QUERY by itself: a user not logged on, or an option refused."""
    return head.id in ("HCPCQU045E", "HCPCQV003E")


def answered(head: Head) -> str:
    """The kind of query that such an answer is for."""
    return "query_user" if head.id == "HCPCQU045E" else kinds.of_refusal(head.text)
