"""``ssldiag pcap``: captures in, what became of each TLS handshake in them on standard output."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ssldiag.cli import options
from ssldiag.cli.exits import USAGE, Stop

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


class Form(StrEnum):
    """How to write handshakes."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    HTML = "html"
    MARKDOWN = "markdown"


class EngineName(StrEnum):
    """Who reads and decodes."""

    NATIVE = "native"
    TSHARK = "tshark"
    SCAPY = "scapy"


Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE", help="Captures; several are one, in the order of time. - is standard input."
    ),
]
Format = Annotated[Form, typer.Option("--format", help="How to write the handshakes.")]
Failed = Annotated[bool, typer.Option("--failed", help="Only handshakes that failed.")]
Host = Annotated[
    list[str] | None, typer.Option(metavar="ADDRESS", help="Only with this address or network (10.0.0.0/8).")
]
Port = Annotated[
    list[str] | None, typer.Option(metavar="PORTS", help="Only with these ports: 992,1024-1100.")
]
Sni = Annotated[
    list[str] | None, typer.Option(metavar="GLOB", help="Only to these server names: '*.example.com'.")
]
Since = Annotated[
    str | None, typer.Option(metavar="TIME", help="Only from then on: ISO 8601 (UTC) or seconds since 1970.")
]
Until = Annotated[str | None, typer.Option(metavar="TIME", help="Only up to then.")]
Jobs = Annotated[
    int,
    typer.Option(
        min=1, max=64, metavar="N", help="Processes to read one large file with; the result is the same."
    ),
]
KeylogFile = Annotated[
    Path | None,
    typer.Option("--keylog", metavar="FILE", help="Secrets (SSLKEYLOGFILE) that decrypt the handshakes."),
]
EngineOption = Annotated[
    EngineName, typer.Option("--engine", help="Who reads and decodes: tshark and scapy are for comparison.")
]
Verify = Annotated[
    bool, typer.Option("--verify", help="Decode with tshark too and report each field they disagree on.")
]
Live = Annotated[
    str | None,
    typer.Option(metavar="IFACE", help="Capture from an interface, print handshakes as they end (scapy)."),
]
Seconds = Annotated[
    float | None, typer.Option(min=0.1, metavar="S", help="End a live capture after so many seconds.")
]
FailOnOption = Annotated[
    options.FailOn | None,
    typer.Option(
        help="What makes the exit code 1: error a failed handshake, warning an incomplete one too, info an"
        " odd one too [default: error]."
    ),
]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Tell every failure in full, cut no list short.")
]
Quiet = Annotated[
    bool,
    typer.Option("--quiet", "-q", help="One line for each handshake that did not complete; no progress."),
]


@app.command()
def pcap(
    files: Files = None,
    form: Format = Form.TEXT,
    target: options.Output = None,
    no_color: options.NoColor = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    failed: Failed = False,
    host: Host = None,
    port: Port = None,
    sni: Sni = None,
    since: Since = None,
    until: Until = None,
    keylog: KeylogFile = None,
    jobs: Jobs = 1,
    engine: EngineOption = EngineName.NATIVE,
    verify: Verify = False,
    live: Live = None,
    seconds: Seconds = None,
    now: options.Now = None,
    expiry_days: options.ExpiryDays = None,
    fail_on: FailOnOption = None,
) -> None:
    """Decode the TLS handshakes of captures and say why they failed, who ended them, and what to do.

    Reads pcap, pcapng, IBM i communications traces and more, packed or not, damaged or not; finds TLS on any
    port and behind STARTTLS. Exit code 1: a handshake failed.
    """
    from ssldiag.cli.pcap_order import Order, filters
    from ssldiag.cli.pcap_run import run

    if bool(files) == bool(live):
        raise Stop("give captures, or --live IFACE (see ssldiag pcap --help)", USAGE)
    if seconds is not None and not live:
        raise Stop("--seconds ends a --live capture; --since and --until choose from files", USAGE)
    if live and engine is EngineName.TSHARK:
        raise Stop("--live captures with scapy; --engine tshark reads files", USAGE)
    order = Order(
        tuple(dict.fromkeys(files or ())),
        filters(host, port, sni, since, until),
        form.value,
        engine.value,
        target,
        keylog,
        jobs,
        live,
        seconds,
        options.moment(now),
        30 if expiry_days is None else expiry_days,
        (fail_on or options.FailOn.ERROR).value,
        failed,
        verify,
        no_color,
        quiet,
        verbose,
    )
    raise typer.Exit(run(order))
