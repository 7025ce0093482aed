"""``ssldiag probe``: hosts and ports in, what their TLS offers and refuses out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ssldiag.cli.exits import USAGE, Stop
from ssldiag.cli.options import FailOn, FailOnOption, NoColor, Now, Output, moment
from ssldiag.cli.probe_run import Format, Look, Run, Tally, lines_of, write

if TYPE_CHECKING:
    from ssldiag.probe.chains import Authorities
    from ssldiag.probe.many import Unusable
    from ssldiag.probe.model import Deadlines, Depth, Target

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


Hosts = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="HOST[:PORT]", help="Without a port 443, or that of --starttls; [address]:port for IPv6."
    ),
]
Quick = Annotated[bool, typer.Option("--quick", help="One connection: what a usual client gets, and why.")]
Full = Annotated[
    bool, typer.Option("--full", help="All suites that have a number, signatures, renegotiation.")
]
StartTls = Annotated[
    str | None,
    typer.Option(metavar="PROTOCOL", help="Ask for TLS in this protocol first; auto: by the port."),
]
Sni = Annotated[
    str | None, typer.Option(metavar="NAME", help="The server name to ask for; empty: none [default: HOST].")
]
Timeout = Annotated[
    float, typer.Option(min=0.1, max=600, metavar="SECONDS", help="How long each step may take.")
]
Total = Annotated[float, typer.Option(min=0.1, max=3600, metavar="SECONDS", help="And all of it together.")]
Parallel = Annotated[int, typer.Option(min=1, max=64, metavar="N", help="Connections at a time.")]
Ca = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Whom to trust: PEM, DER or .kdb; 'system' for this system's list."),
]
From = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="FILE", help="A file of hosts, a line each: HOST[:PORT] [PROTOCOL] [NAME]; - reads."
    ),
]
Together = Annotated[
    int | None,
    typer.Option("--hosts", min=1, max=512, metavar="N", help="Hosts at a time [default: 64, 8 or 4]."),
]
FormatOption = Annotated[
    Format, typer.Option("--format", help="How to write the result.", case_sensitive=False)
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="One line.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Cut no list short.")]


@app.command()
def probe(
    hosts: Hosts = None,
    listed: From = None,
    quick: Quick = False,
    full: Full = False,
    starttls: StartTls = None,
    sni: Sni = None,
    ca: Ca = None,
    timeout: Timeout = 5.0,
    total: Total = 120.0,
    parallel: Parallel = 8,
    together: Together = None,
    format: FormatOption = Format.TEXT,
    output: Output = None,
    fail_on: FailOnOption = None,
    now: Now = None,
    no_color: NoColor = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Find out by live handshakes what hosts offer, what they refuse, and why.

    Exit code 1: something is wrong (--fail-on); 3: nobody could be reached, or a line named no host.
    """
    from ssldiag.cli.progress import Progress
    from ssldiag.probe.many import AT_A_TIME
    from ssldiag.probe.scan import Wishes

    if quick and full:
        raise Stop("--quick and --full exclude each other", USAGE)
    if bool(hosts) == (listed is not None):
        raise Stop("name a HOST, or a file of hosts with --from", USAGE)
    when = moment(now) if now else None
    wishes = Wishes(depth(quick, full), deadlines(timeout, total), parallel, trust(ca), None, when)
    tally = Tally((fail_on or FailOn.ERROR).severity)
    several = listed is not None or len(hosts or ()) > 1
    run = Run(wishes, together or AT_A_TIME[wishes.depth], tally, Progress(1, several and not quiet))
    asked = named(hosts, starttls, sni) if hosts else in_file(str(listed), starttls, sni)
    write(run.results(asked), Look(format, output, no_color, quiet, verbose, several))
    raise typer.Exit(tally.code)


def named(words: Sequence[str], starttls: str | None, sni: str | None) -> list[Target | Unusable]:
    """The hosts of the command line. Raises Stop."""
    from ssldiag.probe.starttls import UnknownProtocol
    from ssldiag.probe.target import NoTarget, target

    try:
        return [target(word, starttls, sni) for word in words]
    except (NoTarget, UnknownProtocol) as error:
        raise Stop(str(error), USAGE) from error


def in_file(file: str, starttls: str | None, sni: str | None) -> Iterator[Target | Unusable]:
    """The hosts of a file. Raises Stop, for the protocol now and for the file when it is read."""
    from ssldiag.probe.listing import targets
    from ssldiag.probe.starttls import UnknownProtocol, protocol

    try:
        protocol(starttls, None)
    except UnknownProtocol as error:
        raise Stop(str(error), USAGE) from error
    return targets(lines_of(file), "standard input" if file == "-" else file, starttls, sni)


def depth(quick: bool, full: bool) -> Depth:
    """How much to ask."""
    return "quick" if quick else "full" if full else "default"


def deadlines(each: float, total: float) -> Deadlines:
    """The same time for each step."""
    from ssldiag.probe.model import Deadlines

    return Deadlines(each, each, each, each, total)


def trust(words: str | None) -> Authorities | None:
    """Whom to trust. Raises Stop."""
    from ssldiag.probe.chains import NoAuthorities, authorities, system_authorities

    if words is None:
        return None
    try:
        return system_authorities() if words == "system" else authorities(Path(words))
    except NoAuthorities as error:
        raise Stop(str(error)) from error
