"""A line in, its words with their places out; and where a ``;`` comment is glued to one (PROFILE TCPIP)."""

from __future__ import annotations

import re

from ssldiag.model import Located, TextPlace
from ssldiag.readers.quick import word_at
from ssldiag.readers.words import span
from ssldiag.text import Line

LABELLED = ("TLSLABEL", "SECURE")
"""Words that a label follows: options of INTERNALCLIENTPARMS and PORT, statements of CONFIG files."""

WORD = re.compile(r"\S+")


def words_of(line: Line, end: int) -> list[Located[str]]:
    """The words of ``line.text[:end]``."""
    text, raw, file, number, offset = line.text, line.raw, line.file, line.number, line.shift + 1
    return [
        word_at(match[0], file, number, match.start() + offset, raw) for match in WORD.finditer(text, 0, end)
    ]


def labels_joined(words: list[Located[str]], text: str, line: Line) -> list[Located[str]]:
    """The words of a line, a label in quotation marks that has blanks as one word without the marks.

    Only behind TLSLABEL and SECURE. That no such label can be named there is for a check to say; labels of
    authorities have blanks, and so people try.
    """
    if '"' not in text and "'" not in text:
        return words
    open_ended = set()
    for index, word in enumerate(words[:-1]):
        first = words[index + 1].value
        mark = first[0]
        if (
            word.value.upper() not in LABELLED
            or mark not in "\"'"
            or mark in open_ended
            or first.endswith(mark)
        ):
            continue
        last = next((at for at in range(index + 2, len(words)) if words[at].value.endswith(mark)), None)
        if last is None:
            open_ended.add(mark)  # no later word ends with it either: the line is searched once
            continue
        place = span(words[index + 1].place, words[last].place)
        assert isinstance(place, TextPlace)
        start = place.column - line.shift
        label = text[start : start + place.width - 2]
        inside = TextPlace(place.file, place.line, place.column + 1, len(label), place.text)
        return [*words[: index + 1], Located(label, inside), *words[last + 1 :]]
    return words


def words_before_comment(line: Line) -> tuple[list[Located[str]], TextPlace | None]:
    """The words up to a ``;`` that begins a word or is inside one, and the place of such a glued comment.

    A blank belongs before ``;`` (statement syntax, z/OS IP Configuration Reference; the z/VM samples
    agree). What the stack makes of a glued comment is not documented: here the text before the ``;`` is
    the word.
    """
    text = line.text
    end = text.find(";")
    words = labels_joined(words_of(line, end if end >= 0 else len(text)), text, line)
    if end <= 0 or text[end - 1].isspace():
        return words, None
    return words, line.place(end - len(words[-1].value), end + 1)
