"""``ssldiag mc init|step|set|connect|status|run|violations``: the reference of Management Central."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ssldiag.cli import output
from ssldiag.cli.exits import FINDINGS, USAGE, Stop, say
from ssldiag.cli.options import Output

if TYPE_CHECKING:
    from ssldiag.errors.load import Tables
    from ssldiag.scenarios.happenings import Event, Refusal

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True
)


class McFormat(StrEnum):
    """How to write what was found."""

    TEXT = "text"
    JSON = "json"


class Scenario(StrEnum):
    """A documented scenario."""

    CLIENT = "client-connection"
    ALL = "all-connections"


class Run(StrEnum):
    """What can be walked through."""

    CLIENT = "client-connection"
    ALL = "all-connections"
    FULL = "all-connections-client-auth"


Dir = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the network.")]
Endpoints = Annotated[int, typer.Option(min=1, max=50, metavar="N", help="Endpoint systems.")]
Form = Annotated[McFormat, typer.Option("--format", help="How to write it.")]


@app.callback()
def mc() -> None:
    """A runnable reference of Management Central with SSL: PCs, the central system, endpoints."""


@app.command()
def init(
    folder: Dir,
    scenario: Annotated[Scenario, typer.Option(help="The documented scenario.")],
    endpoints: Endpoints = 2,
) -> None:
    """Make a network as it is before the first step, in an empty folder."""
    from ssldiag.scenarios import folder as folders
    from ssldiag.scenarios.history import History

    now = moment()
    with failing():
        folders.create(folder, History(scenario.value, endpoints, now), now)
    say(f"see where it stands with: ssldiag mc status {folder}")


@app.command()
def step(
    folder: Dir,
    number: Annotated[
        str, typer.Argument(metavar="[STEP]", help="Its number or name; without it the steps are listed.")
    ] = "",
    on: Annotated[str, typer.Option("--on", metavar="ACTOR", help="One PC or endpoint alone.")] = "",
    choices: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Choose something else than the document says."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Take it although the document forbids it, to see what happens.")
    ] = False,
    form: Form = McFormat.TEXT,
    target: Output = None,
) -> None:
    """Take a documented step, unless the document forbids it now."""
    from ssldiag.scenarios.happenings import Take

    if not number:
        listed(folder, form, target)
        return
    happen(folder, [Take(number, on, pairs(choices or ()), force)], form, target)


@app.command("set")
def change(
    folder: Dir,
    actor: Annotated[str, typer.Argument(metavar="ACTOR", help="A PC, a system, or network.")],
    settings: Annotated[list[str], typer.Argument(metavar="KEY=VALUE...", help="What is otherwise.")],
    form: Form = McFormat.TEXT,
    target: Output = None,
) -> None:
    """Change what no step changes: a release, a certificate, where a name leads."""
    from ssldiag.scenarios.happenings import Change

    changes = [Change(actor, key, value) for key, value in pairs(settings).items()]
    happen(folder, changes, form, target)


@app.command()
def connect(folder: Dir, form: Form = McFormat.TEXT, target: Output = None) -> None:
    """Make every connection of the network, with TLS where it has any, between processes on loopback.

    The exit code is 1 if one of them fails.
    """
    from ssldiag.scenarios import connect as connecting
    from ssldiag.scenarios import documents, shown
    from ssldiag.scenarios import folder as folders

    with failing():
        network = folders.load(folder)
        found = connecting.connect(network.world, network.ring)
    if form is McFormat.JSON:
        write_json(documents.connected(network.world, found, tables()), target)
    else:
        write(shown.view(network.world, found, tables()), target)
    if any(item.outcome == "fails" for item in found):
        raise typer.Exit(FINDINGS)


@app.command()
def status(folder: Dir, form: Form = McFormat.TEXT, target: Output = None) -> None:
    """Say how the network is set up, which steps were taken, and which is next."""
    from ssldiag.scenarios import documents, shown
    from ssldiag.scenarios import folder as folders

    with failing():
        world = folders.load(folder).world
    if form is McFormat.JSON:
        write_json(documents.status(world), target)
    else:
        write(shown.status(world), target)


@app.command()
def run(
    name: Annotated[Run, typer.Argument(metavar="SCENARIO", help="Which one; -client-auth: all ten steps.")],
    broken: Annotated[
        str, typer.Option("--with", metavar="VIOLATION", help="Let this go wrong (ssldiag mc violations).")
    ] = "",
    endpoints: Endpoints = 2,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", help="Leave the network in this folder.")
    ] = None,
    form: Form = McFormat.TEXT,
    target: Output = None,
) -> None:
    """Walk through a whole scenario and print what each actor sees, with real TLS between processes."""
    from ssldiag.scenarios import documents, shown
    from ssldiag.scenarios import folder as folders

    now = moment()
    with failing():
        walks = list(walked(name, broken, endpoints, now))
        if to is not None:
            folders.create(to, walks[-1].history, now, walks[-1].ring)
    chapters = [item.chapter for item in walks]
    known = tables()
    if form is McFormat.JSON:
        write_json(documents.run(name.value, broken, chapters, known), target)
    else:
        write((line for item in chapters for line in shown.chapter(item, known)), target)
    if chapters[-1].refusal is not None or any(item.outcome == "fails" for item in chapters[-1].made):
        raise typer.Exit(FINDINGS)


def walked(name: Run, broken: str, endpoints: int, now: datetime) -> Iterable[Any]:
    """The walk of a scenario, or of what goes wrong in it. Raises Stop."""
    from ssldiag.scenarios.connect import processes, through
    from ssldiag.scenarios.history import History
    from ssldiag.scenarios.violations import violations
    from ssldiag.scenarios.walk import RUNS, walk, whole

    scenario = RUNS[name.value]
    events: tuple[Event, ...] = whole(name.value)
    if broken:
        found = violations().get(broken)
        if found is None or found.scenario != scenario:
            raise Stop(f"{broken} is no violation of {scenario}; ssldiag mc violations lists them", USAGE)
        events, endpoints = found.events, max(endpoints, 2)
    history = History(scenario, endpoints, now)
    with processes(history.world()) as running:
        yield from walk(history, events, now, lambda world, ring: through(running, world, ring))


@app.command()
def violations(form: Form = McFormat.TEXT, target: Output = None) -> None:
    """List what can go wrong in the scenarios, for ``run --with``."""
    from ssldiag.scenarios import documents, shown
    from ssldiag.scenarios.violations import violations as known

    if form is McFormat.JSON:
        write_json(documents.violations(known()), target)
        return
    rows = [(item.name, item.scenario, item.what + shown.mark(item.certainty)) for item in known().values()]
    write(shown.table(rows), target)


def happen(folder: Path, events: list[Any], form: McFormat, target: Path | None) -> None:
    """Let events happen, and print what is seen. Raises Stop for a refusal."""
    from ssldiag.scenarios import documents, shown
    from ssldiag.scenarios import folder as folders

    with failing():
        _, answer = folders.happen(folder, events, moment())
    if answer.refusal is not None:
        raise Stop(shown.refused(answer.refusal), code_of(answer.refusal))
    seen = answer.seen
    if form is McFormat.JSON:
        write_json({"schema": "ssldiag.mc-step/1", "seen": [documents.seen(one) for one in seen]}, target)
    else:
        write(map(shown.told, seen), target)


def code_of(refusal: Refusal) -> int:
    """The exit code of a refusal: what the reference does not know is wrong usage."""
    from ssldiag.scenarios.happenings import OURS

    return USAGE if refusal.firm and refusal.certainty == OURS else FINDINGS


def listed(folder: Path, form: McFormat, target: Path | None) -> None:
    """The steps, those that were taken marked."""
    from ssldiag.scenarios import documents, shown
    from ssldiag.scenarios import folder as folders

    with failing():
        found = documents.steps_of(folders.load(folder).world)
    if form is McFormat.JSON:
        write_json({"schema": "ssldiag.mc-steps/1", "steps": found}, target)
        return
    rows = [("x" if item["taken"] else "-", item["step"], item["name"], item["title"]) for item in found]
    write(shown.table(rows), target)


def pairs(words: Iterable[str]) -> dict[str, str]:
    """``KEY=VALUE`` words. Raises Stop."""
    found = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or not key.strip():
            raise Stop(f"{word} is not of the form KEY=VALUE", USAGE)
        found[key.strip().lower()] = value
    return found


def failing() -> Any:
    """What goes wrong with folders and processes becomes a sentence."""
    from contextlib import contextmanager

    from ssldiag.scenarios.connect import ProcessError
    from ssldiag.scenarios.folder import FolderError

    @contextmanager
    def caught() -> Any:
        try:
            yield
        except (FolderError, ProcessError) as error:
            raise Stop(str(error)) from error

    return caught()


def moment() -> datetime:
    """Now, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def tables() -> Tables:
    """The tables of codes."""
    from ssldiag.bundled import folder
    from ssldiag.errors.load import Tables

    return Tables(folder("errortables"))


def write(lines: Iterable[str], target: Path | None) -> None:
    """Lines of text; nothing from a file reaches a terminal as it is."""
    from ssldiag.render.escape import visible

    output.write((visible(line) + "\n" for line in lines), target)


def write_json(document: dict[str, Any], target: Path | None) -> None:
    """A JSON document."""
    output.write([json.dumps(document, indent=2), "\n"], target)
