"""Counts the messages of one run and keeps some of them: the first hundred and the last of each text, in
bounded room.

What a text or an id came to is always counted; what is not kept is told by :meth:`RunTally.notes`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from ssldiag.model import TextPlace, Unreadable
from ssldiag.readers import messages
from ssldiag.readers.messages import Head
from ssldiag.readers.transcript_model import Message

KEPT_PER_TEXT = 100
"""Occurrences of one text that keep their own place: enough to show when and how a series began."""

TEXTS_PER_ID = 2_000
"""Different texts kept of one id: several times what a run of a pool with 3,000 sessions says of distinct
partners."""

IDS = 1_000
"""Different ids kept: a real run shows fewer than a hundred."""

ROOM = 24 * 1024 * 1024
"""Bytes of memory one run may take, 15,000 to 40,000 messages. Beyond, repetitions are only counted."""

RESERVE = 4 * 1024 * 1024
"""Bytes left for ids that had not come by then, so that the first error behind a flood is still kept."""

RESERVED_TEXTS = 20
"""Texts of one id that may use the reserve."""

COST = 520
"""Bytes of a message with its place, stamp and list entries, beside its text (measured with tracemalloc)."""

Record = tuple[int, str, str | None]


class Tally:
    """One text of one id: how often it came, and where. A record is (line number, line, date)."""

    __slots__ = ("count", "head", "kept", "last", "looked_up", "text")

    def __init__(self, head: Head, text: str) -> None:
        self.head = head
        self.text = text
        self.count = 0
        self.kept: list[Record] = []
        self.last: Record | None = None
        self.looked_up = False


class RunTally:
    """The messages of one run. ``known`` maps a line, without its stamp, to the tally of the one-line message
    it is."""

    def __init__(self, file: str, first_line: int) -> None:
        self.file = file
        self.first_line = first_line
        self.known: dict[str, Tally] = {}
        self.spent = 0
        self._by_text: dict[tuple[str, str], Tally] = {}
        self._texts: dict[str, int] = {}
        self._left_out: dict[str, int] = {}
        self._unnamed = 0

    def add(self, head: Head, text: str, record: Record) -> Tally | None:
        """Count a message; its tally, or None if its text is one too many."""
        key = (head.id, text)
        tally = self._by_text.get(key)
        if tally is None:
            tally = self._new(key, head, record)
            if tally is None:
                return None
        self.again(tally, record)
        return tally

    def again(self, tally: Tally, record: Record) -> None:
        """Count a text that came before."""
        tally.count += 1
        if tally.count <= KEPT_PER_TEXT and (self.spent < ROOM or tally.count == 1):
            tally.kept.append(record)
            self.spent += COST + sys.getsizeof(record[1])
        else:
            tally.last = record

    def look_up(self, body: str, tally: Tally) -> None:
        """Know a line by sight from now on; one form of each text, so that the table has the bound of the
        texts."""
        if not tally.looked_up:
            tally.looked_up = True
            self.known[body] = tally

    def messages(self) -> tuple[Message, ...]:
        """The messages kept, in file order."""
        found = [message for tally in self._by_text.values() for message in self._of(tally)]
        return tuple(sorted(found, key=lambda message: message.place.line))

    def counts(self) -> tuple[tuple[str, int], ...]:
        """How often each id came, in the order of first appearance."""
        total: dict[str, int] = {}
        for (name, _), tally in self._by_text.items():
            total[name] = total.get(name, 0) + tally.count
        for name, count in self._left_out.items():
            total[name] = total.get(name, 0) + count
        return tuple(total.items())

    def notes(self) -> Iterator[Unreadable]:
        """What was counted only, in one sentence."""
        if self._left_out or self._unnamed:
            worst = sorted(self._left_out.items(), key=lambda item: -item[1])[:5]
            named = ", ".join(f"{name} {count:,}" for name, count in worst)
            total = sum(self._left_out.values()) + self._unnamed
            reason = f"more different messages in one run than are kept: {total:,} were only counted"
            reason += f" ({named or 'of many ids'})"
            yield Unreadable(TextPlace(self.file, self.first_line), reason)

    def _new(self, key: tuple[str, str], head: Head, record: Record) -> Tally | None:
        name = key[0]
        texts = self._texts.get(name, 0)
        room = ROOM if texts >= RESERVED_TEXTS else ROOM + RESERVE
        if texts >= TEXTS_PER_ID or self.spent >= room or (not texts and len(self._texts) >= IDS):
            if texts or name in self._left_out or len(self._left_out) < IDS:
                self._left_out[name] = self._left_out.get(name, 0) + 1
            else:
                self._unnamed += 1
            return None
        self._texts[name] = texts + 1
        self.spent += COST + 2 * sys.getsizeof(record[1]) + sys.getsizeof(key[1])
        tally = self._by_text[key] = Tally(head, key[1])
        return tally

    def _of(self, tally: Tally) -> Iterator[Message]:
        head = tally.head
        fields = messages.fields(head.id, tally.text)
        records = tally.kept if tally.last is None else [*tally.kept, tally.last]
        for number, line, date in records:
            found = messages.head(line)
            column, stamp = (found.column, found.stamp) if found else (1, None)
            place = TextPlace(self.file, number, column, max(len(line) - column + 1, 1), line)
            yield Message(head.id, tally.text, place, head.severity, fields, stamp, date, tally.count)
