"""``ssldiag pool init|start|stop|status DIR``: the reference pool."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated

import typer

from ssldiag.cli import options, output
from ssldiag.cli.exits import FAILED, FINDINGS, USAGE, Stop, say
from ssldiag.keydb.choices import KeyKind

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True
)

APPS = ("echo", "ftp", "smtp", "telnet")

SINGLE = 100
"""Sessions of a single server: as many as IBM's advice gives one (sizing, 2010)."""


class StatusFormat(StrEnum):
    """How to write the status."""

    TEXT = "text"
    JSON = "json"


Dir = Annotated[Path, typer.Argument(metavar="DIR", help="The folder with the pool's configuration.")]


@app.callback()
def pool() -> None:
    """A runnable reference of z/VM's SSL server pool, configured by z/VM's own files in DIR."""


@app.command()
def init(
    folder: Dir,
    apps: Annotated[
        str, typer.Option(metavar="LIST", help="Application servers: echo, ftp, smtp, telnet.")
    ] = ",".join(APPS),
    servers: Annotated[int, typer.Option(min=1, max=100, help="Servers of the pool.")] = 5,
    single: Annotated[bool, typer.Option("--single", help="One SSLSERV instead of a pool.")] = False,
    sessions: Annotated[
        int | None, typer.Option(min=1, max=100_000, help="MAXSESSIONS: 3000, of a single server 100.")
    ] = None,
    per_server: Annotated[
        int | None, typer.Option(min=1, max=1000, help="MAXPERSSLSERVER: 600, of a single server 100.")
    ] = None,
    stack: Annotated[str, typer.Option(metavar="USERID", help="User id of the stack.")] = "TCPIP",
    prefix: Annotated[str, typer.Option(metavar="XXX", help="Prefix of the servers' user ids.")] = "SSL",
    label: Annotated[str, typer.Option(metavar="LABEL", help="Label of the certificate.")] = "TLSCERT1",
    port_offset: Annotated[
        int, typer.Option(min=0, max=64_000, metavar="N", help="Added to every port of the profile.")
    ] = 10_000,
    key: Annotated[
        KeyKind, typer.Option(help="Kind of the server's key; old clients know RSA alone.")
    ] = KeyKind.RSA_2048,
    client: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also make a client's certificate with its key, in PEM, here."),
    ] = None,
) -> None:
    """Make the files of a new pool, with a key database, in an empty folder."""
    from datetime import UTC, datetime

    from ssldiag.pool.create import Exists, create
    from ssldiag.pool.create_files import Wish
    from ssldiag.pool.plan import DEFAULT_PER_SERVER, DEFAULT_SESSIONS

    chosen = wanted_apps(apps)
    wish = Wish(
        userid(stack, 8, "--stack"),
        userid(prefix, 3, "--prefix"),
        servers,
        single,
        sessions or (SINGLE if single else DEFAULT_SESSIONS),
        per_server or (SINGLE if single else DEFAULT_PER_SERVER),
        label_of(label),
        chosen,
        port_offset=port_offset,
        local_user=user_name(),
        key=key,
    )
    try:
        made = create(folder, wish, datetime.now(UTC), client)
    except Exists as error:
        raise Stop(str(error), USAGE) from error
    for name in made.files:
        print(folder / name)
    say(f"start it with: ssldiag pool start {folder}")


def wanted_apps(text: str) -> tuple[str, ...]:
    """The applications of ``--apps``, in our order."""
    asked = [word.strip().lower() for word in text.split(",") if word.strip()]
    strange = [word for word in asked if word not in APPS]
    if strange:
        raise Stop(f"--apps: {strange[0]} is none of {', '.join(APPS)}", USAGE)
    return tuple(app for app in APPS if app in asked)


def userid(text: str, longest: int, option: str) -> str:
    """A user id or prefix in upper case."""
    if not (text.isascii() and text.isalnum() and text[0].isalpha() and len(text) <= longest):
        raise Stop(f"{option}: {text} is not 1 to {longest} letters and digits, a letter first", USAGE)
    return text.upper()


def label_of(text: str) -> str:
    """A label as z/VM's SSL servers take it."""
    if not (text.isascii() and text.isalnum() and text == text.upper() and len(text) <= 8):
        raise Stop(f"--label: {text} is not 1 to 8 upper-case letters and digits", USAGE)
    return text


def user_name() -> str:
    """The local user's name: who may use SSLADMIN."""
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


@app.command()
def start(
    folder: Dir,
    pcap: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Record the connections as a capture.")
    ] = None,
    keylog: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Record their secrets (NSS key log).")
    ] = None,
    foreground: Annotated[
        bool, typer.Option("--foreground", help="Stay in the foreground; end with Ctrl-C.")
    ] = False,
) -> None:
    """Start the pool and wait until it is up."""
    if not folder.is_dir():
        raise Stop(f"{folder} is not a folder; make a pool with: ssldiag pool init {folder}", USAGE)
    command = [sys.executable, "-m", "ssldiag.pool.stack", str(folder.absolute())]
    for option, path in (("--pcap", pcap), ("--keylog", keylog)):
        if path is not None:
            command += [option, str(path.absolute())]
    if foreground:
        sys.stdout.flush()
        os.execv(sys.executable, [*command, "--foreground"])
    sys.exit(in_background(command))


def in_background(command: list[str]) -> int:
    """Start the stack apart from this terminal; its first words, up to the line that says it is up, are
    shown.
    """
    reading, writing = os.pipe()
    with tempfile.TemporaryFile() as trouble:
        process = subprocess.Popen(
            [*command, "--ready-fd", str(writing)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=trouble,
            start_new_session=True,
            pass_fds=(writing,),
        )
        os.close(writing)
        return first_words(process, reading, trouble)


def first_words(process: subprocess.Popen[bytes], reading: int, trouble: IO[bytes]) -> int:
    """Show what the stack says of its start; 0 if it is up, 1 if it is without an active SSL server."""
    with open(reading, encoding="utf-8", errors="replace") as words:
        said = words.read().rstrip()
    if said.startswith("ready"):
        first, _, idle = said.partition("\n")
        print(first)
        return no_server(idle) if idle else 0
    if said:
        print(said)
    code = process.wait()
    if not said:
        trouble.seek(0)
        last = trouble.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
        say(f"the pool did not start (code {code}): {last or 'it said nothing'}")
    return FAILED


def no_server(idle: str) -> int:
    """The pool runs and secures nothing: say why each server is not active."""
    say("no SSL server is active, and the stack goes on running without one:")
    for line in idle.splitlines():
        say(f"  {line}")
    return FINDINGS


@app.command()
def stop(
    folder: Dir,
    now: Annotated[bool, typer.Option("--now", help="Do not wait for sessions to end.")] = False,
) -> None:
    """Stop the pool: no new connections, then sessions may end, then all processes."""
    from ssldiag.pool.stopping import NotRunning, stop_pool

    try:
        stop_pool(folder, now)
    except NotRunning as error:
        raise Stop(str(error)) from error
    print("stopped")


@app.command()
def status(
    folder: Dir,
    form: Annotated[StatusFormat, typer.Option("--format", help="How to write it.")] = StatusFormat.TEXT,
    target: options.Output = None,
) -> None:
    """What runs: servers and their sessions, applications, cache and limits."""
    import json

    from ssldiag.pool.client import PoolDown, ask

    try:
        answer = ask(folder, "POOL", "STATUS", form.value)
    except PoolDown as error:
        raise Stop(str(error)) from error
    if form is StatusFormat.JSON:
        output.write((json.dumps(answer.document, indent=2), "\n"), target)
    else:
        output.write((f"{line}\n" for line in answer.lines), target)
