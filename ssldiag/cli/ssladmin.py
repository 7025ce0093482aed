"""``ssldiag ssladmin DIR COMMAND``: SSLADMIN against a running pool."""

from __future__ import annotations

from typing import Annotated

import typer

from ssldiag.cli import options
from ssldiag.cli.admin_run import Directory, Form, Format, Words, run

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

Count = Annotated[
    int,
    typer.Option(min=0, max=1_000_000, metavar="N", help="With MONITOR: so many answers [default: no end]."),
]


@app.command()
def ssladmin(
    directory: Directory,
    words: Words = None,
    form: Format = Form.TEXT,
    target: options.Output = None,
    count: Count = 0,
) -> None:
    """Ask or tell the SSL servers of a running pool, as SSLADMIN does on z/VM.

    Without a command: QUERY STATUS SUMMARY. Examples: QUERY SESSIONS; REFRESH; 'START (SSL SSL00004';
    'TRACE CONN DATA :992'; HELP. Exit codes: 0 done, 1 refused by the pool or not answered by a server, 2
    wrong usage, 3 no pool is running.
    """
    from ssldiag.pool.admin.ssladmin import parse

    run("SSLADMIN", parse, directory, words or (), form, target, count)
