"""``ssldiag lab list|show|run``: known problems, reproduced on the reference pool and diagnosed."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ssldiag.cli import output
from ssldiag.cli.exits import FAILED, FINDINGS, USAGE, Stop, say
from ssldiag.cli.options import NoColor, Output, Quiet

if TYPE_CHECKING:
    from ssldiag.lab.fault import Fault
    from ssldiag.lab.run import Options, Story
    from ssldiag.lab.stage import Act, Item
    from ssldiag.render.layout import Line

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True
)

WIDTH = 28
"""Columns of names in the list: no name is longer."""


class LabFormat(StrEnum):
    """How to write it."""

    TEXT = "text"
    JSON = "json"


class Capture(StrEnum):
    """How packets are recorded."""

    AUTO = "auto"
    LIVE = "live"
    RELAY = "relay"


Form = Annotated[LabFormat, typer.Option("--format", help="How to write it.")]


@app.callback()
def lab() -> None:
    """Known problems, each reproduced on a reference pool, suffered by real clients, and diagnosed."""


def catalogue() -> tuple[Fault, ...]:
    """All faults. Raises Stop."""
    from ssldiag.lab.catalogue import load
    from ssldiag.lab.table import FormError

    try:
        return load()
    except FormError as error:
        raise Stop(str(error)) from error


def chosen(name: str) -> Fault:
    """The fault of this name. Raises Stop."""
    from ssldiag.lab.catalogue import NoFault, named

    try:
        return named(name, catalogue())
    except NoFault as error:
        raise Stop(str(error), USAGE) from error


@app.command("list")
def list_faults(form: Form = LabFormat.TEXT, target: Output = None) -> None:
    """List the faults: name and what is broken, by family."""
    faults = catalogue()
    if form is LabFormat.JSON:
        from ssldiag.lab.document import listed

        output.write((json.dumps(listed(faults), indent=2), "\n"), target)
        return
    lines, family = [], ""
    for fault in faults:
        if fault.family != family:
            lines.append(f"{fault.family}:\n")
            family = fault.family
        lines.append(f"  {fault.name:<{WIDTH}}  {fault.what}\n")
    output.write(lines, target)


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name of `ssldiag lab list`.")],
    target: Output = None,
) -> None:
    """Print the file of a fault: what is broken, seen, logged and found, and how it is repaired."""
    from ssldiag.lab.catalogue import FOLDER

    fault = chosen(name)
    output.write((FOLDER / fault.family / f"{fault.name}.toml").read_text("utf-8").splitlines(True), target)


@app.command()
def run(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Names of `ssldiag lab list`.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Run the whole catalogue.")] = False,
    blind: Annotated[
        bool,
        typer.Option("--blind", help="Hide the cause until you have guessed; without NAME any fault."),
    ] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Leave folder, logs and captures for study.")] = False,
    capture: Annotated[
        Capture,
        typer.Option(help="Record on loopback (live, needs CAP_NET_RAW) or in a relay before the pool."),
    ] = Capture.AUTO,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=1, max=16, metavar="N", help="Faults at a time, with --all.")
    ] = 2,
    form: Form = LabFormat.TEXT,
    target: Output = None,
    no_color: NoColor = False,
    quiet: Quiet = False,
) -> None:
    """Break a fresh pool, drive clients through it, diagnose, compare, repair, and tell the story.

    Exit code 1: something was not as the catalogue expects.
    """
    faults = wanted(names or [], everything, blind)
    options = options_of(keep, capture)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if len(faults) == 1 and form is LabFormat.TEXT:
        story = told(faults[0], options, blind, quiet, target, no_color)
        raise typer.Exit(0 if story.ok else FINDINGS)
    stories = several(faults, options, jobs, form, quiet)
    if form is LabFormat.JSON:
        from ssldiag.lab.document import runs

        output.write((json.dumps(runs(stories), indent=2), "\n"), target)
    else:
        output.write(summary(stories, not quiet), target)
    raise typer.Exit(0 if all(story.ok for story in stories) else FINDINGS)


def wanted(names: list[str], everything: bool, blind: bool) -> list[Fault]:
    """The faults to run. Raises Stop."""
    if everything and names:
        raise Stop("give names, or --all", USAGE)
    if names:
        return [chosen(name) for name in dict.fromkeys(names)]
    if everything:
        return list(catalogue())
    if not blind:
        raise Stop("give a name, --all, or --blind for any (see ssldiag lab list)", USAGE)
    import secrets

    return [secrets.choice(catalogue())]


def options_of(keep: bool, capture: Capture) -> Options:
    """How to run. Raises Stop."""
    from ssldiag.lab.live import permitted
    from ssldiag.lab.run import Options

    if capture is Capture.LIVE and not permitted():
        raise Stop("--capture live: this user may not capture (CAP_NET_RAW); relay needs no rights", FAILED)
    live = {Capture.AUTO: None, Capture.LIVE: True, Capture.RELAY: False}[capture]
    return Options(keep, live)


def told(
    fault: Fault, options: Options, blind: bool, quiet: bool, target: Path | None, no_color: bool
) -> Story:
    """Run one fault and tell its story as it goes, or at the end where it goes to a file. Raises Stop."""
    from ssldiag.lab.ground import NoGround
    from ssldiag.lab.run import run as run_one
    from ssldiag.lab.tell import GUESS, Teller, end
    from ssldiag.render.paint import painted

    teller = Teller(output.columns(target), blind, quiet)
    colour = output.colour(target, no_color)
    kept: list[str] = []

    def write(lines: Iterable[Line]) -> None:
        for text in painted(lines, colour):
            kept.append(text)
            if target is None:
                sys.stdout.write(text)
        sys.stdout.flush()

    def happened(act: Act, item: Item | None) -> None:
        if blind and item is None and act.number == GUESS:
            guess()
            write(teller.guessed())
        write(teller.item(act, item))

    write(teller.head(fault))
    try:
        story = run_one(fault, options, happened, lambda folder: write([((f"   LAB={folder}", "dim"),)]))
    except NoGround as error:
        raise Stop(str(error)) from error
    write(end(story.ok, story.folder, fault.network is None))
    if target is not None:
        output.write(kept, target)
    return story


def guess() -> None:
    """Ask a learner for the cause, where there is one to ask."""
    if sys.stdin is not None and sys.stdin.isatty():
        print("\nWhat is wrong? (your guess, then Enter) ", end="", file=sys.stderr, flush=True)
        sys.stdin.readline(1000)


def several(faults: list[Fault], options: Options, jobs: int, form: LabFormat, quiet: bool) -> list[Story]:
    """Run faults at once; a line for each on standard error as it ends."""
    from ssldiag.lab.many import run_many

    found = {}
    for story in run_many(faults, options, min(jobs, len(faults))):
        found[story.fault.name] = story
        if not quiet:
            state = "ok" if story.ok else "NOT AS EXPECTED"
            say(f"{len(found)} of {len(faults)}: {story.fault.name}: {state}, {story.seconds:.1f} s")
    return [found[fault.name] for fault in faults]


def summary(stories: list[Story], whole: bool) -> Iterable[str]:
    """What was not as expected, then the counts."""
    for story in stories:
        for item in story.stage.judgements:
            if not item.ok:
                yield f"{story.fault.family}/{story.fault.name}: {item.what}\n"
                yield f"    expected: {item.expected}\n    found:    {item.found or 'nothing'}\n"
        if whole and story.folder:
            yield f"{story.fault.name}: {story.folder}\n"
    bad = sum(not story.ok for story in stories)
    yield f"{len(stories)} faults, {len(stories) - bad} as expected, {bad} not\n"
