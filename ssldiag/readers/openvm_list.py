"""OPENVM LIST (OWN: lines in, one row a BFS object out, with owner, group and permission bits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ssldiag.model import Located, Place, TextPlace
from ssldiag.readers import console_lines
from ssldiag.readers.stamped import without_stamps
from ssldiag.text import Line


@dataclass(frozen=True, slots=True)
class BfsObject:
    """One object: ``permissions`` nine characters ``rw-r-----``; ``type`` F, D, L; ``directory`` of the
    command if shown.

    A listing without OWN shows neither owner nor permissions: these are then empty texts, which say nothing.
    """

    name: Located[str]
    owner: str
    group: str
    permissions: Located[str]
    type: str
    directory: str | None = None
    updated: str | None = None


@dataclass(frozen=True, slots=True)
class OpenvmListing:
    """One listing."""

    place: Place
    directory: str | None
    objects: tuple[BfsObject, ...]


PERMISSIONS = r"[r-][w-][xsS-][ \t]?[r-][w-][xsS-][ \t]?[r-][w-][xtT-]"
OWNED = re.compile(
    rf"[ \t]*(?P<owner>\S+)[ \t]+(?:(?P<group>\S{{1,32}})[ \t]+)?(?P<permissions>{PERMISSIONS})"
    r"[ \t]+(?P<type>[A-Z]{1,5})[ \t]+(?P<tail>\S.*)"
)
DATED = re.compile(
    r"[ \t]*(?P<updated>\d\d[/-]\d\d[/-](?:\d\d){1,2}[ \t]+\d\d:\d\d(?::\d\d)?)"
    r"[ \t]+(?P<type>[A-Z]{1,5})[ \t]+(?P<tail>\S.*)"
)
UPDATED = re.compile(r"\d\d[/-]\d\d[/-](?:\d\d){1,2}[ \t]+\d\d:\d\d(?::\d\d)?")
DIRECTORY = re.compile(r"[ \t]*Directory[ \t]*=[ \t]*'(?P<path>[^']*)'")
TYPED = re.compile(r"(?i:list\w{0,4})[ \t]+(?P<quote>['\"]?)(?P<path>[^\s('\"]+)")
LONGEST = 4_000
"""Columns looked at: a path name has at most 1,023 bytes (POSIX PATH_MAX in CMS OpenExtensions)."""


def parse(lines: Sequence[Line]) -> OpenvmListing:
    """Read one listing (CMS OpenExtensions, OPENVM LISTFILE with OWNER)."""
    directory: str | None = None
    objects: list[BfsObject] = []
    for line in without_stamps(lines):
        if len(line.text) > LONGEST:
            continue
        shown = directory_of(line.text)
        if shown is not None:
            directory = shown
            continue
        match = OWNED.match(line.text) or DATED.match(line.text)
        if match:
            objects.append(replace(row(line, match), directory=directory))
    directories = {item.directory for item in objects}
    place = lines[0].place() if lines else TextPlace("", 1)
    return OpenvmListing(place, directories.pop() if len(directories) == 1 else directory, tuple(objects))


def directory_of(text: str) -> str | None:
    """The directory that a heading or the command above names; a command that names none lists an unknown
    one."""
    match = DIRECTORY.match(text)
    if match:
        return match["path"]
    echo = console_lines.echo(text)
    if echo is None or echo.name != "openvm":
        return None
    typed = TYPED.match(echo.operands)
    return typed["path"] if typed else None


def row(line: Line, match: re.Match[str]) -> BfsObject:
    """One object. The name is in quotes, or the last word; what else stands behind the type may hold the
    date."""
    parts = match.groupdict()
    start, end = name_span(line.text, match.start("tail"))
    updated = parts.get("updated") or first_date(line.text[match.start("tail") : start])
    bits = Located("", line.place())
    if parts.get("permissions"):
        bits = Located(re.sub(r"\s", "", parts["permissions"]), line.place(*match.span("permissions")))
    return BfsObject(
        line.located(start, end),
        parts.get("owner") or "",
        parts.get("group") or "",
        bits,
        parts["type"],
        updated=" ".join(updated.split()) if updated else None,
    )


def name_span(text: str, start: int) -> tuple[int, int]:
    """Where the name stands in the last part of a row."""
    first, last = text.find("'", start), text.rfind("'")
    if 0 <= first < last:
        return first + 1, last
    end = len(text.rstrip())
    return max(start, text.rfind(" ", start, end) + 1, text.rfind("\t", start, end) + 1), end


def first_date(text: str) -> str | None:
    """A date and time in the columns between type and name."""
    match = UPDATED.search(text)
    return match[0] if match else None
