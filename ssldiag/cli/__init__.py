"""The command line: a table of commands, each loaded only when it is used. It parses and prints, no more.

``COMMANDS`` is the only list. ``--help`` and completion of command names read the table and load no command.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from ssldiag import __version__
from ssldiag.cli.exits import guarded
from ssldiag.cli.swift import HELP, swift

COMMANDS: dict[str, tuple[str, str]] = {
    "bundle": ("ssldiag.cli.bundle:app", "Make one file for support, with secrets and names replaced."),
    "collect": ("ssldiag.cli.collect:app", "Take a snapshot of this host, an IBM i, a z/VM host or a pool."),
    "doctor": ("ssldiag.cli.doctor:app", "Examine a host's files and say what does not fit together."),
    "explain": (
        "ssldiag.cli.explain:app",
        "Explain return codes, message ids and alerts, or a whole log.",
    ),
    "fleet": ("ssldiag.cli.fleet:app", "Examine many hosts and captures, here or on a cluster."),
    "keydb": ("ssldiag.cli.keydb:app", "List, show, check or change what a key database holds."),
    "lab": ("ssldiag.cli.lab:app", "Reproduce known problems on a reference pool, and diagnose them."),
    "mc": ("ssldiag.cli.mc:app", "Walk through Management Central's scenarios with real TLS."),
    "netstat": ("ssldiag.cli.netstat:app", "Ask or tell the stack of a running pool, as NETSTAT does."),
    "pcap": ("ssldiag.cli.pcap:app", "Decode TLS handshakes in captures and say why they failed."),
    "pool": ("ssldiag.cli.pool:app", "Make, start, stop or look at a reference SSL server pool."),
    "probe": ("ssldiag.cli.probe:app", "Ask a host by live handshakes what its TLS offers and refuses."),
    "rules": ("ssldiag.cli.rules:app", "List the checks, or print the page of one."),
    "ssladmin": (
        "ssldiag.cli.ssladmin:app",
        "Ask or tell the SSL servers of a running pool, as SSLADMIN does.",
    ),
    "sslpool": ("ssldiag.cli.sslpool:app", "Plan a pool of SSL servers, as SSLPOOL does."),
    "serve": ("ssldiag.cli.serve:app", "Run one reference TLS server, without any file."),
}
"""Name -> where its typer application is, and its line in ``--help``."""

EPILOG = (
    "Exit codes: 0 nothing found at or above --fail-on, 1 findings, 2 wrong usage, 3 could not do the job."
)


class Commands(TyperGroup):
    """A group that knows its commands by name and line, and imports the one that is called."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for name, (_, line) in COMMANDS.items():
            self.commands[name] = TyperCommand(name, help=line, rich_markup_mode=None)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that ``args`` begin with, loaded."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, load(name) if name in COMMANDS else command, rest

    def invoke(self, ctx: Any) -> Any:
        """Run the command; whatever goes wrong becomes a sentence and an exit code."""
        with guarded():
            return super().invoke(ctx)


def load(name: str) -> Any:
    """The command of this name, ready to run."""
    module, _, attribute = COMMANDS[name][0].partition(":")
    command = typer.main.get_command(getattr(import_module(module), attribute))
    command.name = name
    return swift(command)


def print_version(asked: bool) -> None:
    """Print the version and stop, if asked to."""
    if asked:
        print(f"ssldiag {__version__}")
        raise typer.Exit


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": HELP},
    epilog=EPILOG,
)


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=print_version, help="Print the version.")
    ] = False,
) -> None:
    """Diagnose TLS on z/VM, IBM i and GSKit hosts from their files."""


def main() -> None:
    """The ``ssldiag`` program. Characters that a stream cannot show are written by number."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    swift(typer.main.get_command(app))(prog_name="ssldiag")
