"""``ssldiag collect ibmi|local|zvm|pool -o FILE.zip``: a snapshot of a host; parses, calls and prints."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ssldiag.cli import collect_local, collect_zvm, options, output
from ssldiag.cli.exits import USAGE, Stop, say

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True
)

Target = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="The snapshot: FILE.zip.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="List what would be done; do nothing.")]


@app.callback()
def collect() -> None:
    """Take a snapshot of a host for ssldiag doctor: of an IBM i, z/VM, this Linux host or a pool."""


@app.command()
def ibmi(
    target: Target = None,
    host: Annotated[
        str, typer.Option(metavar="USER@HOST", help="Collect there by ssh [default: here, in PASE].")
    ] = "",
    lib: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Look for QYPSVLDL in this library too.")
    ] = None,
    form: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Put this settings form into the zip.")
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=1, max=3600, metavar="SECONDS", help="For one command.")
    ] = 120.0,
    dry_run: DryRun = False,
    quiet: options.Quiet = False,
) -> None:
    """Run SQL statements and CL commands on an IBM i, and keep what they answer. It changes nothing there."""
    import shutil
    from datetime import UTC, datetime

    from ssldiag.collect import ibmi_pase, remote

    def tell(line: str) -> None:
        if not quiet:
            say(line)

    try:
        libraries = ibmi_pase.libraries(lib or ())
        extra = ibmi_pase.forms(map(str, form or ()))
        asked = ibmi_pase.tasks(libraries)
        if host:
            remote.checked(host)
    except (ValueError, remote.RemoteError) as error:
        raise Stop(str(error), USAGE) from error
    if dry_run:
        output.write((f"{line}\n" for line in ibmi_pase.listed(asked)), None)
        return
    path, now = wanted(target), datetime.now(UTC)
    if host:
        try:
            data = remote.fetch(host, libraries, timeout, now, tell)
        except remote.RemoteError as error:
            raise Stop(str(error)) from error
    else:
        qsh = shutil.which("qsh") is not None
        found = ibmi_pase.collect(asked, timeout, ibmi_pase.run, qsh, tell)
        if not found.files:
            raise Stop("nothing came: neither db2 nor system answered; is this an IBM i? --host USER@HOST")
        data = ibmi_pase.packed(found, now, "")
    ibmi_pase.write(remote.with_files(data, extra), str(path))
    tell(f"wrote {path}: {remote.summary(data)}; {ibmi_pase.MANIFEST} in it says what was run")


@app.command()
def pool(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a running pool.")],
    target: Target = None,
    dry_run: DryRun = False,
    quiet: options.Quiet = False,
) -> None:
    """Pack the files, responses and consoles of a running reference pool, without keys and passwords."""
    from datetime import UTC, datetime

    from ssldiag.collect import ibmi_pase
    from ssldiag.collect import pool as collector

    if not folder.is_dir():
        raise Stop(f"{folder} is not a folder", USAGE)
    found = list(collector.items(folder))
    if dry_run:
        output.write((f"{item.reason or 'goes in':<24}  {item.name}\n" for item in found), None)
        return
    path = wanted(target)
    try:
        said = collector.status(folder)
    except collector.NotCollected as error:
        raise Stop(str(error)) from error
    ibmi_pase.write(collector.packed(found, said, datetime.now(UTC)), str(path))
    if not quiet:
        out = sum(bool(item.reason) for item in found)
        say(f"wrote {path}: {len(found) - out} files; {out} stay out")


app.command()(collect_zvm.zvm)
app.command()(collect_local.local)


def wanted(target: Path | None) -> Path:
    """The zip that was asked for. Raises Stop where none was."""
    if target is None or str(target) == "-":
        raise Stop("give the file to write with -o FILE.zip, or ask with --dry-run", USAGE)
    return target
