"""Console logs and pasted command output, in one pass: messages by run, and blocks of command responses.

A file may hold both, in any order. Messages are recognised by their form, wrapped lines are joined, screen
furniture is dropped, file order is kept (stamps of a z/VM console may run backwards). Memory is bounded: of
one message text in one run the first hundred and the last are kept, with the count.
"""

from __future__ import annotations

from collections.abc import Iterable

from ssldiag.model import FilePlace, Source, TextPlace, Unreadable
from ssldiag.readers import console_lines, messages, response_kinds
from ssldiag.readers.console_lines import Plain
from ssldiag.readers.response_blocks import Blocks, is_query_answer
from ssldiag.readers.run_keeper import Runs, agreed
from ssldiag.readers.run_tally import Tally
from ssldiag.readers.transcript_model import Message, Response, Run, Transcript
from ssldiag.readers.wrapping import Next, OpenMessage
from ssldiag.text import LINE_LIMIT, raw_lines

__all__ = ["Message", "Response", "Run", "Transcript", "read", "scan"]

LOOKED_AT = 1_000  # characters of a line that is no message: what tells its kind stands in the first hundred
STAMP_WIDTH = 9  # hh:mm:ss and a blank


def read(source: Source) -> Transcript:
    """Read one console log or one file of pasted responses, streamed."""
    return scan(source.path, raw_lines(source))


def scan(file: str, numbered: Iterable[tuple[int, str]]) -> Transcript:
    """The same from lines with their numbers."""
    scanner = Scanner(file)
    scanner.feed(numbered)
    return scanner.transcript()


class Scanner:
    """Takes the lines of one file in order; :meth:`transcript` closes it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.runs = Runs(file)
        self.blocks = Blocks(file)
        self.open: OpenMessage | None = None
        self.waiting: tuple[Tally, int, str] | None = None
        self.tally: dict[str, int] = {}
        self.cut: list[int] = []

    def feed(self, numbered: Iterable[tuple[int, str]]) -> None:
        """Read the lines. One that came before as a whole message is only looked up: a large log is mostly
        such lines. An empty one that ends no message ends nothing else either."""
        runs, blocks, known, repeated, blanks = self.runs, self.blocks, self.runs.known, 0, 0
        for number, text in numbered:
            if not text and self.waiting is None and self.open is None:
                blocks.blank()
                blanks += 1
                continue
            body = text[STAMP_WIDTH:] if text[2:3] == ":" and text[5:6] == ":" else text
            tally = known.get(body)
            if tally is not None and not blocks.active:
                waiting = self.waiting
                if waiting is not None:
                    assert runs.tally is not None
                    runs.tally.again(waiting[0], (waiting[1], waiting[2], runs.date))
                elif self.open is not None:
                    self.commit()
                    known = runs.known
                    tally = known.get(body)
                if tally is not None:
                    self.waiting = (tally, number, text)
                    repeated += 1
                    continue
            self.line(number, text)
            known = runs.known
        self.settle()
        self.count("message", repeated)
        self.count("blank", blanks)

    def settle(self) -> None:
        """The line that was looked up has nothing behind it that goes on with it: count it."""
        if self.waiting is not None and self.runs.tally is not None:
            tally, number, text = self.waiting
            self.runs.tally.again(tally, (number, text, self.runs.date))
        self.waiting = None

    def reopen(self) -> None:
        """The line that was looked up may go on: make it an open message again."""
        if self.waiting is not None:
            tally, number, text = self.waiting
            self.open, self.waiting = OpenMessage(tally.head, number, text, tally.text), None

    def count(self, kind: str, lines: int = 1) -> None:
        """Note what lines were taken for."""
        if lines:
            self.tally[kind] = self.tally.get(kind, 0) + lines

    def commit(self) -> None:
        """The open message, if any, is whole."""
        message, self.open = self.open, None
        if message is None:
            return
        tally = self.runs.add(message.head, message.text, message.number, message.whole)
        simple = message.lines == 1 and not is_query_answer(message.head)
        if tally is not None and self.runs.tally is not None and simple:
            self.runs.tally.look_up(console_lines.body(message.whole), tally)

    def line(self, number: int, text: str) -> None:
        """Take one line, whatever it is."""
        if len(text) >= LINE_LIMIT:
            self.cut.append(number)
        head = messages.head(text)
        if head is not None:
            self.settle()
            self.commit()
            if self.blocks.active or is_query_answer(head):
                self.blocks.message(head, number, text)
            self.open = OpenMessage(head, number, text)
            self.count("message")
            return
        self.reopen()
        body = console_lines.body(text)[:LOOKED_AT]
        plain = console_lines.plain(body)
        self.count(self.furniture(plain, number, text) if plain else self.other(number, text, body))

    def other(self, number: int, text: str, body: str) -> str:
        """A line of a response, a continuation or something unknown; which one."""
        echo = console_lines.echo(body) if len(text) <= LOOKED_AT else None
        if echo is not None:
            self.commit()
            self.blocks.typed(echo, number, text)
            return "command"
        heading = response_kinds.heading(body)
        stamped = console_lines.STAMP.match(text) is not None
        if heading is None and self.open is not None and self.open.offer(body, stamped) is Next.JOINS:
            return "continuation"
        self.commit()
        return "response" if self.blocks.offer(number, text, body, heading) else "other"

    def furniture(self, plain: Plain, number: int, text: str) -> str:
        """A line whose form tells what it is; under which name it is counted."""
        if plain.kind in ("blank", "screen", "divider"):
            self.gap(plain)
            return "blank" if plain.kind == "blank" else "furniture"
        self.commit()
        if plain.kind != "session":
            self.blocks.close()
        if plain.kind == "logon":
            self.runs.date = plain.value
            self.runs.session("logon", TextPlace(self.file, number, 1, max(len(text), 1), text))
        elif plain.kind == "typed":
            self.runs.typed_logon(plain.value, TextPlace(self.file, number, 1, max(len(text), 1), text))
        elif plain.kind == "logoff":
            self.runs.logged_off()
        return "furniture" if plain.kind == "ready" else "session"

    def gap(self, plain: Plain) -> None:
        """An empty line, a screen's status line or a date: an unfinished message goes on behind it, others
        end."""
        if self.open is not None:
            verdict = self.open.offer("") if plain.kind == "blank" else self.open.over_screen()
            if verdict is Next.ENDS:
                self.commit()
        if plain.kind == "blank":
            self.blocks.blank()
        elif plain.kind == "divider":
            self.runs.date = plain.value

    def transcript(self) -> Transcript:
        """All that was read."""
        self.commit()
        self.blocks.close()
        runs, notes = self.runs.finish()
        return Transcript(
            self.file,
            FilePlace(self.file),
            self.runs.machine or agreed(list(runs)),
            runs,
            tuple(self.blocks.done),
            (*notes, *self.blocks.notes(), *self.cut_note()),
            tuple(self.tally.items()),
        )

    def cut_note(self) -> list[Unreadable]:
        """Lines longer than are read."""
        if not self.cut:
            return []
        reason = (
            f"{len(self.cut):,} lines longer than {LINE_LIMIT:,} characters: the rest of each was not read"
        )
        return [Unreadable(TextPlace(self.file, self.cut[0]), reason)]
