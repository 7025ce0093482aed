"""What two engines disagree on in, text or a ``ssldiag.comparison/1`` document out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from ssldiag.capture.engines.compare import Comparison, Disagreement
from ssldiag.render.escape import json_text, visible
from ssldiag.render.handshake_names import endpoint
from ssldiag.render.layout import Line, clip, wrap
from ssldiag.render.paint import painted
from ssldiag.render.style import Style
from ssldiag.render.tally import count
from ssldiag.wire.model import Endpoint

SCHEMA = "ssldiag.comparison/1"

SHOWN = 50
"""Disagreements printed without -v: more of them have one reason."""

VALUE = 3
"""Lines of one value without -v."""


def text(comparison: Comparison, engine: str, style: Style) -> Iterator[str]:
    """Each disagreement under its connection, then the counts."""
    yield from painted(_lines(comparison, engine, style), style.colour)


def _lines(comparison: Comparison, engine: str, style: Style) -> Iterator[Line]:
    found = comparison.disagreements
    shown = found if style.verbose else found[:SHOWN]
    for _, group in groupby(shown, key=lambda item: (item.file, item.frame, item.client, item.server)):
        yield from _connection(list(group), engine, style)
    if len(shown) < len(found):
        yield ((f"and {len(found) - len(shown):,} more (-v shows all)", "dim"),)
        yield ()
    compared = f"{count(comparison.handshakes, 'handshake')}, {count(comparison.fields, 'field')}"
    verdict = count(len(found), "disagreement") if found else "no disagreement"
    yield (f"{engine} and tshark: {compared} compared, ", ""), (verdict, "error" if found else "good")


def _connection(group: list[Disagreement], engine: str, style: Style) -> Iterator[Line]:
    first = group[0]
    who = f"{endpoint(first.client)} -> {endpoint(first.server)}"
    for line in wrap(f"{visible(first.file)} frame {first.frame}, {who}", style.columns):
        yield ((line, "strong"),)
    for item in group:
        yield ((f"  {item.field}", "label"),)
        for name, value in ((engine, item.ours), ("tshark", item.theirs)):
            yield from _value(f"    {name:<8}", words(value), style)
    yield ()


def _value(lead: str, value: str, style: Style) -> Iterator[Line]:
    room = max(style.columns - len(lead), 24)
    lines = wrap(value, room)
    kept = lines if style.verbose else lines[:VALUE]
    for index, line in enumerate(kept):
        more = " ..." if index == len(kept) - 1 and len(kept) < len(lines) else ""
        yield (lead, "dim"), (clip(line, room - len(more)) + more, "")
        lead = " " * len(lead)


def words(value: object) -> str:
    """A value as people read it: bytes and larger numbers in hexadecimal, lists with blanks."""
    if isinstance(value, bytes):
        return value.hex() or "(empty)"
    if isinstance(value, Endpoint):
        return endpoint(value)
    if isinstance(value, tuple):
        return (
            " ".join(f"({words(each)})" if isinstance(each, tuple) else words(each) for each in value)
            or "(none)"
        )
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "(not known)"}[value]
    return f"0x{value:04x}" if isinstance(value, int) else visible(str(value))


def json(comparison: Comparison, engine: str) -> Iterator[str]:
    """One document."""
    document = {
        "schema": SCHEMA,
        "engines": [engine, "tshark"],
        "handshakes": comparison.handshakes,
        "fields": comparison.fields,
        "disagreements": [_document(item, engine) for item in comparison.disagreements],
    }
    yield json_text(document) + "\n"


def _document(item: Disagreement, engine: str) -> dict[str, Any]:
    return {
        "file": item.file,
        "frame": item.frame,
        "client": {"ip": item.client.ip, "port": item.client.port},
        "server": {"ip": item.server.ip, "port": item.server.port},
        "field": item.field,
        engine: plain(item.ours),
        "tshark": plain(item.theirs),
    }


def plain(value: object) -> Any:
    """A value as JSON has it: bytes in hexadecimal."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Endpoint):
        return {"ip": value.ip, "port": value.port}
    return (
        [plain(each) for each in value]
        if isinstance(value, Iterable) and not isinstance(value, str)
        else value
    )
