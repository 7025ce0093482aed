"""Numbers and words typed in, screens out: menus over a key database, modelled on the functions of gskkyman.

A dialogue is a generator: it yields what to show (:class:`Say`) and what to ask (:class:`Ask`), and is sent
the answers. Files are touched only through :class:`Files`, so a script of numbers can act it out. Headings
are those that :mod:`ssldiag.readers.gskkyman_list` knows; the order of the inner menus is a choice of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from ssldiag.keydb.edit import Edited
from ssldiag.keydb.store import Database, StoreError

CHOOSE = "Enter option number (press ENTER to return to the previous menu): "


@dataclass(frozen=True, slots=True)
class Say:
    """Lines to show."""

    text: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A question; the answer to a ``hidden`` one is not shown, one of a ``menu`` may end the dialogue."""

    prompt: str
    hidden: bool = False
    menu: bool = False


class Leave(Exception):
    """The user chose to leave the program."""


Dialogue = Generator[Say | Ask, str, None]
Answer = Generator[Say | Ask, str, str]


class Files(Protocol):
    """What the menus want of a disk. All raise :class:`StoreError` and OSError."""

    def create(self, path: Path, password: bytes) -> None: ...
    def load(self, path: Path, password: bytes | None) -> Database: ...
    def change(self, path: Path, password: bytes, do: Callable[[Database], Edited]) -> Edited: ...
    def password(self, path: Path, old: bytes, new: bytes) -> None: ...
    def stash(self, path: Path, password: bytes) -> Path: ...
    def delete(self, path: Path) -> None: ...
    def contents(self, path: Path) -> bytes: ...
    def write(self, path: Path, data: bytes, private: bool) -> None: ...
    def random(self, size: int) -> bytes: ...
    def now(self) -> datetime: ...


class Session:
    """The database that is open, and whether anything was refused so far."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.path: Path | None = None
        self.secret = b""
        self.database = Database()
        self.refused = False

    def open(self, path: Path, password: bytes) -> None:
        """Open a database. Raises as :class:`Files`."""
        self.database = self.files.load(path, password)
        self.path, self.secret = path, password

    def change(self, do: Callable[[Database], Edited]) -> Edited:
        """Change the open database on the disk. Raises as :class:`Files`."""
        if self.path is None:
            raise StoreError("no database is open")
        edited = self.files.change(self.path, self.secret, do)
        self.database = edited.database
        return edited


Action = Callable[[Session], Dialogue]
Options = Mapping[str, tuple[str, Action]]


def ask(prompt: str, hidden: bool = False) -> Answer:
    """One answer, blanks at both ends left out."""
    return ((yield Ask(prompt, hidden)) or "").strip()


def run(session: Session, screen: Callable[[], str], options: Options) -> Dialogue:
    """Show a menu and do what is chosen, until ENTER alone. Option 0 leaves the program."""
    while True:
        rows = "\n".join(f"{number:>8} - {title}" for number, (title, _) in options.items())
        yield Say(f"\n{screen()}\n\n{rows}\n\n       0 - Exit program\n")
        chosen = ((yield Ask(CHOOSE, menu=True)) or "").strip()
        if not chosen:
            return
        if chosen == "0":
            raise Leave
        if chosen in options:
            yield from guarded(session, options[chosen][1])
        else:
            session.refused = True
            yield Say(f"{chosen} is not among the options.")


def guarded(session: Session, action: Action) -> Dialogue:
    """Do it; what cannot be done becomes a sentence, and the menu goes on."""
    try:
        yield from action(session)
    except StoreError as error:
        session.refused = True
        yield Say(f"Not done: {error}.")
    except OSError as error:
        session.refused = True
        yield Say(f"Not done: {error.filename}: {error.strerror}.")


def told(edited: Edited, what: str) -> Dialogue:
    """What was done, and what the user should know."""
    names = ", ".join(f'"{label}"' for label in edited.labels)
    yield Say(f"{what} {names}.")
    for warning in edited.warnings:
        yield Say(f"Note: {warning}.")
