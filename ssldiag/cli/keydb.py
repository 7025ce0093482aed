"""``ssldiag keydb``: what a key database holds and what is wrong with it; the changing commands are hung in
here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ssldiag.cli import keydb_change, keydb_make, keydb_menu, options, output
from ssldiag.cli.exits import FAILED, FINDINGS, Stop, say
from ssldiag.cli.options import FailOn
from ssldiag.cli.passwords import passwords
from ssldiag.model import Severity

if TYPE_CHECKING:
    from ssldiag.keydb.model import Entry, KeyDatabase
    from ssldiag.keydb.troubles import Trouble

LARGEST = 64 * 1024 * 1024
"""As a snapshot takes: no key database is larger."""

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True
)


class TableFormat(StrEnum):
    """How to write a list."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


class PageFormat(StrEnum):
    """How to write details or findings."""

    TEXT = "text"
    JSON = "json"


File = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="A .kdb, .rdb, .p12, .pfx, .pem, .der or .p7b file; - for stdin."),
]
Label = Annotated[str | None, typer.Option(metavar="LABEL", help="Only this entry; letter case counts.")]
Days = Annotated[
    int, typer.Option(min=0, max=36_500, metavar="N", help="Warn of what expires within N days.")
]


@app.callback(invoke_without_command=True)
def keydb(
    context: typer.Context,
    menu: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Open the numbered menus for FILE, as the command menu does."),
    ] = None,
) -> None:
    """List, show, check and change what a key database holds. A .kdb needs no password to be looked at."""
    if menu is not None and context.invoked_subcommand is None:
        keydb_menu.menu(menu)


@app.command("list")
def list_(
    file: File,
    form: Annotated[TableFormat, typer.Option("--format", help="How to write the list.")] = TableFormat.TEXT,
    target: options.Output = None,
    no_color: options.NoColor = False,
    password_file: options.PasswordFile = None,
    password_env: options.PasswordEnv = None,
    password_prompt: options.PasswordPrompt = False,
) -> None:
    """A line an entry: label, kind, private key, flags, expiry, subject."""
    from ssldiag.render import keydb as text
    from ssldiag.render import keydb_json
    from ssldiag.render.style import Style

    database = load(file, passwords(password_file, password_env, password_prompt, os.environ))
    if form is TableFormat.CSV:
        written: Iterator[str] = keydb_json.list_csv(database)
    elif form is TableFormat.JSON:
        written = keydb_json.list_json(database)
    else:
        style = Style(output.columns(target, 0), output.colour(target, no_color))
        written = text.list_text(database, style)
    output.write(written, target)
    finish(database)


@app.command()
def show(
    file: File,
    label: Label = None,
    form: Annotated[PageFormat, typer.Option("--format", help="How to write it.")] = PageFormat.TEXT,
    target: options.Output = None,
    no_color: options.NoColor = False,
    password_file: options.PasswordFile = None,
    password_env: options.PasswordEnv = None,
    password_prompt: options.PasswordPrompt = False,
) -> None:
    """Everything about each entry, or about the one of a label."""
    from ssldiag.render import keydb as text
    from ssldiag.render import keydb_json
    from ssldiag.render.style import Style

    database = load(file, passwords(password_file, password_env, password_prompt, os.environ))
    entries = chosen(database, label)
    if form is PageFormat.JSON:
        written = keydb_json.show_json(database, entries)
    else:
        style = Style(output.columns(target, 0), output.colour(target, no_color))
        written = text.show_text(database, entries, style)
    output.write(written, target)
    finish(database)


@app.command()
def check(
    file: File,
    days: Days = 30,
    now: options.Now = None,
    fail_on: options.FailOnOption = None,
    form: Annotated[PageFormat, typer.Option("--format", help="How to write it.")] = PageFormat.TEXT,
    target: options.Output = None,
    no_color: options.NoColor = False,
    password_file: options.PasswordFile = None,
    password_env: options.PasswordEnv = None,
    password_prompt: options.PasswordPrompt = False,
) -> None:
    """Damage, expiry, trust and chains, and what GSKit answers to each."""
    from ssldiag.keydb.judge import problems_as_gskit
    from ssldiag.render import keydb as text
    from ssldiag.render import keydb_json
    from ssldiag.render.style import Style

    moment = options.moment(now)
    database = load(file, passwords(password_file, password_env, password_prompt, os.environ))
    troubles = problems_as_gskit(database, moment, days)
    if form is PageFormat.JSON:
        written = keydb_json.check_json(database, troubles, moment, days)
    else:
        style = Style(output.columns(target), output.colour(target, no_color))
        written = text.check_text(database, troubles, moment, style)
    output.write(written, target)
    finish(database, troubles, (fail_on or FailOn.ERROR).severity)


def load(file: Path, known: Sequence[bytes]) -> KeyDatabase:
    """Read the file with the passwords given. Raises Stop and OSError."""
    from ssldiag.keydb.model import NotAKeyDatabase
    from ssldiag.keydb.read import read_with

    data = contents(file)
    if len(data) > LARGEST:
        raise Stop(f"{file}: is larger than {LARGEST // 1024**2} MiB, which no key database is")
    try:
        return read_with(data, "standard input" if str(file) == "-" else str(file), known)
    except NotAKeyDatabase as error:
        raise Stop(f"{file}: {error}") from error


def contents(file: Path) -> bytes:
    """The bytes of the file or of standard input, one more than is allowed at most."""
    if str(file) == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    with file.open("rb") as stream:
        return stream.read(LARGEST + 1)


def chosen(database: KeyDatabase, label: str | None) -> tuple[Entry, ...]:
    """The entries asked for. Raises Stop, naming a label that is nearly the same."""
    if label is None:
        return database.entries
    found = tuple(entry for entry in database.entries if entry.label == label)
    if found:
        return found
    near = [entry.label for entry in database.entries if entry.label.strip().lower() == label.strip().lower()]
    hint = f'; there is "{near[0]}", and letter case and blanks count' if near else ""
    raise Stop(f'{database.file}: no entry has the label "{label}"{hint}')


def finish(
    database: KeyDatabase, troubles: Sequence[Trouble] | None = None, least: Severity | None = Severity.ERROR
) -> None:
    """End with the exit code: 3 if it could not all be read, 1 if there is something as bad as ``least``."""
    from ssldiag.keydb.judge import file_problems

    if database.needs_password:
        wrong = any(problem.word == "password" for problem in database.problems)
        why = "the password given does not open it" if wrong else "it is encrypted and needs a password"
        say(f"{database.file}: {why} (--password-file, --password-env or --password-prompt)")
        raise typer.Exit(FAILED)
    found = list(file_problems(database)) if troubles is None else troubles
    if least is not None and any(trouble.severity.rank <= least.rank for trouble in found):
        raise typer.Exit(FINDINGS)


CHANGING: dict[str, Callable[..., None]] = {
    "create": keydb_change.create,
    "import": keydb_change.import_,
    "receive": keydb_change.receive,
    "request": keydb_make.request,
    "selfsign": keydb_make.selfsign,
    "issue": keydb_make.issue,
    "sign": keydb_make.sign,
    "export": keydb_make.export,
    "delete": keydb_change.delete,
    "rename": keydb_change.rename,
    "default": keydb_change.default,
    "trust": keydb_change.trust,
    "password": keydb_change.password,
    "stash": keydb_change.stash_,
    "menu": keydb_menu.menu,
}
for _name, _command in CHANGING.items():
    app.command(_name)(_command)
