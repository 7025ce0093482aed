"""Cuts a stream of messages into runs and keeps them in bounded room: the first run and as many of the last
as fit."""

from __future__ import annotations

import sys
from collections import deque
from dataclasses import replace

from ssldiag.model import TextPlace, Unreadable
from ssldiag.readers import messages, run_starts
from ssldiag.readers.messages import Head
from ssldiag.readers.run_starts import Start
from ssldiag.readers.run_tally import RunTally, Tally
from ssldiag.readers.transcript_model import Run

ROOM = 32 * 1024 * 1024
"""Bytes that the runs of one file may take beside the present one; the oldest but the first are left out
beyond."""

RUN_COST = 700
"""Bytes of a run without messages."""

NOTES = 100
"""Runs whose losses are told one by one."""

FIRST_LINES = 40
"""Lines between a typed LOGON and CP's answer: its banner and the system's message of the day."""


class Runs:
    """The runs of one file, built as its messages come."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.machine = run_starts.machine_of_file(file)
        self.tally: RunTally | None = None
        self.date: str | None = None
        self._start = Start()
        self._place = TextPlace(file, 1)
        self._userid: str | None = None
        self._pool: str | None = None
        self._typed: tuple[str, TextPlace] | None = None
        self._first: Run | None = None
        self._later: deque[tuple[int, Run]] = deque()
        self._spent = 0
        self._dropped: list[Run] = []
        self._dropped_runs = 0
        self._dropped_messages = 0
        self._notes: list[Unreadable] = []

    @property
    def known(self) -> dict[str, Tally]:
        """The one-line messages of the present run (an empty table before the first message)."""
        return self.tally.known if self.tally else {}

    def typed_logon(self, userid: str, place: TextPlace) -> None:
        """LOGON was typed: a run begins here if CP answers it."""
        self._typed = (userid, place)

    def session(self, mark: str, place: TextPlace) -> None:
        """CP's mark of a session's start."""
        typed = self._typed if self._typed and place.line - self._typed[1].line <= FIRST_LINES else None
        self._typed = None
        if typed:
            self._mark("logon typed", typed[1])
            self._userid = typed[0]
        self._mark(mark, place)

    def logged_off(self) -> None:
        """CP's mark of a session's end."""
        self._start.over()

    def add(self, head: Head, text: str, number: int, line: str) -> Tally | None:
        """A whole message. Its tally is given back when lines like it need no second look."""
        telling = head.id in run_starts.TELLING or self._start.killed
        if telling:
            self._boundary(head, text, self._at(head, number, line))
        else:
            self._start.says(head.id)
        name = messages.specific(head.id, text)
        kept = head if name == head.id else head._replace(id=name)
        if self.tally is None:
            self._open(self._at(head, number, line))
        if self._userid is None:
            self._userid = run_starts.tracing_server(head, text)
        assert self.tally is not None
        tally = self.tally.add(kept, text, (number, line, self.date))
        return None if telling else tally

    def _at(self, head: Head, number: int, line: str) -> TextPlace:
        return TextPlace(self.file, number, head.column, max(len(line) - head.column + 1, 1), line)

    def _boundary(self, head: Head, text: str, place: TextPlace) -> None:
        """Begin or end a run where the message says so, and take the machine's name from it."""
        mark = run_starts.mark_of(head, text)
        if mark == "CP-LEVEL":
            self.session(mark, place)
        elif mark:
            self._mark(mark, place)
        elif self._start.killed and self._start.after_kill(head.id):
            self._close()
            self._open(place)
        userid, pool = run_starts.owner(head, text)
        self._userid, self._pool = self._userid or userid, self._pool or pool
        end = run_starts.ends(head)
        if end:
            self._start.over()
            self._start.killed = end == "killed"
            self.known.clear()

    def _mark(self, mark: str, place: TextPlace) -> None:
        if self._start.begins(mark):
            self._close()
        if self.tally is None:
            self._open(place)

    def _open(self, place: TextPlace) -> None:
        self.tally = RunTally(self.file, place.line)
        self._place = place

    def _close(self) -> None:
        """Finish the present run and make room for it."""
        if self.tally is None:
            return
        run = Run(self._place, self._userid, self.tally.messages(), self._pool, self.tally.counts())
        cost = self.tally.spent + RUN_COST + sys.getsizeof(self._place.text)
        if len(self._notes) < NOTES:
            self._notes.extend(self.tally.notes())
        if self._first is None:
            self._first = run
        else:
            self._later.append((cost, run))
            self._spent += cost
        while self._spent > ROOM and len(self._later) > 1:
            self._drop()
        self.tally, self._userid, self._pool = None, None, None

    def _drop(self) -> None:
        cost, run = self._later.popleft()
        self._spent -= cost
        self._dropped_runs += 1
        self._dropped_messages += sum(count for _, count in run.counts)
        self._dropped = [self._dropped[0] if self._dropped else run, run]

    def finish(self) -> tuple[tuple[Run, ...], tuple[Unreadable, ...]]:
        """All runs in file order, with their machines, and what was not kept."""
        self._close()
        runs = [run for run in (self._first, *(run for _, run in self._later)) if run is not None]
        return tuple(self._owned(runs)), (*self._notes, *self._drop_note())

    def _drop_note(self) -> list[Unreadable]:
        if not self._dropped:
            return []
        reason = (
            f"more runs than are kept: {self._dropped_runs:,} runs with {self._dropped_messages:,} messages"
            f" left out, the last of them at {self._dropped[-1].place}"
        )
        return [Unreadable(self._dropped[0].place, reason)]

    def _owned(self, runs: list[Run]) -> list[Run]:
        """Runs that do not say whose they are get the file's machine: by its name, else by what the other
        runs agree on."""
        machine = self.machine or agreed(runs)
        if machine is None:
            return runs
        return [
            run if run.userid or not run_starts.fits(machine, run.pool) else replace(run, userid=machine)
            for run in runs
        ]


def agreed(runs: list[Run]) -> str | None:
    """The user id of all runs that have one, if it is the same."""
    names = {run.userid for run in runs if run.userid}
    return names.pop() if len(names) == 1 else None
