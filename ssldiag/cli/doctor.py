"""``ssldiag doctor``: arguments in, reports on standard output or in a file, an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from ssldiag.cli import options, output
from ssldiag.cli.exits import USAGE, Stop, say
from ssldiag.cli.options import FailOn, ReportFormat
from ssldiag.model import Report, Severity, Snapshot
from ssldiag.render.style import Style

if TYPE_CHECKING:
    from ssldiag.cli.plan import Order

Renderer = Callable[[Iterable[Report], Style], Iterator[str]]
Opener = Callable[[Path], Snapshot]

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

HERE = Path("/")
"""What is examined where no PATH is given: this host, as ``ssldiag collect local`` sees it."""

Paths = Annotated[
    list[Path] | None, typer.Argument(metavar="PATH", help="A folder, .zip, .tar[.gz|.xz] or file.")
]


class LiveDepths(StrEnum):
    """How much a live look asks."""

    QUICK = "quick"
    DEFAULT = "default"


LiveDepth = Annotated[
    LiveDepths, typer.Option(help="How much to ask of each port: default finds versions and suites too.")
]
Live = Annotated[
    bool,
    typer.Option("--live", help="Connect to each port that is configured for TLS, and compare."),
]
LiveHost = Annotated[
    str | None,
    typer.Option(metavar="HOST", help="Where to connect [default: this host, or what pool.toml says]."),
]
Format = Annotated[ReportFormat, typer.Option("--format", help="How to write the report.")]


@app.command()
def doctor(
    paths: Paths = None,
    form: Format = ReportFormat.TEXT,
    target: options.Output = None,
    no_color: options.NoColor = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
    now: options.Now = None,
    fail_on: options.FailOnOption = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    config: options.ConfigFile = None,
    baseline: options.BaselineFile = None,
    release: options.Release = None,
    expiry_days: options.ExpiryDays = None,
    password_file: options.PasswordFile = None,
    password_env: options.PasswordEnv = None,
    password_prompt: options.PasswordPrompt = False,
    live: Live = False,
    live_host: LiveHost = None,
    live_depth: LiveDepth = LiveDepths.QUICK,
) -> None:
    """Examine hosts from their files and say what does not fit together, root causes first.

    Each PATH is one host as somebody collected it; names and encodings of its files do not matter. Without
    PATH, this Linux host is examined: its GSKit products, their key databases and logs.
    """
    from ssldiag.cli.passwords import passwords
    from ssldiag.cli.plan import Order

    order = Order(
        tuple(paths or (HERE,)),
        options.moment(now),
        options.codes(select),
        options.codes(ignore),
        fail_on.severity if fail_on else None,
        fail_on is FailOn.NEVER,
        options.level(release),
        expiry_days,
        passwords(password_file, password_env, password_prompt, os.environ),
        config,
    )
    look = Look(form, target, no_color, quiet, verbose)
    opened: Opener | None = this_host if not paths else None
    if live or live_host is not None:
        from ssldiag.cli.doctor_live import Look as LiveLook
        from ssldiag.cli.doctor_live import live as looking

        if live_host is not None and len(order.paths) > 1:
            raise Stop("--live-host names one host, and there are several PATHs", USAGE)
        opened = looking(opened, LiveLook(live_host, live_depth.value, order.now), HERE)
    raise typer.Exit(run(order, baseline, look, opened))


@dataclass(frozen=True, slots=True)
class Look:
    """How the user wants the output."""

    form: ReportFormat
    target: Path | None
    no_color: bool
    quiet: bool
    verbose: bool


def run(order: Order, baseline: Path | None, look: Look, opened: Opener | None = None) -> int:
    """Examine, write, and give the exit code; ``opened`` makes a snapshot of a path that is no file of one.
    Raises Stop.
    """
    from ssldiag.baseline import BaselineError, read_baseline
    from ssldiag.cli.progress import Progress
    from ssldiag.cli.survey import Survey
    from ssldiag.config import ConfigError
    from ssldiag.registry import RegistryError, load
    from ssldiag.selection import SelectionError

    try:
        if baseline is not None:
            order = replace(order, baseline=read_baseline(baseline))
        show = list_files if look.verbose else ignore_files
        survey = Survey(order, load(), say, Progress(len(order.paths), not look.quiet), show)
        survey.opened = opened
        style = style_of(look, several=len(order.paths) > 1, fail_on=survey.plan(order.paths[0]).fail_on)
        output.write(renderer(look.form)(survey.reports(), style), look.target)
    except (ConfigError, BaselineError, SelectionError) as error:
        raise Stop(str(error), USAGE) from error
    except RegistryError as error:
        raise Stop(str(error)) from error
    return survey.exit_code


def this_host(path: Path) -> Snapshot:
    """This host in memory; nothing of it is written anywhere."""
    from ssldiag.collect import local

    return local.snapshot(path)


def list_files(snapshot: Snapshot) -> None:
    """What each file was taken for and why, on standard error."""
    from ssldiag.render.paint import painted
    from ssldiag.render.summary import files

    sys.stderr.writelines(painted(files(snapshot, Style()), colour=False))


def ignore_files(snapshot: Snapshot) -> None:
    """Nothing: the sentence on standard error says enough."""


def style_of(look: Look, several: bool, fail_on: Severity | None) -> Style:
    """The look, and what standard output can show, as renderers want it."""
    return Style(
        output.columns(look.target),
        output.colour(look.target, look.no_color),
        look.verbose,
        look.quiet,
        several,
        fail_on=fail_on,
    )


def renderer(form: ReportFormat) -> Renderer:
    """What writes this format: ``render`` of the module of its name, loaded now."""
    return cast("Renderer", import_module(f"ssldiag.render.{form}").render)
