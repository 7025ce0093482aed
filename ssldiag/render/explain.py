"""Explanations in; text for a person, JSON, JSON lines, CSV or Markdown out.

Text of queries is shown in full; of a log with many codes, each code gets its likeliest reading in full and
the others in a line. What came from a query or a log goes through ``visible``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any, NamedTuple

from ssldiag.errors.model import CONFIDENCES, PLATFORMS, ErrorEntry, Explanation, OtherSide
from ssldiag.render.escape import json_text, spreadsheet_cell, visible
from ssldiag.render.layout import FALLBACK_COLUMNS, Line, wrap
from ssldiag.render.paint import painted

SCHEMA = "ssldiag.explain/1"

LABEL = 11
"""Columns of the labels: the longest, and two blanks."""

SIDES = (6, 3)
"""Other sides shown without --verbose, of the first reading and of the others: a screen should hold them."""

OCCASIONS = 3
"""Occasions named for one other side without --verbose."""

PLACES = 8
"""Line numbers named for one code of a log; JSON has more."""

COLUMNS = (
    *("query", "file", "line", "count", "platform", "api", "code", "hex", "constant", "message_id"),
    *("meaning", "cause", "recovery", "source", "confidence"),
)


class Look(NamedTuple):
    """How the reader wants it. Not :class:`ssldiag.render.style.Style`: reports need more modules to load."""

    columns: int = FALLBACK_COLUMNS
    colour: bool = False
    verbose: bool = False
    quiet: bool = False


def text(explanations: Iterable[Explanation], look: Look) -> Iterator[str]:
    """The explanations for a person."""
    for index, explanation in enumerate(explanations):
        lines = _quiet(explanation) if look.quiet else _lines(explanation, look)
        yield from painted(((), *lines) if index and not look.quiet else lines, look.colour)


def _quiet(explanation: Explanation) -> Iterator[Line]:
    """A line a reading."""
    where = f"{visible(explanation.file)}:{explanation.lines[0]}: " if explanation.lines else ""
    if not explanation.entries:
        yield ((f"{where}{visible(explanation.query)}: nothing known", ""),)
    for entry in explanation.entries:
        name = _name(entry)
        yield (
            (f"{where}{_platform(entry)} {entry.title}{': ' if not name else f' {name}: '}", "strong"),
            (f"{entry.meaning}{_doubt(entry)}", ""),
        )


def _lines(explanation: Explanation, look: Look) -> Iterator[Line]:
    entries = explanation.entries
    brief = bool(explanation.file) and not look.verbose
    heading = list(_heading(explanation, look))
    yield from heading
    for index, entry in enumerate(entries[:1] if brief else entries):
        if (index or heading) and not brief:
            yield ()
        numbered = len(entries) > 1 and not brief
        yield from _entry(entry, look, index, numbered, brief)
    for entry in entries[1:] if brief else ():
        yield from _field("Or", f"{_platform(entry)} {entry.title} {_name(entry)}: {entry.meaning}", look)


def _heading(explanation: Explanation, look: Look) -> Iterator[Line]:
    """The query or the place, and what to know before the readings; nothing before one plain reading."""
    query = visible(explanation.query)
    count = len(explanation.entries)
    if explanation.file:
        yield (query, "strong"), (f"  {_places(explanation)}", "")
    elif count != 1:
        yield (query, "strong"), (f": {f'{count} readings' if count else 'nothing known'}", "")
    for note in explanation.notes:
        yield from (((line, "dim"),) for line in wrap(visible(note), look.columns))
    if explanation.suggestions:
        words = _or(list(map(visible, explanation.suggestions)))
        yield from (((line, ""),) for line in wrap(f"Did you mean {words}?", look.columns))


def _places(explanation: Explanation) -> str:
    shown = ", ".join(map(str, explanation.lines[:PLACES]))
    more = ", ..." if len(explanation.lines) > PLACES else ""
    times = "" if explanation.count == 1 else f" ({explanation.count:,} times)"
    lines = "line" if len(explanation.lines) == 1 else "lines"
    return f"{visible(explanation.file)}, {lines} {shown}{more}{times}"


def _entry(entry: ErrorEntry, look: Look, index: int, numbered: bool, brief: bool) -> Iterator[Line]:
    """A reading; ``brief`` leaves out what concerns the other side, and the source."""
    yield (
        (f"{index + 1}. " if numbered else "", ""),
        (f"{_platform(entry)}, {entry.api}  ", ""),
        (entry.title, "strong"),
        (f"  {_name(entry)}".rstrip(), "strong"),
        (f"  {entry.message_id}" if entry.message_id and entry.message_id != entry.title else "", ""),
    )
    if entry.confidence == "unverified":
        yield from _field("Unverified", f"{CONFIDENCES['unverified']}.", look, "warning")
    yield from _field("Meaning", entry.meaning, look)
    yield from _field("Cause", entry.cause, look)
    yield from _field("Do", entry.recovery, look)
    if brief:
        return
    yield from _sides(entry, look, SIDES[min(index, 1)])
    yield from _field("Elsewhere", "; ".join(map(_side, entry.same_as)), look)
    yield from _field("Capture", entry.look_for, look)
    for note in entry.notes:
        yield from _field("Note", note, look)
    meant = CONFIDENCES.get(entry.confidence)
    sure = f"{entry.confidence}: {meant}" if meant else entry.confidence
    yield from _field("Source", f"{entry.source} ({sure})", look, "dim")


def _sides(entry: ErrorEntry, look: Look, most: int) -> Iterator[Line]:
    """What the other side logs, and when."""
    sides = entry.other_side if look.verbose else entry.other_side[:most]
    label = "Other side"
    if any(side.basis != "measured" for side in sides):
        yield from _field(label, "What it should log, which was not measured:", look)
        label = ""
    for side in sides:
        occasions = side.when if look.verbose else side.when[:OCCASIONS]
        more = "; ..." if len(side.when) > len(occasions) else ""
        yield from _field(label, f"{_side(side)}: {'; '.join(occasions)}{more}", look)
        label = ""
    if len(entry.other_side) > len(sides):
        yield from _field("", f"and {len(entry.other_side) - len(sides)} more (--verbose)", look)


def _side(side: OtherSide) -> str:
    number = "" if side.code is None else f" {side.code}"
    return f"{PLATFORMS[side.platform]}{number} {side.text or side.constant}".rstrip()


def _field(label: str, value: str, look: Look, tone: str = "") -> Iterator[Line]:
    for line in wrap(value, max(look.columns - LABEL - 2, 20)) if value else ():
        yield ("  ", ""), (label.ljust(LABEL), "label"), (line, tone)
        label = ""


def _platform(entry: ErrorEntry) -> str:
    return PLATFORMS.get(entry.platform, entry.platform)


def _name(entry: ErrorEntry) -> str:
    """The constant, or the words it is printed with; nothing that the title says already."""
    if entry.platform in ("java", "python"):
        return entry.text
    name = entry.constant if entry.constant != entry.title else ""
    return f'{name} "{entry.text}"' if entry.text and entry.platform == "openssl" else name


def _doubt(entry: ErrorEntry) -> str:
    return " (unverified)" if entry.confidence == "unverified" else ""


def _or(words: list[str]) -> str:
    return " or ".join(words) if len(words) < 3 else f"{', '.join(words[:-1])} or {words[-1]}"


def document(explanations: Iterable[Explanation]) -> dict[str, Any]:
    """The explanations as one JSON document."""
    return {"schema": SCHEMA, "results": [result(explanation) for explanation in explanations]}


def result(explanation: Explanation) -> dict[str, Any]:
    """One explanation; file, line, lines and count only where it was found in a log."""
    found: dict[str, Any] = {"query": explanation.query}
    if explanation.file:
        found |= {"file": explanation.file, "line": explanation.lines[0] if explanation.lines else None}
        found |= {"lines": list(explanation.lines), "count": explanation.count}
    found["notes"] = list(explanation.notes)
    found["suggestions"] = list(explanation.suggestions)
    found["entries"] = [asdict(entry) for entry in explanation.entries]
    return found


def json(explanations: Iterable[Explanation], look: Look) -> Iterator[str]:
    """One document."""
    yield json_text(document(explanations)) + "\n"


def jsonl(explanations: Iterable[Explanation], look: Look) -> Iterator[str]:
    """A line an explanation."""
    for explanation in explanations:
        yield json_text({"schema": SCHEMA, **result(explanation)}, None) + "\n"


def csv(explanations: Iterable[Explanation], look: Look) -> Iterator[str]:
    """A line a reading, for a spreadsheet (RFC 4180)."""
    yield _record(COLUMNS)
    for explanation in explanations:
        place = (
            explanation.query,
            explanation.file,
            str((*explanation.lines, "")[0]),
            str(explanation.count),
        )
        for entry in explanation.entries:
            code = "" if entry.code is None else str(entry.code)
            fields = (entry.platform, entry.api, code, *(getattr(entry, name) for name in COLUMNS[7:]))
            yield _record(map(spreadsheet_cell, (*place, *fields)))
        if not explanation.entries:
            yield _record(map(spreadsheet_cell, (*place, *[""] * (len(COLUMNS) - len(place)))))


def _record(fields: Iterable[str]) -> str:
    quoted = (
        '"' + field.replace('"', '""') + '"' if set(field) & set(',"\r\n') else field for field in fields
    )
    return ",".join(quoted) + "\r\n"


def markdown(explanations: Iterable[Explanation], look: Look) -> Iterator[str]:
    """A section an explanation, for a ticket."""
    from ssldiag.render.markdown import code
    from ssldiag.render.markdown import text as prose

    for explanation in explanations:
        yield f"## {code(explanation.query)}\n\n"
        if explanation.file:
            lines = ", ".join(map(str, explanation.lines[:PLACES]))
            yield f"{prose(explanation.file)}, line {lines}; {explanation.count} in all.\n\n"
        if not explanation.entries:
            yield "Nothing known.\n\n"
        for entry in explanation.entries:
            yield f"### {prose(_platform(entry))}: {code(f'{entry.title} {_name(entry)}'.strip())}\n\n"
            for label, value in (("Meaning", entry.meaning), ("Cause", entry.cause), ("Do", entry.recovery)):
                if value:
                    yield f"- {label}: {prose(value)}\n"
            yield f"- Source: {prose(entry.source)} ({entry.confidence})\n\n"
