"""``ssldiag keydb create|import|receive|delete|rename|default|trust|password|stash``: what changes a file."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ssldiag.cli import keydb_store as store
from ssldiag.cli import options
from ssldiag.cli.exits import FAILED, Stop
from ssldiag.cli.keydb_store import (
    Access,
    PasswordEnv,
    PasswordFile,
    PasswordPrompt,
    Result,
    ResultFormat,
    Stash,
    Store,
    TheLabel,
    refusing,
    tell,
)

if TYPE_CHECKING:
    from ssldiag.keydb.store import Database

Input = Annotated[
    Path,
    typer.Argument(metavar="INPUT", help="A .p12, .pfx, .kdb, .pem, .der or .p7b file."),
]
WithoutIssuer = Annotated[
    bool, typer.Option("--without-issuer", help="Take a certificate whose issuer is not in the database.")
]
FromFile = Annotated[Path | None, typer.Option(metavar="FILE", help="A file with the password of INPUT.")]
FromEnv = Annotated[
    str | None, typer.Option(metavar="NAME", help="The environment variable with the password of INPUT.")
]
FromPrompt = Annotated[bool, typer.Option("--from-password-prompt", help="Ask for the password of INPUT.")]
NEEDS = "it needs a password (of import: --from-password-file, --from-password-env or --from-password-prompt)"
NewFile = Annotated[Path | None, typer.Option(metavar="FILE", help="A file with the new password.")]
NewEnv = Annotated[
    str | None, typer.Option(metavar="NAME", help="The environment variable that holds the new password.")
]
NewPrompt = Annotated[bool, typer.Option("--new-password-prompt", help="Ask for the new password.")]


def create(
    file: Store,
    stash: Annotated[bool, typer.Option("--stash", help="Write the .sth file beside FILE too.")] = False,
    password_file: PasswordFile = None,
    password_env: PasswordEnv = None,
    password_prompt: PasswordPrompt = False,
    form: Result = ResultFormat.TEXT,
) -> None:
    """Make an empty key database (PKCS#12, mode 0600)."""
    from ssldiag.keydb import store_file

    access = Access(password_file, password_env, password_prompt, question="Password of the new key database")
    with refusing(file, FAILED):
        store_file.writable(file)
        password = access.new("a key database", "--password-file, --password-env or --password-prompt")
        store_file.create(file, password)
        written = save_stash(file, password) if stash else None
    tell(form, file, "created", (), written=written)


def import_(
    file: Store,
    source: Input,
    label: Annotated[
        str | None, typer.Option(metavar="LABEL", help="The label for it [default: as in INPUT].")
    ] = None,
    without_issuer: WithoutIssuer = False,
    from_password_file: FromFile = None,
    from_password_env: FromEnv = None,
    from_password_prompt: FromPrompt = False,
    now: options.Now = None,
    password_file: PasswordFile = None,
    password_env: PasswordEnv = None,
    password_prompt: PasswordPrompt = False,
    stash: Stash = False,
    form: Result = ResultFormat.TEXT,
) -> None:
    """Take over certificates, with their keys if they have any."""
    from ssldiag.keydb.edit_take import imported

    moment = options.moment(now)
    wanted = Access(
        from_password_file, from_password_env, from_password_prompt, question=f"Password of {source}"
    )
    found = source_of(source, wanted)
    access = Access(password_file, password_env, password_prompt, stash)
    edited = store.change(
        file, access, lambda database: imported(database, found, moment, label, without_issuer)
    )
    tell(form, file, "imported", edited.labels, edited.warnings)


def source_of(source: Path, access: Access) -> Database:
    """What another file holds. Raises Stop and OSError."""
    from ssldiag.keydb import store_file
    from ssldiag.keydb.store import WrongPassword

    with refusing(source, FAILED):
        data = store_file.contents(source)
        if not access.given:
            with suppress(WrongPassword):
                return store_file.read_bytes(data, None, source)
        candidates = access.candidates(source)
        for candidate in candidates:
            with suppress(WrongPassword):
                return store_file.read_bytes(data, candidate, source)
    raise Stop(f"{source}: {'the password given does not open it' if candidates else NEEDS}")


def receive(
    file: Store,
    source: Input,
    without_issuer: WithoutIssuer = False,
    now: options.Now = None,
    password_file: PasswordFile = None,
    password_env: PasswordEnv = None,
    password_prompt: PasswordPrompt = False,
    stash: Stash = False,
    form: Result = ResultFormat.TEXT,
) -> None:
    """Put the certificate that came for a request, or a renewed one, in its place."""
    from ssldiag.keydb.edit_take import received

    moment = options.moment(now)
    found = source_of(source, Access())
    access = Access(password_file, password_env, password_prompt, stash)
    edited = store.change(file, access, lambda database: received(database, found, moment, without_issuer))
    tell(form, file, "received", edited.labels, edited.warnings)


def delete(
    file: Store,
    label: TheLabel,
    password_file: PasswordFile = None,
    password_env: PasswordEnv = None,
    password_prompt: PasswordPrompt = False,
    stash: Stash = False,
    form: Result = ResultFormat.TEXT,
) -> None:
    """Remove a label with its certificate, request and key."""
    from ssldiag.keydb.edit import deleted

    access = Access(password_file, password_env, password_prompt, stash)
    edited = store.change(file, access, lambda database: deleted(database, label))
    tell(form, file, "deleted", edited.labels, edited.warnings)


def rename(
    file: Store,
    label: TheLabel,
    to: Annotated[str, typer.Option("--to", metavar="LABEL", help="The new label.")],
    password_file: PasswordFile = None,
    password_env: PasswordEnv = None,
    password_prompt: PasswordPrompt = False,
    stash: Stash = False,
    form: Result = ResultFormat.TEXT,
) -> None:
    """Give a label another name."""
    from ssldiag.keydb.edit import renamed

    access = Access(password_file, password_env, password_prompt, stash)
    edited = store.change(file, access, lambda database: renamed(database, label, to))
    tell(form, file, "renamed", edited.labels, edited.warnings, sentence=f'renamed "{label}" to "{to}"')


def default(
    file: Store,
    label: TheLabel,
    password_file: PasswordFile = None,
    password_env: PasswordEnv = None,
    password_prompt: PasswordPrompt = False,
    stash: Stash = False,
    form: Result = ResultFormat.TEXT,
) -> None:
    """Make a certificate with a key the default one."""
    from ssldiag.keydb.edit import with_default

    access = Access(password_file, password_env, password_prompt, stash)
    edited = store.change(file, access, lambda database: with_default(database, label))
    tell(form, file, "default", edited.labels, edited.warnings, sentence=f'the default is "{label}"')


def trust(
    file: Store,
    label: TheLabel,
    on: Annotated[bool, typer.Option("--on/--off", help="Trust it, or not any more.")] = True,
    now: options.Now = None,
    password_file: PasswordFile = None,
    password_env: PasswordEnv = None,
    password_prompt: PasswordPrompt = False,
    stash: Stash = False,
    form: Result = ResultFormat.TEXT,
) -> None:
    """Trust a certificate, or stop trusting it."""
    from ssldiag.keydb.edit import with_trust

    moment = options.moment(now)
    access = Access(password_file, password_env, password_prompt, stash)
    edited = store.change(file, access, lambda database: with_trust(database, label, on, moment))
    word = "trusted" if on else "not trusted"
    tell(form, file, "trust", edited.labels, edited.warnings, sentence=f'"{label}" is {word}')


def password(
    file: Store,
    new_password_file: NewFile = None,
    new_password_env: NewEnv = None,
    new_password_prompt: NewPrompt = False,
    password_file: PasswordFile = None,
    password_env: PasswordEnv = None,
    password_prompt: PasswordPrompt = False,
    stash: Stash = False,
    form: Result = ResultFormat.TEXT,
) -> None:
    """Encrypt the database with another password; a stash file that is there is renewed."""
    from ssldiag.keydb import store_file

    wanted = Access(new_password_file, new_password_env, new_password_prompt, question="New password")
    with refusing(file, FAILED):
        store_file.writable(file)
        with store_file.locked(file):
            database, _ = store.opened(file, Access(password_file, password_env, password_prompt, stash))
            how = "--new-password-file, --new-password-env or --new-password-prompt"
            new = wanted.new("the database", how)
            store_file.save(file, database, new)
            written = save_stash(file, new) if store.stash_of(file).exists() else None
    tell(form, file, "password", (), written=written, sentence="has a new password")


def stash_(
    file: Store,
    password_file: PasswordFile = None,
    password_env: PasswordEnv = None,
    password_prompt: PasswordPrompt = False,
    form: Result = ResultFormat.TEXT,
) -> None:
    """Write the password into the .sth file beside FILE, after trying it."""
    with refusing(file, FAILED):
        _, known = store.opened(file, Access(password_file, password_env, password_prompt))
        written = save_stash(file, known)
    tell(form, file, "stash", (), written=written, sentence=f"its password is in {written}")


def save_stash(file: Path, password: bytes) -> Path:
    """Write the stash file, mode 0600. Raises StoreError and OSError."""
    from ssldiag.keydb import stash, store_file

    path = store.stash_of(file)
    store_file.replace(path, stash.encode(password, os.urandom))
    return path
