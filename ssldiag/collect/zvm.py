"""Rows of files and a way in; what a z/VM host gave of them out, and the zip of it that doctor reads.

A file that is not there is a row of the manifest, and the next is asked for. Where the session ends early,
what came whole is kept.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from ssldiag.collect import zvm_session
from ssldiag.collect.ibmi_pase import MANIFEST, SCHEMA, Row, Tell
from ssldiag.collect.zvm_clean import NotKept, kept
from ssldiag.collect.zvm_control import Bounds, Door
from ssldiag.collect.zvm_list import Wanted
from ssldiag.collect.zvm_listing import Entry, chosen, entries
from ssldiag.collect.zvm_session import Lost, Refused, Session, TooMuch

MOST_FILES = 500
"""Files of a host: a pool of a hundred servers with a few consoles each."""

MOST_BYTES = 256 * 1024 * 1024
"""Of all files together; they are held in memory."""

CUT_KEPT = (".CONSOLE", ".LOG", ".LISTING")
"""File types of which the beginning is worth keeping: what counts in a log is how the machine started."""

DiskPassword = Callable[[str], str]
"""The read password of a minidisk, by its directory; an empty text if there is none."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: ``kept`` with its bytes, or why not. ``listed``: what the listing says of it."""

    row: Wanted
    name: str
    said: str
    data: bytes | None = None
    listed: str = ""


@dataclass
class Collection:
    """Files by their names in the zip, a row for each that was asked for; ``lost`` is why it ended early."""

    files: dict[str, bytes] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    greeting: str = ""
    protocol: str = ""
    lost: str = ""
    begun: list[Wanted] = field(default_factory=list)

    def add(self, outcome: Outcome) -> str:
        """Take an outcome down; the line that tells of it."""
        file, data = "", outcome.data or b""
        if outcome.data is not None:
            file = _name(outcome.row, outcome.name, self.files)
            self.files[file] = data
        row: Row = {"directory": outcome.row.directory, "name": outcome.name, "type": outcome.row.type}
        row |= {"listed": outcome.listed, "file": file, "bytes": len(data), "outcome": outcome.said}
        self.rows.append(row)
        self.begun.append(outcome.row)
        size = f", {len(data):,} bytes" if file else ""
        return f"{outcome.row.directory} {outcome.name}: {outcome.said}{size}"

    def room(self) -> str:
        """Why no further file is taken, or nothing."""
        if len(self.files) >= MOST_FILES:
            return f"more than {MOST_FILES} files"
        whole = sum(map(len, self.files.values()))
        return f"more than {MOST_BYTES:,} bytes together" if whole >= MOST_BYTES else ""


def collect(
    door: Door, rows: tuple[Wanted, ...], bounds: Bounds, disk_password: DiskPassword, tell: Tell
) -> Collection:
    """Ask for every row. Raises Lost if the session cannot begin."""
    found = Collection()
    with zvm_session.opened(door, bounds) as session:
        found.greeting, found.protocol = session.greeting, session.protocol
        tell(f"{door.host}: {found.protocol}; {found.greeting}")
        try:
            for outcome in _outcomes(session, rows, found, disk_password):
                tell(found.add(outcome))
        except Lost as error:
            found.lost = str(error)
            for outcome in _left(rows, found):
                found.add(outcome)
    return found


def _outcomes(
    session: Session, rows: tuple[Wanted, ...], found: Collection, disk_password: DiskPassword
) -> Iterator[Outcome]:
    """Directories in the order of the list; the rows of one together, since CD costs most."""
    for directory in dict.fromkeys(row.directory for row in rows):
        here = tuple(
            row
            for row in rows
            if row.directory == directory and not (row.otherwise and row.name in found.files)
        )
        if not here:
            continue
        try:
            session.change(directory, partial(disk_password, directory))
        except Refused as error:
            yield from (Outcome(row, row.name, str(error)) for row in here)
            continue
        seen: set[str] = set()
        for row, entry in _entries(session, here):
            if isinstance(entry, str):
                yield Outcome(row, row.name, entry)
            elif (key := entry.name if row.in_bytes else entry.name.upper()) not in seen:
                seen.add(key)
                yield _fetched(session, row, entry, found.room())


def _entries(session: Session, rows: tuple[Wanted, ...]) -> Iterator[tuple[Wanted, Entry | str]]:
    """The files that the rows of a directory mean, or why there are none. A listing is asked for once, and
    only if a row needs it."""
    lines: list[str] | None = None
    for row in rows:
        if not row.several:
            yield row, Entry(row.name)
            continue
        try:
            lines = session.listing() if lines is None else lines
        except (Refused, TooMuch) as error:
            yield row, str(error)
            continue
        names = tuple(chosen(entries(lines), row))
        yield from ((row, name) for name in names)
        if not names:
            yield row, "nothing of this name in the listing"


def _fetched(session: Session, row: Wanted, entry: Entry, no_room: str) -> Outcome:
    said, data = "kept", None
    try:
        if no_room:
            raise Refused(no_room)
        data = session.fetch(f"RETR {entry.name}", row.type)
    except Refused as error:
        said = str(error)
    except TooMuch as error:
        logs = entry.name.upper().endswith(CUT_KEPT)
        said, data = (f"cut, {error}", error.data) if logs else (str(error), None)
    try:
        return Outcome(row, entry.name, said, None if data is None else kept(data), entry.said)
    except NotKept as error:
        return Outcome(row, entry.name, str(error), None, entry.said)


def _left(rows: tuple[Wanted, ...], found: Collection) -> list[Outcome]:
    """What was still to come when the session ended; of several files of one row, the rest."""
    reason = f"the session ended before: {found.lost}"
    whole = {row for row in found.begun if not row.several or row is not found.begun[-1]}
    return [Outcome(row, row.name, reason) for row in rows if row not in whole]


def _name(row: Wanted, name: str, taken: dict[str, bytes]) -> str:
    """Its name in the zip; a second file of this name gets its directory in front."""
    own = re.sub(r"[:/\\]", "_", name if row.in_bytes else name.upper())
    if own not in taken and own != MANIFEST:
        return own
    folder = re.sub(r"[^A-Za-z0-9.@#$_+-]+", "_", row.directory).strip("._") or "other"
    return next(
        path
        for number in range(1, MOST_FILES + 2)
        if (path := f"{folder}/{own}" if number == 1 else f"{folder}_{number}/{own}") not in taken
    )


def packed(found: Collection, now: datetime, host: str) -> bytes:
    """The zip: the files and the manifest."""
    came = {row["name"] for row in found.rows if row["file"]}
    missing = list(dict.fromkeys(str(row["name"]) for row in found.rows if row["name"] not in came))
    manifest = {
        "schema": SCHEMA,
        "collected_at": now.isoformat(timespec="seconds"),
        "host": host,
        "greeting": found.greeting,
        "protocol": found.protocol,
        "ended_early": found.lost or None,
        "files": sorted(found.files),
        "missing": missing,
        "asked": found.rows,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        text = json.dumps(manifest, indent=1, ensure_ascii=True)
        for name, data in (*sorted(found.files.items()), (MANIFEST, text.encode("ascii"))):
            archive.writestr(name, data)
    return buffer.getvalue()
