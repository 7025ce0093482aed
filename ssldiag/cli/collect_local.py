"""``ssldiag collect local -o FILE.zip``: this Linux host and its GSKit products; parses, calls and prints."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ssldiag.cli import options, output
from ssldiag.cli.exits import USAGE, Stop, say

Root = Annotated[Path, typer.Option("--root", metavar="DIR", help="Examine this folder as if it were /.")]
With = Annotated[
    list[Path] | None,
    typer.Option(
        "--with", metavar="FILE", help="Put this output of runmqsc, db2 or gskcapicmd into the zip."
    ),
]


def local(
    target: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="The snapshot: FILE.zip.")
    ] = None,
    root: Root = Path("/"),
    extra: With = None,
    probe: Annotated[
        bool, typer.Option("--probe", help="Ask each listening port of this host for its certificate.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would go in; write nothing.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Find the GSKit products of this Linux host and pack their configuration, without keys and passwords.

    Nothing is run and nothing is changed. Key databases go in as lists of their certificates.
    """
    from datetime import UTC, datetime

    from ssldiag.collect import ibmi_pase
    from ssldiag.collect import local as collector

    if not root.is_dir():
        raise Stop(f"{root} is not a folder", USAGE)
    if not dry_run and (target is None or str(target) == "-"):
        raise Stop("give the file to write with -o FILE.zip, or ask with --dry-run", USAGE)
    try:
        found = collector.collect(root, datetime.now(UTC), extra or (), probe=probe)
    except ValueError as error:
        raise Stop(str(error), USAGE) from error
    if dry_run or target is None:
        output.write((f"{line}\n" for line in collector.shown(found)), None)
        return
    ibmi_pase.write(collector.packed(found), str(target))
    if not quiet:
        taken = sum(item.data is not None for item in found.items)
        say(f"wrote {target}: {taken} files; {collector.MANIFEST} in it says what stayed on the host")
        for note in found.notes:
            say(note)
