"""A line in, its words with their places out; and where a ``;`` comment is glued to one (PROFILE TCPIP)."""

from __future__ import annotations

import re

from ssldiag.model import Located, TextPlace
from ssldiag.readers.quick import word_at
from ssldiag.text import Line

WORD = re.compile(r"\S+")


def words_of(line: Line, end: int) -> list[Located[str]]:
    """The words of ``line.text[:end]``."""
    text, raw, file, number, offset = line.text, line.raw, line.file, line.number, line.shift + 1
    return [
        word_at(match[0], file, number, match.start() + offset, raw) for match in WORD.finditer(text, 0, end)
    ]


def words_before_comment(line: Line) -> tuple[list[Located[str]], TextPlace | None]:
    """The words up to a ``;`` that begins a word or is inside one, and the place of such a glued comment.

    A blank belongs before ``;`` (statement syntax, z/OS IP Configuration Reference; the z/VM samples
    agree). What the stack makes of a glued comment is not documented: here the text before the ``;`` is
    the word.
    """
    text = line.text
    end = text.find(";")
    words = words_of(line, end if end >= 0 else len(text))
    if end <= 0 or text[end - 1].isspace():
        return words, None
    return words, line.place(end - len(words[-1].value), end + 1)
