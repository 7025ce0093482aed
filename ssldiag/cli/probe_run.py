"""What to probe and how to write it in; results written, and an exit code, out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from ssldiag.cli import output as out
from ssldiag.cli.exits import FAILED, FINDINGS, USAGE, Stop, say
from ssldiag.model import Severity

if TYPE_CHECKING:
    from ssldiag.cli.progress import Progress
    from ssldiag.probe.many import Unusable
    from ssldiag.probe.model import Result, Target
    from ssldiag.probe.scan import Wishes


class Format(StrEnum):
    """How to write the result."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    SARIF = "sarif"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Look:
    """How the user wants the output. ``several``: a list was asked for, whatever comes of it."""

    format: Format
    output: Path | None
    no_color: bool
    quiet: bool
    verbose: bool
    several: bool


@dataclass(slots=True)
class Tally:
    """How it went. ``least`` is the least severity that counts, None for none."""

    least: Severity | None
    found: bool = False
    answered: int = 0
    silent: int = 0
    unusable: int = 0

    def add(self, result: Result) -> None:
        """Count one host."""
        from ssldiag.probe.findings import worries

        self.silent += result.trouble is not None
        self.answered += result.trouble is None
        if self.least is not None and not self.found:
            self.found = any(worry.severity.rank <= self.least.rank for worry in worries(result))

    @property
    def code(self) -> int:
        """3 where a line was no target, or nobody answered at all; 1 for something at or above ``least``."""
        if self.unusable or (self.silent and not self.answered):
            return FAILED
        return FINDINGS if self.found else 0


@dataclass(slots=True)
class Run:
    """One run over targets."""

    wishes: Wishes
    at_a_time: int
    tally: Tally
    progress: Progress
    number: int = field(default=0, init=False)

    def results(self, targets: Iterable[Target | Unusable]) -> Iterator[Result]:
        """The results in order; for lines that are no target a sentence."""
        from ssldiag.probe.many import Unusable, streamed

        with self.progress:
            self.progress.step(1, "the first host")
            for one in streamed(targets, self.wishes, self.at_a_time):
                self.progress.clear()
                if isinstance(one, Unusable):
                    self.tally.unusable += 1
                    say(f"{one.where}: {one.why}")
                    continue
                self.number += 1
                self.tally.add(one)
                yield one
                self.progress.step(1, f"{self.number:,} done, last {one.target}")


def lines_of(file: str) -> Iterator[str]:
    """The lines of a file of hosts, ``-`` for standard input. Raises Stop."""
    try:
        if file == "-":
            yield from sys.stdin
            return
        with Path(file).open(encoding="utf-8", errors="replace") as stream:
            yield from stream
    except OSError as error:
        raise Stop(f"{file}: {error.strerror or error}", USAGE) from error


def write(results: Iterator[Result], look: Look) -> None:
    """The results in the form that was asked for, each as soon as it is there."""
    out.write(chunks(results, look), look.output)


def chunks(results: Iterator[Result], look: Look) -> Iterator[str]:
    """The text in pieces."""
    if look.format is Format.TEXT:
        yield from _text(results, look)
    elif look.format is Format.CSV:
        from ssldiag.render import probe_csv

        yield from probe_csv.render(results)
    elif look.format is Format.SARIF:
        from ssldiag.render import probe_sarif

        yield from probe_sarif.render(results)
    elif look.format is Format.HTML:
        from ssldiag.render import probe_html

        yield from probe_html.render(results)
    else:
        yield from _json(results, look)


def _json(results: Iterator[Result], look: Look) -> Iterator[str]:
    from ssldiag.render import probe_json

    if look.format is Format.JSONL:
        for result in results:
            yield probe_json.line(result)
            if look.several and look.output is None:
                sys.stdout.flush()
    elif look.several:
        yield from probe_json.several(results)
    else:
        yield from map(probe_json.text, results)


def _text(results: Iterator[Result], look: Look) -> Iterator[str]:
    from ssldiag.render.probe_text import text
    from ssldiag.render.style import Style

    style = Style(out.columns(look.output), out.colour(look.output, look.no_color), look.verbose, look.quiet)
    for number, result in enumerate(results):
        if number and not look.quiet:
            yield "\n"
        yield from text(result, style)
