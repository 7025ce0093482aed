"""``ssldiag bundle``: a file for support, checked, compared, and turned back; parses, calls and prints."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from ssldiag.cli import options, output
from ssldiag.cli.bundle_diff import diff
from ssldiag.cli.exits import FINDINGS, USAGE, Stop, say

if TYPE_CHECKING:
    from ssldiag.bundle.mapping import Mapping
    from ssldiag.bundle.model import Plan
    from ssldiag.bundle.redact import Redactor
    from ssldiag.bundle.write import Keeping
    from ssldiag.cli.plan import Plan as Examination
    from ssldiag.model import Report, Snapshot

MAKE = "make"
"""What ``ssldiag bundle PATH`` means."""

MAKING = "Making a bundle: ssldiag bundle [PATH] -o FILE"

MIB = 1024 * 1024


class Commands(TyperGroup):
    """``bundle PATH`` makes a bundle; ``verify``, ``diff`` and ``reveal`` are commands below it."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """As a group does, with ``make`` before what is no command."""
        if args and args[0] not in (*self.commands, "--help", "-h"):
            args = [MAKE, *args]
        return super().parse_args(ctx, args)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The options of making a bundle stand where a reader looks for them, before the commands."""
        command = self.commands[MAKE]
        making = type(ctx)(command, info_name=MAKE, parent=ctx)
        records = [param.get_help_record(making) for param in command.params]
        with formatter.section(MAKING):
            formatter.write_dl([record for record in records if record])
        super().format_options(ctx, formatter)


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)


class PlanFormat(StrEnum):
    """How to write what goes in, or what changed."""

    TEXT = "text"
    JSON = "json"


Form = Annotated[PlanFormat, typer.Option("--format", help="How to write it.")]
MappingFile = Annotated[
    Path | None,
    typer.Option(
        "--mapping",
        metavar="FILE",
        help="Where the originals stay [default: case.mapping.json beside the bundle].",
    ),
]


@app.callback()
def bundle() -> None:
    """Make one file for support out of a host's files, with names, addresses and secrets replaced.

    ssldiag bundle PATH -o case.zip (page, redacted files, report, manifest) or -o case.html (the page alone).
    """


@app.command(MAKE, hidden=True)
def make(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="PATH", help="A folder, .zip, .tar[.gz|.xz], file or bundle [default: this host]"
        ),
    ] = None,
    target: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="The bundle: FILE.zip or FILE.html.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would go in; write nothing.")] = False,
    form: Form = PlanFormat.TEXT,
    mapping: MappingFile = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KINDS", help="Leave as they are: ips, macs, hosts, userids, mail, volumes, names."
        ),
    ] = None,
    secret: Annotated[
        list[str] | None, typer.Option(metavar="WORD", help="Overwrite this wherever it is.")
    ] = None,
    with_captures: Annotated[
        bool, typer.Option("--with-captures", help="Add the packets of captures, without their content.")
    ] = False,
    max_size: Annotated[
        int, typer.Option(min=1, max=100_000, metavar="MIB", help="Leave out sources beyond so many MiB.")
    ] = 512,
    quiet: options.Quiet = False,
    now: options.Now = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    config: options.ConfigFile = None,
    release: options.Release = None,
    expiry_days: options.ExpiryDays = None,
    password_file: options.PasswordFile = None,
    password_env: options.PasswordEnv = None,
    password_prompt: options.PasswordPrompt = False,
) -> None:
    """Make a bundle of a host's files."""
    from ssldiag.bundle.make import ARCHIVES, PAGES
    from ssldiag.bundle.model import BundleError
    from ssldiag.bundle.redact import Redactor
    from ssldiag.bundle.stage import Options
    from ssldiag.cli.passwords import passwords
    from ssldiag.cli.plan import Order
    from ssldiag.snapshot import SnapshotError

    if target is None and not dry_run:
        raise Stop("give the file to write with -o FILE.zip or -o FILE.html, or ask with --dry-run", USAGE)
    if target is not None and target.is_dir():
        raise Stop(f"{target} is a folder: give a file in it, such as -o {target / 'case.zip'}", USAGE)
    if target is not None and not dry_run and target.suffix.lower() not in (*PAGES, *ARCHIVES):
        raise Stop(f"{target}: the name of a bundle ends with .zip (archive) or .html (page)", USAGE)
    kept = kinds(keep)
    order = Order(
        () if path is None else (path,),
        options.moment(now),
        options.codes(select),
        options.codes(ignore),
        release=options.level(release),
        expiry_days=expiry_days,
        passwords=passwords(password_file, password_env, password_prompt, os.environ),
        config=config,
    )
    where = mapping or (target or Path("case")).with_name("case.mapping.json")
    try:
        known = mapping_at(where)
        redactor = Redactor(known, kept, secret or ())
        snapshot = host(path)
        asked = Options(order.passwords, max_size * MIB, with_captures)
        if dry_run or target is None:
            from ssldiag.bundle.make import plan_only

            output.write(
                planned(plan_only(snapshot, redactor, asked), form), target if dry_run and target else None
            )
            return
        if where.resolve() == target.resolve():
            raise Stop("the mapping cannot be the bundle: it has the originals", USAGE)
        for file in (target, where):
            if not file.parent.is_dir():
                raise Stop(f"{file}: there is no folder {file.parent}", USAGE)
        from ssldiag.bundle.mapping import saved

        said = words(kept, secret, max_size)
        _write(order, snapshot, redactor, asked, target, said, partial(saved, known, where))
    except (SnapshotError, BundleError) as error:
        raise Stop(str(error)) from error
    if not quiet:
        say(f"wrote {target}; {where} has the originals and stays with you")


def host(path: Path | None) -> Snapshot:
    """What lies at a path, or this host. Raises SnapshotError, Stop."""
    if path is not None:
        from ssldiag.bundle.opened import unwrapped
        from ssldiag.snapshot import open_snapshot

        return unwrapped(open_snapshot(path))
    from ssldiag.cli.doctor import HERE, this_host
    from ssldiag.cli.survey import nothing_known
    from ssldiag.render.summary import left_alone

    found = this_host(HERE)
    if all(map(left_alone, found.sources)):
        raise Stop(nothing_known(HERE, found))
    return found


def _write(
    order: Any,
    snapshot: Any,
    redactor: Redactor,
    asked: Any,
    target: Path,
    said: tuple[str, ...],
    keeping: Keeping,
) -> None:
    from ssldiag.bundle.make import Case
    from ssldiag.bundle.make import make as made
    from ssldiag.bundled import folder
    from ssldiag.cli.plan import config_for, plan
    from ssldiag.config import ConfigError, read_config
    from ssldiag.errors.load import Tables
    from ssldiag.registry import RegistryError, load
    from ssldiag.selection import SelectionError

    try:
        where = config_for(order.paths[0] if order.paths else Path(), order, Path())
        examination = plan(
            order, None if where is None else replace(read_config(where), name=where.name), load()
        )
    except (ConfigError, SelectionError) as error:
        raise Stop(str(error), USAGE) from error
    except RegistryError as error:
        raise Stop(str(error)) from error
    settings = replace(examination.settings, passwords=())
    case = Case(
        snapshot,
        examination.rules,
        settings,
        order.now,
        Tables(folder("errortables")),
        lambda report: finished(report, examination, redactor),
        said,
    )
    made(case, redactor, asked, target, keeping=keeping)


def finished(report: Report, examination: Examination, redactor: Redactor) -> Report:
    """The report with what the owner accepts set aside; what the settings say goes through the redaction."""
    from ssldiag.cli.survey import finish

    config = examination.config
    if config is not None:
        entries = tuple(
            replace(
                entry,
                file=redactor.text(entry.file),
                match=redactor.text(entry.match),
                reason=redactor.text(entry.reason),
            )
            for entry in config.suppress
        )
        examination = replace(
            examination, config=replace(config, name=redactor.text(config.name), suppress=entries)
        )
    return finish(report, examination, None)


def kinds(given: list[str] | None) -> frozenset[str]:
    """The words of ``--keep``. Raises Stop for one that is none."""
    from ssldiag.bundle.kinds_of_words import WORD_KINDS

    found = frozenset(word for value in given or () for word in value.replace(",", " ").split())
    wrong = sorted(found - set(WORD_KINDS))
    if wrong:
        raise Stop(f"--keep {wrong[0]}: the kinds are {', '.join(WORD_KINDS)}", USAGE)
    return found


def words(kept: frozenset[str], secret: list[str] | None, max_size: int) -> tuple[str, ...]:
    """What was asked for, in words that tell no secret."""
    said = [f"kept as they are: {', '.join(sorted(kept))}"] if kept else []
    if secret:
        said.append(f"{len(secret)} words of the user's own overwritten")
    return (*said, f"at most {max_size:,} MiB of sources")


def mapping_at(path: Path) -> Mapping:
    """The mapping in a file, or a new one. Raises Stop."""
    from ssldiag.bundle.mapping import Mapping, load

    if not path.exists():
        return Mapping.new()
    return load(path)


def planned(plan: Plan, form: PlanFormat) -> list[str]:
    """What would go in, for a person or a program."""
    from dataclasses import asdict

    from ssldiag.render.escape import json_text, visible

    if form is PlanFormat.JSON:
        items = [{**asdict(item), "replaced": dict(item.replaced)} for item in plan.items]
        document = {"schema": "ssldiag.bundle-plan/1", **asdict(plan), "items": items}
        return [json_text(document) + "\n"]
    found = []
    for item in plan.items:
        counts = ", ".join(f"{kind} {number:,}" for kind, number in item.replaced)
        found.append(f"{item.fate:<9} {item.size:>12,}  {visible(item.path)}\n")
        found.append(
            f"{'':<9} {'':>12}    {visible(item.reason)}{f'; replaced: {counts}' if counts else ''}\n"
        )
    dropped = sum(item.dropped for item in plan.items)
    found += [f"note: {visible(note)}\n" for note in plan.notes]
    going = len(plan.items) - dropped
    found.append(f"{going:,} files go in ({plan.size:,} bytes before packing), {dropped:,} stay out\n")
    return found


File = Annotated[Path, typer.Argument(metavar="FILE", help="A bundle.")]


@app.command()
def verify(file: File, mapping: MappingFile = None) -> None:
    """Check a bundle against its manifest and, given the mapping, look for originals in it."""
    from ssldiag.bundle.make import own_words
    from ssldiag.bundle.model import BundleError
    from ssldiag.bundle.verify import problems
    from ssldiag.registry import RegistryError, load

    try:
        known = mapping_at(existing(mapping)) if mapping else None
        found = problems(file, known, own_words(load().values() if known else ()))
    except (BundleError, RegistryError) as error:
        raise Stop(str(error)) from error
    from ssldiag.render.escape import visible

    output.write(
        [f"{visible(problem)}\n" for problem in found] or [f"{visible(str(file))}: as it was written\n"], None
    )
    if found:
        raise typer.Exit(FINDINGS)


def existing(path: Path) -> Path:
    """The path of a mapping that must be there. Raises Stop."""
    if not path.is_file():
        raise Stop(f"{path}: there is no such mapping file", USAGE)
    return path


app.command()(diff)


@app.command()
def reveal(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A text with stand-ins; - for standard input.")
    ],
    mapping: MappingFile = None,
    target: options.Output = None,
) -> None:
    """Turn stand-ins back into what they stand for."""
    from ssldiag.bundle.model import BundleError
    from ssldiag.bundle.reveal import Revealer

    where = existing(mapping or Path("case.mapping.json"))
    try:
        revealer = Revealer(mapping_at(where))
    except BundleError as error:
        raise Stop(str(error)) from error
    if str(file) == "-":
        output.write((revealer.text(line) for line in sys.stdin), target)
        return
    with file.open(encoding="utf-8", errors="replace", newline="") as stream:
        output.write((revealer.text(line) for line in stream), target)
