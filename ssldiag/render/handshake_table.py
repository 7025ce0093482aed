"""Judged handshakes in, rows of a table out: one line each, for text and Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ssldiag.capture.judged import Judged
from ssldiag.render.capture_tally import chosen_cipher
from ssldiag.render.escape import visible
from ssldiag.render.handshake_names import endpoint, suite
from ssldiag.render.handshake_words import span
from ssldiag.render.layout import Line, cells, clip, pad
from ssldiag.wire.numbers import version_name

HEADINGS = ("FRAME", "CLIENT", "SERVER", "VERSION", "OUTCOME", "CIPHER")

ENDPOINT = 19
"""Columns of an address with its port at 80 columns, so that version and outcome stay whole beside them."""

LEGIBLE = 20
"""Columns of a suite's name below which it says nothing: ``ECDHE-RSA-AES256-...`` still does."""

STYLES = {"failed": "error", "incomplete": "warning", "completed": ""}


class Row(NamedTuple):
    """One handshake in a line. ``state`` is its outcome; the rest is ready to be shown."""

    state: str
    frame: str
    client: str
    server: str
    version: str
    outcome: str
    cipher: str
    file: str


def row(judged: Judged) -> Row:
    """The row of a handshake."""
    handshake, verdict = judged.handshake, judged.verdict
    chosen = chosen_cipher(handshake)
    version = "-" if handshake.version is None else version_name(handshake.version)
    return Row(
        verdict.outcome,
        f"{handshake.first_frame}",
        endpoint(handshake.client),
        endpoint(handshake.server),
        version,
        _outcome(judged),
        "-" if chosen is None else _short(chosen),
        visible(handshake.file),
    )


def _short(code: int) -> str:
    """The shorter of a suite's names."""
    found = suite(code)
    return found.openssl or found.name.removeprefix("TLS_")


def _outcome(judged: Judged) -> str:
    handshake, verdict = judged.handshake, judged.verdict
    if verdict.outcome != "completed":
        return visible(verdict.cause)
    took = "" if handshake.duration is None else f" {span(handshake.duration)}"
    return ("resumed" if handshake.resumed else "completed") + took


def table(rows: Sequence[Row], columns: int) -> Iterator[Line]:
    """The rows under their headings; those of several files under the name of each file.

    The last column gives way first, then the addresses.
    """
    if not rows:
        return
    cut = [_fitted(each, columns) for each in rows]
    widths = [max(map(cells, column)) for column in zip(HEADINGS, *cut, strict=True)]
    room = columns - sum(widths[:-1]) - 2 * (len(widths) - 1)
    if room < min(widths[-1], LEGIBLE):
        widths[-1] = 0
    yield ((_line(HEADINGS, widths, columns), "strong"),)
    several, file = len({each.file for each in rows}) > 1, ""
    for each, values in zip(rows, cut, strict=True):
        if several and each.file != file:
            file = each.file
            yield ((_ending(file, columns), "dim"),)
        yield ((_line(values, widths, columns), STYLES.get(each.state, "")),)


def _fitted(each: Row, columns: int) -> tuple[str, ...]:
    room = max(ENDPOINT, (columns - 42) // 2)
    ends = _ending(each.client, room), _ending(each.server, room)
    return each.frame, *ends, each.version, each.outcome, each.cipher


def _ending(text: str, room: int) -> str:
    """The end of an address where it is too long: the port and what tells hosts apart are there."""
    return text if len(text) <= room else "..." + text[3 - room :]


def _line(values: Sequence[str], widths: Sequence[int], columns: int) -> str:
    """``widths`` has 0 for a last column that there is no room for."""
    frame = values[0].rjust(widths[0])
    middle = (pad(value, width) for value, width in zip(values[1:-1], widths[1:-1], strict=True))
    front = "  ".join((frame, *middle))
    if not widths[-1]:
        return clip(front.rstrip(), columns)
    return f"{front}  {clip(values[-1], columns - cells(front) - 2)}"
