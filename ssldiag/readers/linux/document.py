"""What every reader of a GSKit product's file gives: the rows of one file, and what could not be read in
it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from ssldiag.model import FilePlace, Source, Unreadable
from ssldiag.readers.feed import TOO_LONG, TOO_MANY, Bound, within
from ssldiag.text import Line, lines

R_co = TypeVar("R_co", covariant=True)

CONFIGURATION = Bound(50_000, 4 * 1024 * 1024)
"""A plugin-cfg.xml of a large cell has some 20,000 lines, a dump of a queue manager's objects 40,000."""

MOST_NOTES = 50
"""Notes of one file: what is wrong with fifty lines is wrong with the rest."""

NOTHING = "no line in it could be understood"


@dataclass(frozen=True, slots=True)
class LinuxDocument(Generic[R_co]):
    """One file of a kind. ``name`` is what the file says of its owner (a queue manager, an instance)."""

    file: str
    kind: str
    place: FilePlace
    rows: tuple[R_co, ...]
    unreadable: tuple[Unreadable, ...] = ()
    name: str = ""


def text_of(source: Source, bound: Bound = CONFIGURATION) -> tuple[list[Line], list[Unreadable]]:
    """The lines of a file as they stand, bounded, and notes of what was cut."""
    rest = lines(source)
    found = list(within(bound, rest))
    notes = [Unreadable(line.place(0, 1), TOO_LONG) for line in found if line.cut][:MOST_NOTES]
    after = next(rest, None)
    if after is not None:
        notes.append(Unreadable(after.place(0, 1), TOO_MANY))
    return found, notes


def document(
    source: Source, rows: tuple[R_co, ...], notes: list[Unreadable], name: str = ""
) -> LinuxDocument[R_co]:
    """The document; a file that holds something and gives no row is unreadable as a whole, and says so."""
    place = FilePlace(source.path)
    if not rows and not notes and source.size:
        notes = [Unreadable(place, NOTHING)]
    return LinuxDocument(source.path, source.kind, place, rows, tuple(notes[:MOST_NOTES]), name)
