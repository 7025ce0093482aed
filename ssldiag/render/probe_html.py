"""Results of probes as one page that needs nothing else: a table of the hosts, then each in full.

The page loads nothing and runs no script. Whatever a host said is made visible and then escaped by the
template.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ssldiag import __version__
from ssldiag.model import Severity
from ssldiag.probe.findings import Worry, worries
from ssldiag.probe.model import Result
from ssldiag.render.escape import visible
from ssldiag.render.handshake_html import PAGE, digest
from ssldiag.render.handshake_names import suite
from ssldiag.render.handshake_words import span
from ssldiag.render.moments import moment
from ssldiag.render.probe_text import ROW, head, sections, verdict
from ssldiag.render.tally import count
from ssldiag.wire.numbers import version_name

IN_FULL = 200
"""Hosts told of in full: each takes up to 30 KB of the page."""

ROWS = 5_000
"""Hosts in the table: browsers stay quick."""

STATES = {Severity.ERROR: "failed", Severity.WARNING: "incomplete", Severity.INFO: "soft"}
"""Severity -> class of the page's style sheet."""

HEADINGS = ("Host", "Answer", "Version", "Suite", "Worries", "Took")


class Part(NamedTuple):
    """A section of a host: labels with sentences, and rows that stand alone."""

    title: str
    told: tuple[tuple[str, str], ...]


class Host(NamedTuple):
    """A host in full."""

    name: str
    number: int
    head: str
    state: str
    verdict: tuple[tuple[str, str], ...]
    worries: tuple[tuple[str, str, str, str], ...]
    parts: tuple[Part, ...]


class Row(NamedTuple):
    """A row of the table; ``number`` is that of the host in full, None where it is not there."""

    cells: tuple[tuple[str, str, str], ...]
    number: int | None


def render(results: Iterable[Result]) -> Iterator[str]:
    """The page, in pieces."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(PAGE), autoescape=True, undefined=StrictUndefined)
    yield from environment.get_template("probe.html.j2").generate(_context(results))
    yield "\n"


def _context(results: Iterable[Result]) -> dict[str, Any]:
    from markupsafe import Markup

    css = (PAGE / "capture.css").read_text("utf-8")
    hosts: list[Host] = []
    rows: list[Row] = []
    states: Counter[str] = Counter()
    for number, result in enumerate(results):
        found = worries(result)
        states[_state(found)] += 1
        if number < IN_FULL:
            hosts.append(_host(result, number, found))
        if number < ROWS:
            rows.append(_row(result, number if number < IN_FULL else None, found))
        last = result.started
    total = states.total()
    return {
        "policy": f"default-src 'none'; style-src '{digest(css)}'; base-uri 'none'; form-action 'none'",
        "css": Markup(css),
        "version": __version__,
        "title": f"TLS of {hosts[0].name}" if total == 1 else f"TLS of {count(total, 'host')}",
        "counts": [(kind, f"{states[kind]:,} {words}") for kind, words in COUNTS if states[kind]],
        "headings": HEADINGS,
        "rows": rows if total > 1 else [],
        "hosts": hosts,
        "left_out": _left_out(total),
        "looked_at": moment(last) if total else "",
    }


COUNTS = (
    ("failed", "with errors"),
    ("incomplete", "with warnings"),
    ("completed", "with nothing to worry about"),
)
"""State of a host -> how the page counts such hosts."""


def _left_out(total: int) -> str:
    if total <= IN_FULL:
        return ""
    rows = f", and {total - ROWS:,} are not in the table" if total > ROWS else ""
    return f"{total - IN_FULL:,} more hosts are not told of in full{rows} (--format jsonl has all)"


def _state(found: list[Worry]) -> str:
    """The class of a host by the worst that was found."""
    severities = {worry.severity for worry in found}
    return next((STATES[one] for one in (Severity.ERROR, Severity.WARNING) if one in severities), "completed")


def _host(result: Result, number: int, found: list[Worry]) -> Host:
    parts = tuple(
        Part(title, tuple(("" if label == ROW else label, sentence) for label, sentence in told))
        for title, rows in sections(result, whole=True)
        if (told := list(rows))
    )
    return Host(
        visible(str(result.target)),
        number,
        head(result),
        _state(found),
        tuple(verdict(result)),
        tuple((STATES[one.severity], one.severity.value, visible(one.what), one.word) for one in found),
        parts,
    )


def _row(result: Result, number: int | None, found: list[Worry]) -> Row:
    handshake = result.main.handshake
    hello = handshake.server_hello if handshake else None
    words = ", ".join(dict.fromkeys(one.word for one in found if one.severity is not Severity.INFO))
    version = handshake.version if handshake else None
    texts = (
        visible(str(result.target)),
        visible(result.verdict_line),
        "" if version is None else version_name(version),
        suite(hello.ciphers[0]).name if hello and hello.ciphers else "",
        words,
        span(result.took),
    )
    kinds = ("", "long", "", "long", f"long {_state(found)}", "")
    return Row(tuple(zip(HEADINGS, texts, kinds, strict=True)), number)
