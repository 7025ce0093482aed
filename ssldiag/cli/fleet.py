"""``ssldiag fleet doctor|pcap|query|report``: many hosts and captures, worked through by a cluster."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ssldiag.cli import options
from ssldiag.cli.exits import USAGE, Stop

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True
)


class Group(StrEnum):
    """Which files are one capture."""

    ROTATION = "rotation"
    FOLDER = "folder"
    FILE = "file"
    ALL = "all"


class Form(StrEnum):
    """How to write an answer."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


Patterns = Annotated[
    list[str],
    typer.Argument(
        metavar="PATTERN...", help="Files, folders, patterns, or URLs of fsspec (s3://, hdfs://, zip://...)."
    ),
]
To = Annotated[Path, typer.Option("--to", metavar="DIR", help="The dataset: a new folder, or see --resume.")]
Cluster = Annotated[
    str, typer.Option(metavar="local|tcp://HOST:PORT", help="Processes of this machine, or a Dask scheduler.")
]
Workers = Annotated[
    int | None,
    typer.Option(min=1, max=256, metavar="N", help="Processes of --cluster local [default: processors]."),
]
Memory = Annotated[
    int, typer.Option(min=256, max=65536, metavar="MIB", help="Memory of each of these processes.")
]
Resume = Annotated[bool, typer.Option("--resume", help="Do what is new or has changed, add it to DIR.")]
Since = Annotated[
    str | None, typer.Option(metavar="TIME", help="Only what was changed since then (ISO 8601).")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done and how long it may take.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")]
Dataset = Annotated[Path, typer.Argument(metavar="DIR", help="A dataset that fleet has written.")]
Days = Annotated[int, typer.Option(min=0, max=36_500, metavar="N", help="What $days means: expiring.")]


@app.callback()
def fleet() -> None:
    """Examine many hosts and captures with a Dask cluster; ask what came of it."""


@app.command()
def doctor(
    patterns: Patterns,
    to: To = Path("fleet"),
    cluster: Cluster = "local",
    workers: Workers = None,
    memory: Memory = 1536,
    resume: Resume = False,
    since: Since = None,
    dry_run: DryRun = False,
    quiet: Quiet = False,
    now: options.Now = None,
    fail_on: options.FailOnOption = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    config: options.ConfigFile = None,
    release: options.Release = None,
    expiry_days: options.ExpiryDays = None,
) -> None:
    """Examine hosts into a dataset: each file or folder is one, or each that is in a folder of them.

    Exit code 1: an error was found on a host; 3: a host could not be read.
    """
    from ssldiag.cli.fleet_doctor import run_doctor
    from ssldiag.cli.fleet_examiner import Examiner
    from ssldiag.cli.fleet_run import Job
    from ssldiag.cli.plan import Order

    when = options.moment(now)
    severity = fail_on.severity if fail_on else None
    order = Order(
        (),
        when,
        options.codes(select),
        options.codes(ignore),
        severity,
        fail_on is options.FailOn.NEVER,
        options.level(release),
        expiry_days,
        (),
        config,
    )
    job = Job(tuple(patterns), to, cluster, workers, memory, resume, moment(since), dry_run, quiet, when)
    raise typer.Exit(run_doctor(job, Examiner(order), (fail_on or options.FailOn.ERROR).value))


@app.command()
def pcap(
    patterns: Patterns,
    to: To = Path("fleet"),
    group: Annotated[
        Group, typer.Option(help="Files of one capture: names that differ in digits, a folder, ...")
    ] = Group.ROTATION,
    cluster: Cluster = "local",
    workers: Workers = None,
    memory: Memory = 1536,
    resume: Resume = False,
    since: Since = None,
    dry_run: DryRun = False,
    quiet: Quiet = False,
    fail_on: options.FailOnOption = None,
) -> None:
    """Decode captures into a dataset, each as ``ssldiag pcap`` decodes its files together.

    Exit code 1: a handshake failed; 3: a file could not be read.
    """
    from ssldiag.cli.fleet_run import Job, run_pcap

    when = options.moment(None)
    job = Job(tuple(patterns), to, cluster, workers, memory, resume, moment(since), dry_run, quiet, when)
    raise typer.Exit(run_pcap(job, group.value, (fail_on or options.FailOn.ERROR).value))


@app.command()
def query(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[SQL] DIR", help="A statement, and the dataset.")
    ] = None,
    ask: Annotated[
        str | None, typer.Option(metavar="NAME", help="A ready question; list names them.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="How to write the answer.")] = Form.TABLE,
    target: options.Output = None,
    now: options.Now = None,
    days: Days = 60,
    since: Annotated[str | None, typer.Option(metavar="TIME", help="What $since means: new-since.")] = None,
) -> None:
    """Ask a dataset in SQL (DuckDB), or a ready question.

    Tables: hosts, findings, certificates, handshakes, errors, files; as history.findings and so on they
    hold every run. Example: ssldiag fleet query --ask expiring DIR
    """
    from ssldiag.cli.fleet_ask import answer, list_asks
    from ssldiag.fleet.query import parameters

    if ask == "list":
        list_asks(form.value, target)
        return
    if words is None or len(words) != (1 if ask else 2):
        raise Stop("give SQL and the folder of a dataset, or --ask NAME and the folder", USAGE)
    given = parameters(options.moment(now), days, moment_of(since))
    answer(Path(words[-1]), ask, words[0], given, form.value, target)


@app.command()
def report(
    folder: Dataset,
    target: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The page to write.")] = Path(
        "fleet.html"
    ),
    title: Annotated[str, typer.Option(metavar="TEXT", help="What stands above it.")] = "",
    now: options.Now = None,
    days: Days = 60,
) -> None:
    """Make one page of a dataset: what is wrong where, why handshakes fail, what expires, who is old."""
    from ssldiag.cli.fleet_ask import write_report

    write_report(folder, target, title, options.moment(now), days)


def moment(text: str | None) -> float | None:
    """Seconds since 1970 of ``--since``. Raises Stop."""
    found = moment_of(text)
    return None if found is None else found.timestamp()


def moment_of(text: str | None) -> datetime | None:
    """The moment of ``--since``. Raises Stop."""
    if text is None:
        return None
    try:
        return options.moment(text)
    except Stop as error:
        raise Stop(str(error).replace("--now", "--since"), USAGE) from error
