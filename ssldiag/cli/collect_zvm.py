"""``ssldiag collect zvm HOST -o FILE.zip``: files of a z/VM host by FTP; parses, calls and prints.

The password comes from a prompt, a file or the environment, never from the command line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ssldiag.cli import output
from ssldiag.cli.exits import USAGE, Stop, say

if TYPE_CHECKING:
    from ssl import SSLContext

    from ssldiag.collect.zvm_control import Door
    from ssldiag.collect.zvm_list import Wanted

LARGEST = 64 * 1024
"""Bytes of a password file: one password and those of a few disks."""


def zvm(
    host: Annotated[str, typer.Argument(metavar="HOST", help="The z/VM host with the FTP server.")],
    user: Annotated[str, typer.Option("--user", "-u", metavar="USERID", help="Log on as this user.")],
    by: Annotated[
        str, typer.Option(metavar="USERID", help="With the password of this user, who has LOGONBY.")
    ] = "",
    tls: Annotated[bool, typer.Option("--tls", help="TLS by AUTH TLS; this is the default.")] = False,
    implicit: Annotated[bool, typer.Option("--implicit", help="TLS from the first byte (port 990).")] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="No TLS: password and files cross the network in clear text.")
    ] = False,
    ca: Annotated[
        Path | None, typer.Option(metavar="FILE", help="PEM: trust these [default: the system's].")
    ] = None,
    name: Annotated[
        str, typer.Option(metavar="NAME", help="The certificate is for this name [default: HOST].")
    ] = "",
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, metavar="N", help="[default: 21; with --implicit 990]")
    ] = None,
    wanted_file: Annotated[
        Path | None, typer.Option("--list", metavar="FILE", help="Take what this list names instead.")
    ] = None,
    target: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="The snapshot: FILE.zip.")
    ] = None,
    password_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Password in line 1; then DIRECTORY PASSWORD of minidisks."),
    ] = None,
    password_env: Annotated[
        str | None, typer.Option(metavar="NAME", help="Environment variable with the password.")
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=1, max=600, metavar="SECONDS", help="For one reply of the server.")
    ] = 30.0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would be asked for.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing while it goes well.")] = False,
) -> None:
    """Fetch configuration, logs and responses from z/VM by FTP with TLS. It changes nothing there.

    Passwords in a user directory are overwritten before anything is written; stash files and private keys
    are never taken. docs/zvm/collect.md says what to run on z/VM before: SSLDIAG EXEC.
    """
    from ssldiag.collect import zvm_list
    from ssldiag.collect.zvm_control import PORTS, Door

    if tls + implicit + plain > 1:
        raise Stop("give one of --tls, --implicit and --plain", USAGE)
    who = f"{user}/BY/{by}" if by else user
    if not zvm_list.USER.fullmatch(who):
        raise Stop(f"{who} is no user id of z/VM", USAGE)
    rows = zvm_list.built_in(user) if wanted_file is None else listed(wanted_file)
    if dry_run:
        output.write((f"{line}\n" for line in zvm_list.listed(rows)), None)
        return
    if target is None or str(target) == "-":
        raise Stop("give the file to write with -o FILE.zip, or ask with --dry-run", USAGE)
    way = "plain" if plain else "implicit" if implicit else "tls"
    trust = authorities(ca)
    word, disks = passwords(password_file, password_env, f"Password of {by or user} on {host}")
    way_in = Door(host, port or PORTS[way], way, who, word, trust, name)
    run(way_in, rows, target, timeout, disks, quiet)


def listed(path: Path) -> tuple[Wanted, ...]:
    """The user's own list. Raises Stop."""
    from ssldiag.collect.zvm_list import LONGEST_LIST, BadList, parse

    with path.open("rb") as stream:
        data = stream.read(LONGEST_LIST + 1)
    try:
        if len(data) > LONGEST_LIST:
            raise BadList(f"more than {LONGEST_LIST:,} bytes")
        return parse(data.decode("utf-8", "replace"))
    except BadList as error:
        raise Stop(f"--list {path}: {error}", USAGE) from error


def authorities(ca: Path | None) -> SSLContext:
    """TLS that trusts a PEM file, or what the system trusts. Raises Stop for a file that cannot be read."""
    from ssldiag.collect.zvm_control import context

    try:
        return context(None if ca is None else str(ca))
    except OSError as error:
        raise Stop(f"--ca {ca}: {error.strerror or 'no certificate in it'}", USAGE) from error


def passwords(file: Path | None, variable: str | None, question: str) -> tuple[str, Callable[[str], str]]:
    """The password to log on with, and who knows those of minidisks. Raises Stop."""
    disks: dict[str, str] = {}
    if file is not None:
        with file.open("rb") as stream:
            lines = stream.read(LARGEST).decode("utf-8", "replace").splitlines()
        word = lines[0] if lines else ""
        disks = {words[0].upper(): words[1] for line in lines[1:] if len(words := line.split()) == 2}
    elif variable is not None:
        word = os.environ.get(variable, "")
    else:
        word = str(typer.prompt(question, hide_input=True, err=True))
    if not word.isprintable() or not word:
        raise Stop("the password is empty, or has characters that cannot be sent", USAGE)

    def disk(directory: str) -> str:
        if directory.upper() in disks or not sys.stdin.isatty():
            return disks.get(directory.upper(), "")
        text = f"Read password of minidisk {directory} (empty: leave it out)"
        return str(typer.prompt(text, hide_input=True, default="", show_default=False, err=True))

    return word, disk


def run(
    way_in: Door,
    rows: tuple[Wanted, ...],
    target: Path,
    timeout: float,
    disks: Callable[[str], str],
    quiet: bool,
) -> None:
    """Collect and write. Raises Stop where nothing came, and after writing where the session broke."""
    from datetime import UTC, datetime

    from ssldiag.collect import ibmi_pase, remote, zvm
    from ssldiag.collect.zvm_control import Bounds
    from ssldiag.collect.zvm_session import Lost

    def tell(line: str) -> None:
        if not quiet:
            say(line)

    if way_in.way == "plain":
        say("without TLS: the password and all files cross the network in clear text")
    try:
        found = zvm.collect(way_in, rows, Bounds(step=timeout), disks, tell)
    except Lost as error:
        raise Stop(f"{way_in.host}: {error}") from error
    if not found.files:
        raise Stop(f"{way_in.host}: nothing came{f': {found.lost}' if found.lost else ''}")
    data = zvm.packed(found, datetime.now(UTC), way_in.host)
    ibmi_pase.write(data, str(target))
    tell(f"wrote {target}: {remote.summary(data)}; {ibmi_pase.MANIFEST} in it says what was asked for")
    if found.lost:
        raise Stop(f"{way_in.host}: the session ended early: {found.lost}; {target} has what came before")
