"""``ssldiag netstat DIR OPERANDS``: what NETSTAT tells and does about SSL, against a running pool."""

from __future__ import annotations

import typer

from ssldiag.cli import options
from ssldiag.cli.admin_run import Directory, Form, Format, Words, run

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def netstat(
    directory: Directory,
    words: Words = None,
    form: Format = Form.TEXT,
    target: options.Output = None,
) -> None:
    """Ask or tell the stack of a running pool, as NETSTAT does on z/VM.

    Operands: CONFIG SSL; CONN; ALLCONN; SSL START SSL00004; SSL STOP SSL00004; OBEY SSLLIMITS MAXSESSIONS
    3000 MAXPERSSLSERVER 600; HELP. Exit codes: 0 done, 1 refused by the pool, 2 wrong usage, 3 no pool is
    running.
    """
    from ssldiag.pool.admin.netstat import parse

    run("NETSTAT", parse, directory, words or (), form, target)
