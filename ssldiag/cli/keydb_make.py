"""``ssldiag keydb request|selfsign|issue|sign|export``: new certificates, and what leaves a database."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ssldiag.cli import keydb_store as store
from ssldiag.cli import options
from ssldiag.cli.exits import FAILED, USAGE, Stop
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
from ssldiag.keydb.choices import Form, Hash, KeyKind, Purpose

if TYPE_CHECKING:
    from ssldiag.keydb.edit_make import Wanted


Subject = Annotated[
    str, typer.Option(metavar="DN", help="The subject, such as CN=zvm1.example.com,O=Example,C=DE.")
]
Names = Annotated[
    list[str] | None,
    typer.Option(
        "--name", metavar="NAME", help="A host name or address (DNS:, IP:, EMAIL:, URI:); repeatable."
    ),
]
Key = Annotated[KeyKind, typer.Option("--key", help="The kind of the new key.")]
Digest = Annotated[
    Hash | None, typer.Option("--hash", help="The hash to sign with [default: as suits the key].")
]
Days = Annotated[int, typer.Option("--days", min=1, max=36_500, metavar="N", help="Valid for N days.")]
Use = Annotated[Purpose, typer.Option("--purpose", help="What the certificate is for.")]
Target = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to FILE.")]
ToFile = Annotated[Path | None, typer.Option(metavar="FILE", help="A file with the password of what leaves.")]
ToEnv = Annotated[
    str | None, typer.Option(metavar="NAME", help="The environment variable with that password.")
]
ToPrompt = Annotated[bool, typer.Option("--to-password-prompt", help="Ask for that password.")]


def wanted(
    subject: str,
    names: list[str] | None,
    key: KeyKind = KeyKind.RSA_2048,
    digest: Hash | None = None,
    purpose: Purpose = Purpose.SERVER,
    days: int = 365,
) -> Wanted:
    """The wishes of the command line as one value."""
    from ssldiag.keydb import edit_make

    return edit_make.Wanted(
        subject=subject,
        names=tuple(names or ()),
        kind=key,
        digest=digest,
        purpose=purpose,
        days=days,
    )


def request(
    file: Store,
    label: TheLabel,
    subject: Subject = "",
    names: Names = None,
    key: Key = KeyKind.RSA_2048,
    digest: Digest = None,
    renew: Annotated[
        bool, typer.Option("--renew", help="For the key that LABEL has; the database stays as it is.")
    ] = False,
    target: Target = None,
    password_file: PasswordFile = None,
    password_env: PasswordEnv = None,
    password_prompt: PasswordPrompt = False,
    stash: Stash = False,
    form: Result = ResultFormat.TEXT,
) -> None:
    """Make a key and a request for its certificate; the request goes to a CA."""
    from ssldiag.keydb import edit, edit_export, edit_new

    access = Access(password_file, password_env, password_prompt, stash)
    warnings: tuple[str, ...] = ()
    if renew:
        database, _ = store.opened(file, access)
        with refusing(file):
            made = edit_new.renewal(database, label, tuple(names or ()))[0]
    else:
        wish = wanted(subject, names, key, digest)
        edited = store.change(file, access, lambda database: edit_new.with_request(database, label, wish))
        made = edit.needed(edited.database, label).request or b""
        warnings = edited.warnings
    give(form, file, "request", label, edit_export.armoured("CERTIFICATE REQUEST", made), target, warnings)


def selfsign(
    file: Store,
    label: TheLabel,
    subject: Subject,
    names: Names = None,
    key: Key = KeyKind.RSA_2048,
    digest: Digest = None,
    purpose: Use = Purpose.CA,
    days: Days = 365,
    now: options.Now = None,
    password_file: PasswordFile = None,
    password_env: PasswordEnv = None,
    password_prompt: PasswordPrompt = False,
    stash: Stash = False,
    form: Result = ResultFormat.TEXT,
) -> None:
    """Make a key and a certificate that it signs itself: a root CA, or a server for tests."""
    from ssldiag.keydb.edit_new import with_self_signed

    moment = options.moment(now)
    wish = wanted(subject, names, key, digest, purpose, days)
    access = Access(password_file, password_env, password_prompt, stash)
    edited = store.change(file, access, lambda database: with_self_signed(database, label, wish, moment))
    tell(form, file, "created", edited.labels, edited.warnings)


def issue(
    file: Store,
    label: TheLabel,
    signer: Annotated[str, typer.Option(metavar="LABEL", help="The CA in the database that signs it.")],
    subject: Subject,
    names: Names = None,
    key: Key = KeyKind.RSA_2048,
    digest: Digest = None,
    purpose: Use = Purpose.SERVER,
    days: Days = 365,
    now: options.Now = None,
    password_file: PasswordFile = None,
    password_env: PasswordEnv = None,
    password_prompt: PasswordPrompt = False,
    stash: Stash = False,
    form: Result = ResultFormat.TEXT,
) -> None:
    """Make a key and a certificate for it that a CA of the database signs."""
    from ssldiag.keydb.edit_new import with_issued

    moment = options.moment(now)
    wish = wanted(subject, names, key, digest, purpose, days)
    access = Access(password_file, password_env, password_prompt, stash)
    edited = store.change(file, access, lambda database: with_issued(database, label, wish, signer, moment))
    tell(form, file, "created", edited.labels, edited.warnings)


def sign(
    file: Store,
    source: Annotated[Path, typer.Argument(metavar="REQUEST", help="A certification request, PEM or DER.")],
    label: TheLabel,
    names: Names = None,
    digest: Digest = None,
    purpose: Use = Purpose.SERVER,
    days: Days = 365,
    target: Target = None,
    now: options.Now = None,
    password_file: PasswordFile = None,
    password_env: PasswordEnv = None,
    password_prompt: PasswordPrompt = False,
    stash: Stash = False,
    form: Result = ResultFormat.TEXT,
) -> None:
    """Sign a request with the CA of a label; --name replaces the names that the request has."""
    from ssldiag.keydb import edit_export, edit_new

    moment = options.moment(now)
    wish = wanted("", names, digest=digest, purpose=purpose, days=days)
    database, _ = store.opened(file, Access(password_file, password_env, password_prompt, stash))
    asked = request_in(source)
    with refusing(file):
        made = edit_new.answered(database, label, asked, wish, moment)
    warnings = edit_new.cut_warning(made, wish, moment)
    give(form, file, "signed", label, edit_export.armoured("CERTIFICATE", made), target, warnings)


def request_in(source: Path) -> bytes:
    """The only request in a file, in DER. Raises Stop and OSError."""
    from ssldiag.keydb import store_file, store_request

    with refusing(source, FAILED):
        return store_request.read(store_file.contents(source))


def export(
    file: Store,
    label: TheLabel,
    kind: Annotated[Form, typer.Option("--as", help="The kind of file.")] = Form.PEM,
    with_key: Annotated[
        bool, typer.Option("--with-key", help="With the private key, to a file of mode 0600.")
    ] = False,
    with_chain: Annotated[
        bool, typer.Option("--with-chain", help="With the issuers in the database.")
    ] = False,
    target: Target = None,
    to_password_file: ToFile = None,
    to_password_env: ToEnv = None,
    to_password_prompt: ToPrompt = False,
    password_file: PasswordFile = None,
    password_env: PasswordEnv = None,
    password_prompt: PasswordPrompt = False,
    stash: Stash = False,
    form: Result = ResultFormat.TEXT,
) -> None:
    """Write out a certificate, with its key only if that is asked for."""
    from ssldiag.keydb import edit_export

    binary = kind is not Form.PEM
    if (with_key or binary) and (target is None or str(target) == "-"):
        what = "a private key" if with_key else f"{kind.value}, which is no text,"
        raise Stop(f"{what} goes to a file only: -o FILE", USAGE)
    to = Access(to_password_file, to_password_env, to_password_prompt, question="Password of what leaves")
    secret = None
    if to.given or kind is Form.PKCS12:
        secret = to.new("a PKCS#12 file", "--to-password-file, --to-password-env or --to-password-prompt")
    database, _ = store.opened(file, Access(password_file, password_env, password_prompt, stash))
    wish = edit_export.Wish(kind, with_key, with_chain, secret)
    with refusing(file):
        made = edit_export.exported(database, label, wish, os.urandom)
    give(form, file, "exported", label, made, target, (), secret=with_key or secret is not None)


def give(
    form: ResultFormat,
    file: Path,
    action: str,
    label: str,
    data: bytes,
    target: Path | None,
    warnings: tuple[str, ...],
    secret: bool = False,
) -> None:
    """Write what was made to the file asked for, else as text to standard output."""
    from ssldiag.keydb import store_file

    if target is None or str(target) == "-":
        tell(form, file, action, (label,), warnings, text=data.decode("ascii"))
        return
    if target.exists() and file.exists() and target.samefile(file):
        raise Stop(f"{target}: is the key database itself", USAGE)
    store_file.replace(target, data, store_file.PRIVATE if secret else store_file.PUBLIC)
    tell(form, file, action, (label,), warnings, target, sentence=f'{action} "{label}" to {target}')
