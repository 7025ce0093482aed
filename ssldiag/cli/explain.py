"""``ssldiag explain``: codes, or logs full of them, in; what they mean, on standard output, out."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer
from typer.core import TyperCommand

from ssldiag.bundled import folder
from ssldiag.cli import output
from ssldiag.cli.exits import FAILED, FINDINGS, USAGE, Stop, say

if TYPE_CHECKING:
    from ssldiag.errors.load import Tables
    from ssldiag.errors.model import ErrorEntry, Explanation

STDIN = "-"

LONGEST = 12
"""Words that are tried as one query: the longest texts of the tables have eleven."""

_NEGATIVE = re.compile(r"[-\u2212\u2013]\d+")
_KEPT = "\0"
"""Stands before a negative number while options are parsed: no argument of a program can hold a NUL."""


class Form(StrEnum):
    """How to write explanations; each word is a function of :mod:`ssldiag.render.explain`."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"


class Platform(StrEnum):
    """The words of :data:`ssldiag.errors.model.PLATFORMS` that codes can be read as."""

    IBMI = "ibmi"
    ZVM = "zvm"
    ZOS = "zos"
    GSKIT8 = "gskit8"
    TLS = "tls"
    OPENSSL = "openssl"
    JAVA = "java"
    PYTHON = "python"


class Codes(TyperCommand):
    """A command whose arguments may be negative numbers, which are no options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse options, with negative numbers out of their sight."""
        kept = [_KEPT + word if _NEGATIVE.fullmatch(word) else word for word in args]
        return super().parse_args(ctx, kept)


app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

Queries = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="QUERY",
        help="Codes, constants, message ids, alerts, texts, rule codes; or - for a log on standard input.",
    ),
]
Files = Annotated[
    list[str] | None,
    typer.Option("--file", "-f", metavar="FILE", help="A log, compressed or not: every code in it."),
]
PlatformOption = Annotated[
    Platform | None, typer.Option("--platform", "-p", help="Read codes as this platform does.")
]
Format = Annotated[Form, typer.Option("--format", help="How to write the explanations.")]
# As in ssldiag.cli.options, which loads what reports need: a third of the time that an explanation takes.
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to FILE instead of standard output."),
]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colours (NO_COLOR does the same).")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="One line a reading, and nothing else.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Cut nothing short.")]


@app.command(cls=Codes)
def explain(
    queries: Queries = None,
    files: Files = None,
    platform: PlatformOption = None,
    form: Format = Form.TEXT,
    target: Output = None,
    no_color: NoColor = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Explain return codes, message ids, alerts and error texts, or every code in a log.

    Examples: -93; 402 --platform ibmi; GSK_ERROR_BAD_CERT; 0x134CC19E; CPDBC84; alert 42; "tlsv1 alert
    unknown ca"; ZVM101; --file QPJOBLOG.txt. Exit code 1: nothing is known of a query, or a log has no code.
    """
    from ssldiag.errors.load import Tables
    from ssldiag.render import explain as render

    words = [word.removeprefix(_KEPT) for word in queries or ()]
    logs = [*(files or ()), *(word for word in words if word == STDIN)]
    words = [word for word in words if word != STDIN]
    if not words and not logs:
        raise Stop("give a code, or --file FILE, or - for standard input (see ssldiag explain --help)", USAGE)
    answers = Answers(Tables(folder("errortables")), platform.value if platform else None, quiet)
    renderer: Callable[..., Iterator[str]] = getattr(render, form.value)
    look = render.Look(output.columns(target), output.colour(target, no_color), verbose, quiet)
    output.write(renderer((*answers.queries(words), *answers.logs(logs)), look), target)
    raise typer.Exit(answers.code)


class Answers:
    """Finds the explanations, and remembers with which exit code to end."""

    def __init__(self, tables: Tables, platform: str | None, quiet: bool) -> None:
        self.code = 0
        self._tables = tables
        self._platform = platform
        self._quiet = quiet
        self._answers: dict[str, list[Explanation]] = {}

    def queries(self, words: Sequence[str]) -> list[Explanation]:
        """The explanations of queries from the command line; words that are none alone are taken together."""
        found = [answer for query in self._joined(list(words)) for answer in self._explained(query)]
        if any(not answer.entries for answer in found):
            self.code = max(self.code, FINDINGS)
        return found

    def _joined(self, words: list[str]) -> Iterator[str]:
        """``alert 42`` typed as two words is one query, and so is ``tlsv1 alert unknown ca``."""
        while words:
            count = 1
            if not self._known(words[0]):
                sizes = range(min(len(words), LONGEST), 1, -1)
                count = next((size for size in sizes if self._known(" ".join(words[:size]))), 1)
            yield " ".join(words[:count])
            words = words[count:]

    def _known(self, query: str) -> list[Explanation]:
        from ssldiag.errors.lookup import answers

        if query not in self._answers:
            self._answers[query] = answers(query, self._tables, self._platform, rule_page)
        return self._answers[query]

    def _explained(self, query: str) -> list[Explanation]:
        from ssldiag.errors.lookup import unknown

        return self._known(query) or [unknown(query, self._tables, self._platform)]

    def logs(self, names: Sequence[str]) -> list[Explanation]:
        """The codes of logs; a log that cannot be read is told and the next one taken."""
        found: list[Explanation] = []
        for name in dict.fromkeys(names):
            try:
                codes = self._log(name)
            except OSError as error:
                self._failed(name, error.strerror or str(error))
            except ValueError as error:
                self._failed(name, str(error))
            else:
                found += codes
                if not codes:
                    self.code = max(self.code, FINDINGS)
        return found

    def _failed(self, name: str, why: str) -> None:
        say(f"{name}: {why[0].lower()}{why[1:]}")
        self.code = FAILED

    def _log(self, name: str) -> list[Explanation]:
        from ssldiag.cli.reading import reading
        from ssldiag.errors.blocks import blocks
        from ssldiag.errors.scan import Scanner

        scanner = Scanner(self._tables, self._platform)
        shown = "standard input" if name == STDIN else name
        with opened(name) as (stream, size):
            for block in blocks(reading(stream, size, shown, not self._quiet), size):
                scanner.feed(block)
        found = scanner.explanations(shown)
        if not self._quiet:
            say(f"{shown}: {scanner.line:,} lines, {len(found)} different codes")
        return found


@contextmanager
def opened(name: str) -> Iterator[tuple[BinaryIO, int]]:
    """A log as bytes, and its size (0 if not known); standard input stays open. Raises OSError."""
    if name == STDIN:
        if sys.stdin is None:
            raise OSError(0, "it is closed")
        yield sys.stdin.buffer, 0
        return
    path = Path(name)
    with path.open("rb") as stream:
        yield stream, path.stat().st_size if path.is_file() else 0


def rule_page(code: str) -> ErrorEntry | None:
    """The page of a check as an entry."""
    from ssldiag.errors.model import ErrorEntry
    from ssldiag.registry import RegistryError, load
    from ssldiag.render.pages import why

    try:
        rule = load().get(code)
    except RegistryError as error:
        raise Stop(str(error)) from error
    if rule is None:
        return None
    notes = [f"ssldiag rules {code} prints the whole page."]
    if rule.vendor_messages:
        notes.append(f"Messages that belong to it: {', '.join(rule.vendor_messages)}.")
    return ErrorEntry(
        platform="ssldiag",
        api=f"check, {rule.severity}",
        code=None,
        hex="",
        constant=rule.name,
        message_id=code,
        text="",
        meaning=rule.title,
        cause=why(rule),
        recovery=rule.fix,
        source="; ".join(rule.sources) or rule.file,
        confidence=rule.certainty,
        notes=tuple(notes),
        docs=f"docs/rules/{code}.md",
    )
