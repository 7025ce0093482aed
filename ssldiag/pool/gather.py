"""Asks servers and applications, and waits for their answers as long as SSLADMIN would.

What came is given to whoever asked, with the names of those that were silent. Rows are the JSON forms of the
rows of ``status``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from ssldiag.pool.channel import Message
from ssldiag.pool.loop import Timer
from ssldiag.pool.members import Members
from ssldiag.pool.parts import Parts
from ssldiag.pool.programs import Programs

Row = dict[str, Any]

MOST_ROWS = 100_000
"""Rows of one server's answer at most: a hundred times its sessions."""

SERVERS = ("details", "sessions", "cache", "certificates", "trace")
"""What servers are asked about."""


@dataclass(slots=True)
class Found:
    """The answers. ``of`` gives them by user id."""

    rows: dict[tuple[str, str], list[Row]] = field(default_factory=dict)
    silent: tuple[str, ...] = ()

    def of(self, what: str) -> dict[str, list[Row]]:
        """The rows of one kind, by user id, in the order they were asked."""
        return {userid: rows for (kind, userid), rows in self.rows.items() if kind == what}


@dataclass(slots=True)
class _Question:
    """What is still out: number -> what was asked of whom."""

    done: Callable[[Found], None]
    found: Found
    out: dict[int, tuple[str, str]]
    timer: Timer | None = None


class Gatherer:
    """``ask`` returns at once; ``done`` is called later, or at once if nobody is to be asked."""

    def __init__(self, parts: Parts, members: Members, programs: Programs) -> None:
        self._parts, self._members, self._programs = parts, members, programs
        self._questions: dict[int, _Question] = {}
        self._last = 0
        members.handlers["answer"] = self._answer
        programs.handlers["rows"] = self._answer
        programs.on_end.append(self.gone)

    def ask(self, whats: Iterable[str], userids: Iterable[str], done: Callable[[Found], None]) -> None:
        """Ask servers for rows of each of these kinds; ``connections`` asks the applications too."""
        question = _Question(done, Found(), {})
        wanted = set(whats)
        dead = []
        for userid in userids:
            for what in sorted(wanted & set(SERVERS)):
                question.found.rows[what, userid] = []
                number = self._number(question, what, userid)
                if not self._members.tell(userid, {"do": "query", "what": what, "id": number}):
                    self._take_back(question, number)
                    dead.append(userid)
        if "connections" in wanted:
            for userid in list(self._programs.running):
                question.found.rows["connections", userid] = []
                number = self._number(question, "connections", userid)
                if not self._programs.tell(userid, {"do": "connections", "id": number}):
                    self._take_back(question, number)
        question.found.silent = tuple(dict.fromkeys(dead))
        if not question.out:
            done(question.found)
            return
        question.timer = self._parts.loop.after(self._parts.plan.timings.answer, lambda: self._late(question))

    def _number(self, question: _Question, what: str, userid: str) -> int:
        self._last += 1
        question.out[self._last] = (what, userid)
        self._questions[self._last] = question
        return self._last

    def _take_back(self, question: _Question, number: int) -> None:
        del question.out[number], self._questions[number]

    def _answer(self, userid: str, message: Message, descriptors: list[int]) -> None:
        number = message.get("id")
        question = self._questions.get(number) if isinstance(number, int) else None
        if question is None or not isinstance(number, int) or question.out[number][1] != userid:
            return
        rows = question.found.rows[question.out[number]]
        rows.extend(message.get("rows", ())[: MOST_ROWS - len(rows)])
        if not message.get("more"):
            self._take_back(question, number)
            self._check(question)

    def gone(self, userid: str) -> None:
        """A process has ended: it answers no more."""
        for question in {id(each): each for each in self._questions.values()}.values():
            lost = [number for number, (_, who) in question.out.items() if who == userid]
            for number in lost:
                self._take_back(question, number)
            if lost:
                self._note(question, [userid])
                self._check(question)

    def _late(self, question: _Question) -> None:
        self._note(question, [userid for _, userid in question.out.values()])
        for number in list(question.out):
            self._take_back(question, number)
        self._check(question)

    def _note(self, question: _Question, silent: list[str]) -> None:
        """Servers that gave no answer; of applications nothing is said."""
        servers = [userid for userid in silent if userid in self._parts.plan.servers]
        question.found.silent = tuple(dict.fromkeys((*question.found.silent, *servers)))

    def _check(self, question: _Question) -> None:
        if not question.out and question.timer is not None:
            question.timer.cancel()
            question.timer = None
            question.done(question.found)
