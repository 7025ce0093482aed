"""Runs a command of SSLADMIN or NETSTAT against a pool: parses it here, asks the pool, prints what it says.

Words that are wrong, and HELP, need no pool. MONITOR repeats until it is interrupted.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ssldiag.cli import admin_defaults, output
from ssldiag.cli.exits import Stop
from ssldiag.pool.admin.answers import refused
from ssldiag.pool.admin.documents import SCHEMAS
from ssldiag.pool.admin.help import topic
from ssldiag.pool.admin.requests import Refusal, Request
from ssldiag.pool.client import PoolDown, Reply, ask
from ssldiag.render.escape import json_text, visible

Grammar = Callable[[Sequence[str], Mapping[str, str]], Request | Refusal]


class Form(StrEnum):
    """How to write the answer."""

    TEXT = "text"
    JSON = "json"


Directory = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the pool.")]
Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="COMMAND", help="The command; quote it where the shell minds parentheses."),
]
Format = Annotated[Form, typer.Option("--format", help="How to write the answer.")]


class Session:
    """One command, asked once or again and again. ``code`` is the exit code of the last answer."""

    def __init__(self, program: str, grammar: Grammar, directory: Path, words: Sequence[str]) -> None:
        self.program, self.directory, self.words = program, directory, " ".join(words)
        self.seen = admin_defaults.load(directory, os.getuid())
        self.understood = grammar([self.words], self.seen)
        self.code = 0

    def answers(self, form: Form, count: int) -> Iterator[str]:
        """The text of each answer. ``count``: so many at most, 0 for no end."""
        request = self.understood
        if isinstance(request, Refusal):
            yield self._refusal(request, form)
            return
        repeats = request.monitor > 0
        try:
            while True:
                yield written(self._reply(request, form), form, repeats)
                count -= 1
                if not repeats or count == 0:
                    return
                sys.stdout.flush()
                time.sleep(request.monitor)
        except KeyboardInterrupt:
            if not repeats:
                raise

    def _refusal(self, refusal: Refusal, form: Form) -> str:
        answer = refused(self.program, refusal, self.words)
        self.code = answer.exit
        if form is Form.JSON:
            return json_text(answer.document) + "\n"
        print(refusal.line, file=sys.stderr)
        return ""

    def _reply(self, request: Request, form: Form) -> Reply:
        if request.is_local:
            lines = tuple(topic(request.program, request.operand))
            document = {"schema": SCHEMAS[self.program], "command": "HELP", "lines": list(lines)}
            return Reply(0, lines, document)
        try:
            reply = ask(self.directory, self.program, self.words, form.value, self.seen)
        except PoolDown as error:
            raise Stop(str(error)) from error
        self.code = reply.exit
        if request.changes_defaults and reply.exit == 0:
            admin_defaults.save(self.directory, os.getuid(), dict(request.defaults))
        return reply


def written(reply: Reply, form: Form, repeats: bool) -> str:
    """An answer as text; documents that repeat are one a line."""
    if form is Form.JSON:
        return json_text(reply.document, None if repeats else 2) + "\n"
    lines = [visible(line) for line in reply.lines]
    return "".join(f"{line}\n" for line in [*lines, *([""] if repeats else [])])


def run(
    program: str,
    grammar: Grammar,
    directory: Path,
    words: Sequence[str],
    form: Form,
    target: Path | None,
    count: int = 0,
) -> None:
    """Run a command and end with its exit code. Raises Stop."""
    session = Session(program, grammar, directory, words)
    output.write(session.answers(form, count), target)
    raise typer.Exit(session.code)
