"""A configuration file in; its lines without screen furniture out, and notes of what was left unread."""

from __future__ import annotations

from itertools import islice

from ssldiag.model import Source, TextPlace, Unreadable
from ssldiag.text import LINE_LIMIT, Line, clean, lines

MOST_LINES = 400_000
"""Lines read of one file: a directory of 20,000 users with 20 statements each; no other file comes near."""

TOO_LONG = f"longer than {LINE_LIMIT:,} characters; the rest is not read"
TOO_MANY = f"only the first {MOST_LINES:,} lines are read"


def configuration(source: Source) -> tuple[list[Line], list[Unreadable]]:
    """The lines of a configuration file, and notes of lines cut short and of a file cut off.

    The notes quote no text: in a directory it could hold a password.
    """
    found = list(islice(clean(lines(source)), MOST_LINES + 1))
    notes = [Unreadable(TextPlace(line.file, line.number), TOO_LONG) for line in found if line.cut]
    if len(found) > MOST_LINES:
        last = found.pop()
        notes.append(Unreadable(TextPlace(last.file, last.number), TOO_MANY))
    return found, notes
