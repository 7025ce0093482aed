"""Which file of the snapshot a path on the host means, and what is known of one that is not in it.

A snapshot may hold a tree as it stands on the host, the same below a folder, or a few files without their
folders. That a file does not exist on the host is only said where the collector looked for it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from ssldiag.facts.core import Facts
from ssldiag.facts.linux_documents import documents
from ssldiag.model import FilePlace, Place, Source
from ssldiag.readers.linux.local import LocalFile

FOUND, ABSENT, UNREADABLE, UNKNOWN = "found", "absent", "unreadable", "not collected"

STATES = {"taken": FOUND, "described": FOUND, "absent": ABSENT, "unreadable": UNREADABLE}
"""What the collector says of a file, in the words of :class:`HostFile`."""

_DRIVE = re.compile(r"^[A-Za-z]:(?=[/\\])")


@dataclass(frozen=True, slots=True)
class HostFile:
    """A file of the host. ``state``: ``found`` (its content or a description of it is here), ``absent``
    (the collector looked, and it is not there), ``unreadable`` (it is there, the collector may not read it)
    or ``not collected``.

    ``opens``: whether a stash file opens its database, where the collector told.
    """

    path: str
    state: str
    place: Place | None = None
    source: Source | None = None
    size: int | None = None
    mode: int | None = None
    changed: datetime | None = None
    opens: bool | None = None
    reason: str = ""

    @property
    def found(self) -> bool:
        """Whether its content or a description is here."""
        return self.state == FOUND


@dataclass(frozen=True)
class LinuxFiles:
    """All files of the snapshot and of the collector's list, to be asked by their path on the host.

    ``collected_here``: the collector made this snapshot, so that it knows which files are not there.
    """

    sources: tuple[Source, ...]
    collected_here: bool
    _by_name: dict[str, list[Source]] = field(repr=False, compare=False)
    _by_path: dict[str, tuple[LocalFile, Place]] = field(repr=False, compare=False)

    def find(self, path: str) -> HostFile:
        """What is known of a path as a product's configuration names it."""
        wanted = normal(path)
        if not wanted:
            return HostFile(path, UNKNOWN)
        source = self._source(wanted)
        row = self._by_path.get(wanted)
        if source is not None:
            return of_source(wanted, source, row[0] if row else None)
        if row is None:
            return HostFile(wanted, UNKNOWN)
        told, place = row
        state = STATES.get(told.state, UNKNOWN)
        return HostFile(
            wanted, state, place, None, told.size, told.mode, told.changed, told.opens, told.reason
        )

    def _source(self, wanted: str) -> Source | None:
        """The source of this path: the whole path or its end; else the only one of that name, without
        folders.
        """
        folders, _, name = wanted.rpartition("/")
        named = self._by_name.get(name, [])
        exact = [item for item in named if f"/{item.path}".endswith(f"/{wanted}")]
        if exact:
            return min(exact, key=lambda item: len(item.path))
        loose = [item for item in named if f"/{folders}".endswith(f"/{folder(item)}".rstrip("/"))]
        flat = loose or [item for item in named if item.path.count("/") <= 1]
        return flat[0] if len(flat) == 1 and len(named) == 1 else None


def folder(source: Source) -> str:
    """What stands before the name, empty for a file at the top."""
    return source.path.rpartition("/")[0]


def of_source(path: str, source: Source, told: LocalFile | None) -> HostFile:
    """A file that is in the snapshot; what the collector said of it counts before what the archive says."""
    return HostFile(
        path,
        FOUND,
        FilePlace(source.path),
        source,
        told.size if told and told.size is not None else source.size,
        told.mode if told and told.mode is not None else source.mode,
        told.changed if told and told.changed else source.taken,
        told.opens if told else None,
    )


def normal(path: str) -> str:
    """A path relative to the root of the host, with ``/`` between its parts; empty for one that leads out
    of it.

    >>> normal("/opt/IBM//HTTPServer/../x.kdb"), normal("C:\\\\keys\\\\x.kdb"), normal("../x")
    ('opt/IBM/x.kdb', 'keys/x.kdb', '')
    """
    plain = posixpath.normpath(_DRIVE.sub("", path.strip()).replace("\\", "/").lstrip("/") or ".")
    return "" if plain in (".", "..") or plain.startswith("../") or "\0" in plain else plain


def build(facts: Facts) -> Iterator[LinuxFiles]:
    """The one fact of this type."""
    rows: list[tuple[LocalFile, Place]] = [
        (row, document.place)
        for document in documents(facts, "linux_local")
        for row in document.rows
        if isinstance(row, LocalFile)
    ]
    by_name: dict[str, list[Source]] = {}
    for source in facts.snapshot.sources:
        by_name.setdefault(source.name, []).append(source)
    by_path = {normal(row.path): (row, place) for row, place in reversed(rows)}
    yield LinuxFiles(facts.snapshot.sources, any(documents(facts, "linux_local")), by_name, by_path)


def files(facts: Facts) -> LinuxFiles:
    """The files of the snapshot."""
    return facts.all(LinuxFiles)[0]
