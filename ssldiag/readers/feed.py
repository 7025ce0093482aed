"""A configuration file in; its lines without screen furniture out, and notes of what was left unread."""

from __future__ import annotations

from itertools import islice

from ssldiag.model import Source, Unreadable
from ssldiag.text import LINE_LIMIT, Line, clean, lines

MOST_LINES = 400_000
"""Lines read of one file: a directory of 20,000 users with 20 statements each; no other file comes near."""


def configuration(source: Source) -> tuple[list[Line], list[Unreadable]]:
    """The lines of a configuration file, and notes of lines cut short and of a file cut off."""
    found = list(islice(clean(lines(source)), MOST_LINES + 1))
    notes = [
        Unreadable(line.place(0, 1), f"longer than {LINE_LIMIT:,} characters; the rest is not read")
        for line in found
        if line.cut
    ]
    if len(found) > MOST_LINES:
        place = found.pop().place()
        notes.append(Unreadable(place, f"only the first {MOST_LINES:,} lines are read"))
    return found, notes
