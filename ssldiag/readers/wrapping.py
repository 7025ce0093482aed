"""Decides whether a line that starts nothing new goes on with the message above it.

Consoles break lines at column 80: the rest follows indented by the length of the id, behind one blank, or
unindented. What is known of a message's wording counts first: a text at its end takes no further line, an
unfinished one does.
"""

from __future__ import annotations

from enum import Enum

from ssldiag.readers import messages
from ssldiag.readers.messages import Completeness, Head

MOST_LINES = 8
"""Lines one message may have: two are the most seen, a parameter list may need more, a screenful is something
else."""

MOST_UNFINISHED = 4
"""Lines that an unfinished text may take unindented, before the wording counts as one that we do not know."""

MOST_PASSED = 3
"""Empty lines and screen status lines passed over inside one message: a full screen shows an empty one and
its status."""

INDENT = range(10, 24)
"""Blanks before a wrapped line that is indented by the id (11 or 12, 9 more where a stamp stands before the
id)."""

FULL = 76
"""Width from which a line may have been broken: words end up to a few columns before the 80th."""

SCREEN = 80
"""Columns of a console line: a word that would have ended behind it was moved to the next line."""

FULL_FOR_BLANK = 70
"""The same where the next line starts with one blank, which is a mark of its own."""


class Next(Enum):
    """What the next line is to the open message."""

    JOINS = "joins"
    PASSED = "passed"
    ENDS = "ends"


class OpenMessage:
    """A message whose first line was read, until a line comes that does not belong to it."""

    __slots__ = ("head", "lines", "number", "passed", "text", "whole", "width")

    def __init__(self, head: Head, number: int, whole: str, text: str | None = None) -> None:
        self.head = head
        self.number = number
        self.whole = whole
        self.text = head.text if text is None else text
        self.width = len(whole)
        self.lines = 1
        self.passed = 0

    def offer(self, line: str, stamped: bool = False) -> Next:
        """Take the line (without its stamp) if it goes on with this message; a blank one inside an unfinished
        text is passed over. A stamp of its own makes a line a new one, unless it is indented or the text is
        unfinished."""
        state = messages.completeness(self.head.id, self.text)
        stripped = line.strip()
        if not stripped:
            return self._gap(state, self._awaits())
        joined = f"{self.text} {stripped}" if self.text else stripped
        indent = len(line) - len(line.lstrip())
        if self.lines >= MOST_LINES or not self._goes_on(state, joined, indent, stamped):
            return Next.ENDS
        self.text = joined
        self.width = len(line)
        self.lines += 1
        return Next.JOINS

    def over_screen(self) -> Next:
        """A status line of a screen came: only an unfinished text goes on behind it."""
        return self._gap(messages.completeness(self.head.id, self.text), True)

    def _gap(self, state: Completeness, expected: bool) -> Next:
        if state is Completeness.PARTIAL and expected and self.passed < MOST_PASSED:
            self.passed += 1
            return Next.PASSED
        return Next.ENDS

    def _awaits(self) -> bool:
        """Whether the text ends where something must follow: at a colon or inside quotes."""
        return self.text.endswith(":") or self.text.count('"') % 2 == 1

    def _goes_on(self, state: Completeness, joined: str, indent: int, stamped: bool) -> bool:
        if state is Completeness.CLOSED:
            return False
        if self.passed:
            return messages.completeness(self.head.id, joined) is not Completeness.PARTIAL
        if indent in INDENT:
            return True
        if state is Completeness.PARTIAL:
            return indent < min(INDENT) and self.lines < MOST_UNFINISHED and self._finishes(joined)
        if stamped or indent > 1:
            return False
        if indent == 1:
            return self.width >= FULL_FOR_BLANK
        word = joined[len(self.text) :].split(maxsplit=1)[0]
        broken = self.width >= FULL or self.width + 1 + len(word) > SCREEN
        return broken and not self.text.endswith((".", "!", "?"))

    def _finishes(self, joined: str) -> bool:
        """Whether an unfinished text wants this line: it fits the wording, or the break looks like one inside
        a sentence."""
        wide = self.width >= FULL_FOR_BLANK
        inside = joined[len(self.text) :].lstrip()[:1]
        if wide or self._awaits() or inside.islower() or inside in "\"'":
            return True
        return messages.completeness(self.head.id, joined) is not Completeness.PARTIAL
