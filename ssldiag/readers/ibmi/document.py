"""What every reader of IBM i files gives: the rows of one file, and what the file says of the system
itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from ssldiag.model import Located, Place, Source, Unreadable
from ssldiag.readers.ibmi.either import table_or_print
from ssldiag.readers.ibmi.printout import Printout
from ssldiag.readers.ibmi.table import Row, Table
from ssldiag.text import Line

MOST_NOTES = 100
"""Notes of one file: what is wrong with a hundred rows is wrong with the rest."""

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Document(Generic[R_co]):
    """One file of a kind. ``complete``: it shows all there is of its subject, so that absence tells.

    ``release`` (``V7R4M0``) and ``system`` as page headings say them; ``form`` is ``table``, ``print`` or
    ``form``; ``job`` is whose log it is.
    """

    file: str
    kind: str
    place: Place
    rows: tuple[R_co, ...]
    complete: bool
    form: str
    release: Located[str] | None = None
    system: Located[str] | None = None
    titles: tuple[str, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    job: str = ""


def document(
    source: Source,
    wanted: frozenset[str],
    of_row: Callable[[Row], Iterable[R]],
    of_print: Callable[[tuple[Line, ...]], Iterable[R]],
    complete: Callable[[Table | Printout, tuple[R, ...]], bool],
) -> Document[R]:
    """Read a source both ways. A file without a single row is unreadable as a whole, and says so."""
    found = table_or_print(source, wanted)
    notes = list(found.unreadable)
    if isinstance(found, Table):
        rows: list[R] = []
        for row in found.rows:
            made = list(of_row(row))
            rows.extend(made)
            if not made and len(notes) < MOST_NOTES:
                notes.append(Unreadable(row.place, "lacks a value that each row of its kind has"))
        whole = not notes and complete(found, tuple(rows))
        return Document(
            source.path, source.kind, found.place, tuple(rows), whole, "table", unreadable=tuple(notes)
        )
    rows = list(of_print(found.lines))
    if not rows and not notes:
        notes.append(Unreadable(found.place, "no line in it could be understood"))
    return printed(source, found, tuple(rows), tuple(notes), not notes and complete(found, tuple(rows)))


def printed(
    source: Source,
    found: Printout,
    rows: tuple[R, ...],
    notes: tuple[Unreadable, ...],
    complete: bool = False,
) -> Document[R]:
    """The document that a print is, with what its headings say."""
    return Document(
        source.path,
        source.kind,
        found.place,
        rows,
        complete,
        "print",
        found.release,
        found.system,
        found.titles,
        notes,
    )


def never(found: object, rows: object) -> bool:
    """For files that cannot show that they are complete."""
    return False


STAMPS = (
    "%Y-%m-%d-%H.%M.%S",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
)
"""Those with points are what spreadsheets and Db2's *EUR leave; slashes tell no order of day and month."""


def moment(text: str) -> datetime | None:
    """A timestamp as Db2 for i, JSON or a person writes it, without its fraction; local time of the system.

    >>> moment("2026-11-22-10.15.00.123456"), moment("2026-11-22 10:15")
    (datetime.datetime(2026, 11, 22, 10, 15), datetime.datetime(2026, 11, 22, 10, 15))
    """
    word = text.strip().removesuffix("Z")
    if len(word) > 40:
        return None
    head, dot, fraction = word.rpartition(".")
    plain = head if dot and fraction.isdigit() and word.count(".") in (1, 3) else word
    for form in STAMPS:
        try:
            return datetime.strptime(plain, form)
        except ValueError:
            continue
    return None
