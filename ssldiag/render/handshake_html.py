"""A capture's handshakes as one page that needs nothing else: ladders as SVG, a table to sort and filter.

The page loads nothing and runs one script, whose digest its policy names (CSP 3, 2.3.1); without scripts all
of it is still there. Everything that came from a packet is made visible and then escaped by the template.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ssldiag import __version__
from ssldiag.capture.judged import Judged
from ssldiag.render import handshake_words as words
from ssldiag.render.capture_notes import CaptureNotes
from ssldiag.render.capture_summary import lacking, nothing, summary
from ssldiag.render.capture_tally import Tally, chosen_cipher
from ssldiag.render.escape import visible
from ssldiag.render.handshake_ladder import rungs
from ssldiag.render.handshake_names import endpoint, suite
from ssldiag.render.handshake_selection import STATES, UNSURE, Stories
from ssldiag.render.ladder_svg import Drawing, drawing
from ssldiag.render.moments import moment
from ssldiag.wire.numbers import version_name

PAGE = Path(__file__).with_name("page")

STORIES = 200
"""Failures drawn: each takes some 6 KB of the page, and more than a screenful of kinds is seldom there."""

ROWS = 3_000
"""Rows of each outcome in the table: browsers stay quick to sort and filter, and the page below 8 MB."""

HEADINGS = ("Frame", "Time", "Client", "Server", "Outcome", "Took", "Version", "Suite", "Name", "File")
"""The last one is there where there are several files."""


LONG = ("Name", "Suite", "File")
"""Columns whose text may take several lines."""


class Cell(NamedTuple):
    """A cell of the table. ``sort`` is a number to sort by, where the text would not do."""

    label: str
    text: str
    sort: float | None = None
    kind: str = ""


class Row(NamedTuple):
    """A row of the table."""

    outcome: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A handshake in full."""

    who: str
    where: str
    facts: tuple[words.Told, ...]
    verdict: tuple[words.Told, ...]
    drawing: Drawing


@dataclass(slots=True)
class _Kept:
    failed: Stories[Drawn] = field(default_factory=lambda: Stories(drawn, STORIES))
    incomplete: Stories[Drawn] = field(default_factory=lambda: Stories(drawn, UNSURE, False))
    tally: Tally = field(default_factory=Tally)
    rows: list[tuple[int, Row]] = field(default_factory=list)

    def add(self, judged: Judged) -> None:
        self.tally.add(judged)
        order = self.tally.total
        if judged.verdict.outcome == "failed":
            self.failed.add(judged, order)
        elif judged.verdict.outcome == "incomplete":
            self.incomplete.add(judged, order)
        if self.tally.outcomes[judged.verdict.outcome] <= ROWS:
            self.rows.append((order, row(judged)))


def render(found: Iterable[Judged], notes: CaptureNotes) -> Iterator[str]:
    """The page, in pieces."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    kept = _Kept()
    for judged in found:
        kept.add(judged)
    environment = Environment(loader=FileSystemLoader(PAGE), autoescape=True, undefined=StrictUndefined)
    template = environment.get_template("capture.html.j2")
    yield from template.generate(_context(kept, notes))
    yield "\n"


def _context(kept: _Kept, notes: CaptureNotes) -> dict[str, Any]:
    from markupsafe import Markup

    tally = kept.tally
    css, script = ((PAGE / name).read_text("utf-8") for name in ("capture.css", "capture.js"))
    several = len(notes.read()) > 1
    stories = {"Failed": kept.failed.chosen(), "Incomplete": kept.incomplete.chosen()}
    failures, total = tally.outcomes["failed"] - len(stories["Failed"]), tally.total - len(kept.rows)
    told = {story.order for some in stories.values() for story in some}
    return {
        "policy": f"default-src 'none'; style-src '{digest(css)}'; script-src '{digest(script)}'; "
        "base-uri 'none'; form-action 'none'",
        "css": Markup(css),
        "script": Markup(script),
        "version": __version__,
        "title": title(notes),
        "outcomes": [(word, f"{tally.outcomes[word]:,}") for word in STATES if tally.outcomes[word]],
        "nothing": nothing(notes),
        "narrowed": notes.narrowed,
        "period": period(tally),
        "lacking": list(lacking(tally, notes)),
        "stories": [(word, some) for word, some in stories.items() if some],
        "stories_left_out": f"and {failures:,} more failed handshakes, in the table" if failures else "",
        "headings": HEADINGS if several else HEADINGS[:-1],
        "outcome_at": HEADINGS.index("Outcome") + 1,
        "rows": [(each, f"f{order}" if order in told else "") for order, each in kept.rows],
        "rows_left_out": f"and {total:,} more handshakes (--format csv has all)" if total else "",
        "summary": list(summary(tally, notes)),
        "judged_at": moment(notes.now),
    }


def digest(text: str) -> str:
    """The source expression that lets exactly this text run (CSP 3, 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def title(notes: CaptureNotes) -> str:
    """What the page is about."""
    names = [visible(note.name) for note in notes.read()]
    more = f" and {len(names) - 1:,} more files" if len(names) > 1 else ""
    return f"TLS handshakes in {names[0]}{more}" if names else "TLS handshakes"


def period(tally: Tally) -> str:
    """From when to when."""
    if tally.first is None or tally.last is None:
        return ""
    return f"{words.when(tally.first)} to {words.when(tally.last)}"


def drawn(judged: Judged) -> Drawn:
    """A handshake, ready for the page."""
    handshake = judged.handshake
    return Drawn(
        words.heading(judged),
        f"{visible(handshake.file)}, {words.when(handshake.start)}",
        tuple(words.facts(judged)),
        tuple(words.verdict(judged.verdict)),
        drawing(rungs(handshake)),
    )


def _kind(heading: str, text: str, outcome: str) -> str:
    """The class of a cell: colours for outcomes, whether it may be broken, whether it is empty."""
    if heading == "Outcome":
        return outcome
    return ("long" if heading in LONG else "") if text else "none"


def row(judged: Judged) -> Row:
    """A row of the table."""
    handshake, verdict = judged.handshake, judged.verdict
    chosen, hello = chosen_cipher(handshake), handshake.client_hello
    took = handshake.duration
    texts = (
        f"{handshake.first_frame}",
        words.when(handshake.start)[11:-4],
        endpoint(handshake.client),
        endpoint(handshake.server),
        visible(verdict.outcome if verdict.outcome == "completed" else verdict.cause),
        "" if took is None else words.span(took),
        "" if handshake.version is None else version_name(handshake.version),
        "" if chosen is None else suite(chosen).name,
        visible(hello.sni or "") if hello else "",
        visible(handshake.file),
    )
    sorts = {
        "Frame": float(handshake.first_frame),
        "Time": handshake.start,
        "Took": -1.0 if took is None else took,
    }
    cells = tuple(
        Cell(
            heading,
            text,
            sorts.get(heading),
            _kind(heading, text, verdict.outcome),
        )
        for heading, text in zip(HEADINGS, texts, strict=True)
    )
    return Row(verdict.outcome, cells)
