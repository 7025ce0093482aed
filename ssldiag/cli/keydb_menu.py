"""``ssldiag keydb menu FILE``: the menus, on a terminal or from a script of answers on standard input."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ssldiag.cli import keydb_store as store
from ssldiag.cli.exits import FAILED, FINDINGS, Stop
from ssldiag.cli.keydb_store import PasswordEnv, PasswordFile, Stash

if TYPE_CHECKING:
    from ssldiag.keydb.edit import Edited
    from ssldiag.keydb.menu import Dialogue
    from ssldiag.keydb.store import Database

LONGEST = 4096
"""Characters of an answer: the longest path of Linux (PATH_MAX)."""


class Disk:
    """The files of this machine, as the menus want them."""

    def create(self, path: Path, password: bytes) -> None:
        from ssldiag.keydb import store_file

        store_file.create(path, password)

    def load(self, path: Path, password: bytes | None) -> Database:
        from ssldiag.keydb import store_file

        return store_file.load(path, password)

    def change(self, path: Path, password: bytes, do: Callable[[Database], Edited]) -> Edited:
        from ssldiag.keydb import store_file

        return store_file.change(path, password, do)

    def password(self, path: Path, old: bytes, new: bytes) -> None:
        from ssldiag.keydb import store_file

        with store_file.locked(path):
            store_file.save(path, store_file.load(path, old), new)
        if store.stash_of(path).exists():
            self.stash(path, new)

    def stash(self, path: Path, password: bytes) -> Path:
        from ssldiag.cli.keydb_change import save_stash

        return save_stash(path, password)

    def delete(self, path: Path) -> None:
        path.unlink()
        store.stash_of(path).unlink(missing_ok=True)

    def contents(self, path: Path) -> bytes:
        from ssldiag.keydb import store_file

        return store_file.contents(path)

    def write(self, path: Path, data: bytes, private: bool) -> None:
        from ssldiag.keydb import store_file

        store_file.replace(path, data, store_file.PRIVATE if private else store_file.PUBLIC)

    def random(self, size: int) -> bytes:
        return os.urandom(size)

    def now(self) -> datetime:
        return datetime.now(UTC)


def menu(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The key database; it need not be there yet.")],
    password_file: PasswordFile = None,
    password_env: PasswordEnv = None,
    stash: Stash = False,
) -> None:
    """Numbered menus like those of gskkyman; answers may come from a script on standard input."""
    from ssldiag.keydb import menu as menus
    from ssldiag.keydb import menu_main

    session = menus.Session(Disk())
    if (access := store.Access(password_file, password_env, stash=stash)).given and file.exists():
        _, known = store.opened(file, access)
        session.open(file, known)
    act(menu_main.start(session, file, file.exists()))
    if session.refused and not sys.stdin.isatty():
        raise typer.Exit(FINDINGS)


def act(dialogue: Dialogue) -> None:
    """Show and ask until the dialogue ends; the end of a script ends it at a menu. Raises Stop elsewhere."""
    from ssldiag.keydb.menu import Ask, Say
    from ssldiag.render.escape import visible

    step = next(dialogue, None)
    while step is not None:
        if isinstance(step, Say):
            print("\n".join(visible(line) for line in step.text.splitlines()))
            answer: str | None = ""
        else:
            answer = answered(step)
        if answer is None:
            if isinstance(step, Ask) and step.menu:
                return
            raise Stop("standard input ended in the middle of a question", FAILED)
        try:
            step = dialogue.send(answer)
        except StopIteration:
            return


def answered(question: object) -> str | None:
    """One line, None at the end of standard input. In a script the answer is shown, unless it is hidden."""
    from ssldiag.keydb.menu import Ask

    assert isinstance(question, Ask)
    if sys.stdin.isatty():
        try:
            return getpass.getpass(question.prompt) if question.hidden else input(question.prompt)
        except EOFError:
            return None
    line = sys.stdin.readline(LONGEST + 1)
    if len(line) > LONGEST:
        raise Stop(f"standard input has a line of more than {LONGEST} characters, which answers no question")
    shown = "" if question.hidden or not line else line.rstrip("\r\n")
    print(f"{question.prompt}{shown}")
    return line.rstrip("\r\n") if line else None
