"""``ssldiag probe``: a host and port in, what its TLS offers and refuses out."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ssldiag.cli import output as out
from ssldiag.cli.exits import FAILED, FINDINGS, USAGE, Stop
from ssldiag.cli.options import FailOn, FailOnOption, NoColor, Now, Output, moment

if TYPE_CHECKING:
    from ssldiag.probe.chains import Authorities
    from ssldiag.probe.model import Deadlines, Depth, Result

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


class Format(StrEnum):
    """How to write the result."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"


Host = Annotated[
    str,
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
FormatOption = Annotated[
    Format, typer.Option("--format", help="How to write the result.", case_sensitive=False)
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="One line.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Cut no list short.")]


@app.command()
def probe(
    host: Host,
    quick: Quick = False,
    full: Full = False,
    starttls: StartTls = None,
    sni: Sni = None,
    ca: Ca = None,
    timeout: Timeout = 5.0,
    total: Total = 120.0,
    parallel: Parallel = 8,
    format: FormatOption = Format.TEXT,
    output: Output = None,
    fail_on: FailOnOption = None,
    now: Now = None,
    no_color: NoColor = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Find out by live handshakes what a host offers, what it refuses, and why.

    Exit code 1: something is wrong (--fail-on); 3: the host could not be reached.
    """
    import asyncio

    from ssldiag.probe.scan import Wishes
    from ssldiag.probe.scan import probe as run
    from ssldiag.probe.starttls import UnknownProtocol, prelude
    from ssldiag.probe.target import NoTarget, target

    if quick and full:
        raise Stop("--quick and --full exclude each other", USAGE)
    try:
        where = target(host, starttls, sni)
        wishes = Wishes(
            depth(quick, full),
            deadlines(timeout, total),
            parallel,
            trust(ca),
            prelude(where),
            moment(now) if now else None,
        )
    except (NoTarget, UnknownProtocol) as error:
        raise Stop(str(error), USAGE) from error
    result = asyncio.run(run(where, wishes))
    write(result, format, output, no_color, quiet, verbose)
    raise typer.Exit(code(result, fail_on))


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


def write(
    result: Result, format: Format, output: Path | None, no_color: bool, quiet: bool, verbose: bool
) -> None:
    """The result in the form that was asked for."""
    if format is Format.TEXT:
        from ssldiag.render.probe_text import text
        from ssldiag.render.style import Style

        style = Style(out.columns(output), out.colour(output, no_color), verbose, quiet)
        out.write(text(result, style), output)
        return
    from ssldiag.render import probe_json

    out.write([probe_json.text(result) if format is Format.JSON else probe_json.line(result)], output)


def code(result: Result, fail_on: FailOn | None) -> int:
    """Exit code 1 for something at or above ``fail_on`` (error unless told), 3 where nobody answered."""
    from ssldiag.probe.findings import worries

    if result.trouble is not None:
        return FAILED
    least = (fail_on or FailOn.ERROR).severity
    if least is None:
        return 0
    return FINDINGS if any(worry.severity.rank <= least.rank for worry in worries(result)) else 0
