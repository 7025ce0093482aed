"""A query in, its explanations out; or the entries of one number on one platform.

The platform comes from the caller, else from the text around the code, else every reading is given, most
likely first, and said to be so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from ssldiag.errors.entries import entry
from ssldiag.errors.forms import readings
from ssldiag.errors.kinds import rows
from ssldiag.errors.load import Tables
from ssldiag.errors.model import PLATFORMS, ErrorEntry, Explanation, Reading, Row

Pages = Callable[[str], ErrorEntry | None]
"""A rule's code in, its page as an entry out, None if there is no such rule."""

SURE = "Several readings are possible; the likeliest comes first."


def lookup(tables: Tables, platform: str, code: int) -> list[ErrorEntry]:
    """The entries of a number on one platform, without what other sides log."""
    found = rows(tables, Reading("negative" if code < 0 else "number", str(code), (platform,)))
    return [entry(tables, row, platform) for row in found]


def explain(
    query: str, tables: Tables, platform: str | None = None, pages: Pages | None = None
) -> list[Explanation]:
    """What ``query`` means: one explanation, or one for each code in a text; if nothing is known, one without
    entries that suggests what may have been meant.
    """
    return answers(query, tables, platform, pages) or [unknown(query, tables, platform)]


def answers(
    query: str, tables: Tables, platform: str | None = None, pages: Pages | None = None
) -> list[Explanation]:
    """As :func:`explain`, but an empty list if nothing is known: that takes less time than suggestions."""
    whole = one(query, readings(query), tables, (platform,) if platform else (), pages)
    if whole.entries:
        return [whole]
    from ssldiag.errors.mentions import (
        in_text,
    )  # its patterns take longer to compile than a number to look up

    parts = list(in_text(query, tables, platform))
    if parts:
        return parts
    near = beside_words(query, tables, platform)
    return [near] if near.entries else []


def one(
    query: str,
    read: Iterable[Reading],
    tables: Tables,
    platforms: tuple[str, ...] = (),
    pages: Pages | None = None,
) -> Explanation:
    """The explanation of one spelling with these readings, on these platforms if any are given."""
    entries: dict[Row | ErrorEntry, ErrorEntry] = {}
    notes: dict[str, None] = {}
    for reading in read:
        if reading.kind == "perhaps-hex" and entries:
            continue
        known = list(_entries(reading, tables, platforms, pages))
        entries.update((key, value) for key, value in known if key not in entries)
        if reading.note and (known or not entries):
            notes[reading.note[0].upper() + reading.note[1:] + "."] = None
    if len({value.platform for value in entries.values()}) > 1 or len(entries) > 1:
        notes[SURE] = None
    return Explanation(query, tuple(entries.values()), tuple(notes) if entries else ())


def _entries(
    reading: Reading, tables: Tables, platforms: tuple[str, ...], pages: Pages | None
) -> Iterator[tuple[Row | ErrorEntry, ErrorEntry]]:
    if reading.kind == "rule":
        page = pages(reading.value) if pages else None
        if page:
            yield page, page
        return
    for row in rows(tables, reading):
        platform = _platform(row, reading.platforms, platforms)
        if platform:
            yield row, entry(tables, row, platform, full=True)


def _platform(row: Row, limited: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    """The platform to show a row under: the one asked for, "" if the row is of none of those."""
    for word in wanted or row.platforms:
        if word in row.platforms and (not limited or word in limited):
            return word
    return ""


def beside_words(query: str, tables: Tables, platform: str | None) -> Explanation:
    """The one code in a query that has platform words and words such as "error code" around it."""
    from ssldiag.errors import context

    wanted = (platform,) if platform else context.platforms(query)
    words = [word for word in _BETWEEN.split(context.without_platforms(query)) if word]
    codes = [word for word in words if word.lower() not in _GLUE]
    if len(codes) != 1 or (len(words) == 1 and not wanted):
        return Explanation(query, ())
    return one(query, readings(codes[0]), tables, wanted)


_BETWEEN = re.compile(r"[\s=:,;()\"']+")
_GLUE = {
    *(
        "error",
        "errors",
        "code",
        "codes",
        "rc",
        "return",
        "reason",
        "status",
        "message",
        "msg",
        "msgid",
        "alert",
    ),
    *("ssl", "tls", "gsk", "gskit", "handshake", "failed", "with", "is", "was", "the", "on", "from", "in"),
}
"""Words around a code that say nothing more about it."""


_RANGES = {
    "system-ssl": "134CCxxx is a return code of a System SSL function (z/VM, z/OS);"
    " the tables lack this one.",
    "cms": "03353xxx and 014CExxx are certificate management codes of System SSL (z/VM, z/OS);"
    " the tables lack this one.",
}
"""What is known of a code whose range is known, and nothing else."""


def unknown(query: str, tables: Tables, platform: str | None) -> Explanation:
    """Nothing is known: where the code is known elsewhere, and what is spelled like it."""
    from ssldiag.errors.suggest import suggestions

    notes: list[str] = []
    read = readings(query)
    if platform:
        others = sorted({word for value in one(query, read, tables).entries for word in (value.platform,)})
        if others:
            listed = ", ".join(PLATFORMS[word] for word in others)
            notes.append(f"Not known on {PLATFORMS[platform]}; known on {listed}.")
    notes += [_RANGES[reading.kind] for reading in read if reading.kind in _RANGES]
    told = (reading.note for reading in read if reading.note and reading.kind != "perhaps-hex")
    notes += [f"{note[0].upper()}{note[1:]}." for note in told]
    return Explanation(query, (), tuple(dict.fromkeys(notes)), tuple(suggestions(query, tables)))
