"""``ssldiag sslpool PLAN|ENROLL|UNENROLL|SETAUTH|DELAUTH``: planning information for SSL servers."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ssldiag.cli import options, output
from ssldiag.cli.admin_run import Form, Format
from ssldiag.cli.exits import USAGE

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

Operands = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="COMMAND [FILEPOOL OWNER PREFIX STACK COUNT] [( NOPOOL TEST]",
        help="PLAN, ENROLL, UNENROLL, SETAUTH or DELAUTH; quote it where the shell minds parentheses.",
    ),
]
Sessions = Annotated[
    int | None,
    typer.Option(min=1, max=60_000, metavar="N", help="Plan for so many secure connections at a time."),
]


@app.command()
def sslpool(
    words: Operands = None,
    sessions: Sessions = None,
    form: Format = Form.TEXT,
    target: options.Output = None,
) -> None:
    """Plan a pool of SSL servers, or a single one (NOPOOL): directory, DTCPARMS, profile, file pool commands.

    Defaults: VMSYS TCPMAINT SSL TCPIP 5. Everything is a plan; nothing is changed anywhere.
    """
    from ssldiag.pool.admin.requests import Refusal
    from ssldiag.pool.sslpool.grammar import parse
    from ssldiag.pool.sslpool.planinfo import document, plan, text
    from ssldiag.render.escape import json_text

    order = parse(words or ())
    if isinstance(order, Refusal):
        print(order.line, file=sys.stderr)
        raise typer.Exit(USAGE)
    made = plan(order, sessions)
    if form is Form.JSON:
        output.write([json_text(document(made)), "\n"], target)
    else:
        output.write((f"{line}\n" for line in text(made)), target)
