"""What the commands that change a key database share: passwords, opening, saving, telling what was done."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ssldiag.cli.exits import FAILED, FINDINGS, USAGE, Stop, say
from ssldiag.cli.passwords import passwords

if TYPE_CHECKING:
    from ssldiag.keydb.edit import Edited
    from ssldiag.keydb.store import Database

SCHEMA = "ssldiag.keydb-change/1"
HOW = "--password-file, --password-env, --password-prompt or --stash"


class ResultFormat(StrEnum):
    """How to say what was done."""

    TEXT = "text"
    JSON = "json"


Store = Annotated[Path, typer.Argument(metavar="FILE", help="The key database, a .p12 or .pfx file.")]
TheLabel = Annotated[str, typer.Option("--label", metavar="LABEL", help="The label; letter case counts.")]
PasswordFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="A file with the database's password.")
]
PasswordEnv = Annotated[
    str | None, typer.Option(metavar="NAME", help="The environment variable that holds the password.")
]
PasswordPrompt = Annotated[bool, typer.Option("--password-prompt", help="Ask for the password.")]
Stash = Annotated[bool, typer.Option("--stash", help="Take the password from the .sth file beside FILE.")]
Result = Annotated[ResultFormat, typer.Option("--format", help="How to say what was done.")]


@dataclass(frozen=True, slots=True)
class Access:
    """The ways to a password that were asked for; ``asked`` is the question of the prompt."""

    file: Path | None = None
    variable: str | None = None
    prompt: bool = False
    stash: bool = False
    question: str = "Password of the key database"

    def candidates(self, database: Path) -> tuple[bytes, ...]:
        """The passwords to try. Raises Stop; on a terminal it asks where nothing was given."""
        found = [*passwords(self.file, self.variable, False, os.environ)]
        if self.stash:
            found.append(_stashed(database))
        if self.prompt or (not self.given and sys.stdin is not None and sys.stdin.isatty()):
            found.append(asked(self.question))
        return tuple(found)

    @property
    def given(self) -> bool:
        return self.file is not None or self.variable is not None or self.prompt or self.stash

    def new(self, what: str, options: str) -> bytes:
        """The one password that something is to have. Raises Stop."""
        if self.prompt or (not self.given and sys.stdin is not None and sys.stdin.isatty()):
            return asked(self.question, again=True)
        found = passwords(self.file, self.variable, False, os.environ)
        if len(found) != 1:
            raise Stop(f"{what} needs exactly one password ({options})", USAGE)
        return found[0]


def asked(question: str, again: bool = False) -> bytes:
    """A password typed in; with ``again`` twice."""
    text = str(
        typer.prompt(question, hide_input=True, confirmation_prompt=again, show_default=False, err=True)
    )
    return text.encode("utf-8", "surrogateescape")


def stash_of(database: Path) -> Path:
    """Where the password of a key database is stashed: beside it, as NAME.sth."""
    return database.with_suffix(".sth")


def _stashed(database: Path) -> bytes:
    from ssldiag.keydb import stash
    from ssldiag.keydb.store import StoreError

    path = stash_of(database)
    try:
        with path.open("rb") as stream:
            return stash.decode(stream.read(4 * stash.SIZE))
    except StoreError as error:
        raise Stop(f"{path}: {error}") from error


def opened(file: Path, access: Access) -> tuple[Database, bytes]:
    """The database and the password that opens it. Raises Stop and OSError."""
    from ssldiag.keydb import store_file
    from ssldiag.keydb.store import StoreError, WrongPassword

    candidates = access.candidates(file)
    if not candidates:
        raise Stop(f"{file}: a password is needed ({HOW})", USAGE)
    for candidate in candidates:
        try:
            return store_file.load(file, candidate), candidate
        except WrongPassword:
            continue
        except StoreError as error:
            raise Stop(f"{file}: {error}") from error
    raise Stop(f"{file}: the password given does not open it")


@contextmanager
def refusing(file: Path, code: int = FINDINGS) -> Iterator[None]:
    """Turn what cannot be done into a sentence about the file and exit code 1."""
    from ssldiag.keydb.store import StoreError

    try:
        yield
    except StoreError as error:
        raise Stop(f"{file}: {error}", code) from error


def change(file: Path, access: Access, do: Callable[[Database], Edited]) -> Edited:
    """Open, change and save the database, with other writers kept away. Raises Stop and OSError."""
    from ssldiag.keydb import store_file

    with refusing(file, FAILED):
        store_file.writable(file)
        with store_file.locked(file):
            database, password = opened(file, access)
            with refusing(file):
                edited = do(database)
            store_file.save(file, edited.database, password)
    return edited


def tell(
    form: ResultFormat,
    file: Path,
    action: str,
    labels: Sequence[str],
    warnings: Sequence[str] = (),
    written: Path | None = None,
    text: str | None = None,
    sentence: str = "",
) -> None:
    """Say what was done: warnings to standard error; then ``text`` if there is one, or a line, or JSON."""
    from ssldiag.render.escape import visible

    for warning in warnings:
        say(f"{file}: warning: {warning}")
    if form is ResultFormat.JSON:
        document = {
            "schema": SCHEMA,
            "file": str(file),
            "action": action,
            "labels": list(labels),
            "warnings": list(warnings),
            "written": None if written is None else str(written),
            "pem": text,
        }
        print(json.dumps(document, ensure_ascii=False, indent=2))
    elif text is not None:
        print(text, end="")
    else:
        print(visible(f"{file}: {sentence or _sentence(action, labels)}"))


def _sentence(action: str, labels: Sequence[str]) -> str:
    names = ", ".join(f'"{label}"' for label in labels)
    return f"{action} {names}" if names else action
