"""A folder, a zip or tar archive or one file in; a snapshot of recognised sources out, nothing extracted.

What cannot be taken in is listed with its reason and the rest is kept. Of archives inside, one level is
opened. Of each file, only as much is read as it takes to recognise it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from ssldiag.archive import (
    MIB,
    ArchiveError,
    Budget,
    Entry,
    Item,
    Limits,
    format_of,
    holds_tar,
    members,
    moment,
    open_file,
    shown,
    unreadable,
    unsupported,
    walk,
)
from ssldiag.model import Snapshot, Source, Unreadable
from ssldiag.recognise import recognise
from ssldiag.text import detect

_GLANCE = 8 * 1024
"""Bytes read of each file: enough for most, and quick for a folder of 10,000."""

_LOOK = 64 * 1024
"""Bytes read where the first glance does not tell: a log may begin with screens of anything."""

_DOCUMENTS = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".jar", ".war", ".whl", ".apk")
"""Files that are zip archives and not meant as such."""

Opener = Callable[[], BinaryIO]
Result = Source | Unreadable


class SnapshotError(OSError):
    """A path that gives no snapshot at all; the text is one sentence that names it."""


def open_snapshot(path: Path, limits: Limits | None = None) -> Snapshot:
    """Take in a folder, a .zip, .tar, .tar.gz, .tar.xz (told by content) or one file.

    Raises SnapshotError if there is nothing at ``path``, if it cannot be read, or if it is packed otherwise.
    Reading from a source's ``opener`` later may still raise OSError: the file may be gone, a member damaged.
    """
    real, status = _find(path)
    budget = Budget(limits or Limits())
    try:
        if stat.S_ISDIR(status.st_mode):
            with os.scandir(real):  # raises OSError if it may not be listed
                return _snapshot(_name(real), _results(walk(real, budget), budget, in_files=True))
        return _of_file(real, status, budget)
    except ArchiveError as error:
        raise SnapshotError(f"{path} {error}.") from None
    except OSError as error:
        raise SnapshotError(f"{path} cannot be read: {error.strerror or error}.") from None


def open_packed(name: str, data: bytes, limits: Limits | None = None) -> Snapshot:
    """Take in a zip archive that is in memory already. Raises ArchiveError."""
    if format_of(data) != "zip":
        raise ArchiveError("is no zip archive")
    return _of_archive(name, "zip", partial(BytesIO, data), len(data), Budget(limits or Limits()))


def _find(path: Path) -> tuple[str, os.stat_result]:
    try:
        real = os.path.realpath(path)
        return real, os.stat(real)
    except FileNotFoundError:
        raise SnapshotError(f"{path} does not exist.") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the path
        raise SnapshotError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from None


def _name(path: str) -> str:
    """The last part of a path, as text that can be printed."""
    return shown(os.fsencode(os.path.basename(path) or path))


def _of_file(path: str, status: os.stat_result, budget: Budget) -> Snapshot:
    name, opener = _name(path), partial(open_file, path)
    head = _read(opener, _LOOK)
    form, foreign = format_of(head), unsupported(head)
    if foreign:
        raise ArchiveError(f"is packed with {foreign}, which is not supported: unpack it first")
    if form == "zip" or (form and holds_tar(form, partial(BytesIO, head), budget)):
        return _of_archive(name, form, opener, status.st_size, budget)
    if form:
        raise ArchiveError(f"is packed with {form} and holds no tar archive: unpack it first")
    mode, taken = stat.S_IMODE(status.st_mode), moment(status.st_mtime)
    entry = Entry(name, status.st_size, opener, taken, mode)
    return _snapshot(name, iter((_source(entry, head),)))


def _of_archive(name: str, form: str, opener: Opener, size: int, budget: Budget) -> Snapshot:
    """What an archive holds. Raises ArchiveError if it is damaged from the start."""
    found = _results(members(form, opener, size, budget), budget, in_files=False)
    snapshot = _snapshot(name, _to_the_end(name, found))
    first = next(iter(snapshot.unreadable), None)
    if first and not snapshot.sources and str(first.place) == name:
        raise ArchiveError(first.reason)
    return snapshot


def _to_the_end(name: str, results: Iterator[Result]) -> Iterator[Result]:
    """The same; at last, if the archive cannot be read on, that."""
    try:
        yield from results
    except ArchiveError as error:
        yield unreadable(name, str(error))


def _snapshot(name: str, results: Iterator[Result]) -> Snapshot:
    """Everything in the order of its path; of two sources of one path, the first."""
    sources: dict[str, Source] = {}
    unread: list[Unreadable] = []
    for item in results:
        if isinstance(item, Unreadable):
            unread.append(item)
        elif item.path in sources:
            unread.append(unreadable(item.path, "is there twice; the first one is used"))
        else:
            sources[item.path] = item
    ordered = tuple(sources[path] for path in sorted(sources))
    return Snapshot(name, ordered, tuple(sorted(unread, key=lambda item: str(item.place))))


def _results(items: Iterator[Item], budget: Budget, in_files: bool, inside: bool = False) -> Iterator[Result]:
    """Sources; of archives among them (unless already ``inside`` one of these), what they hold.

    ``in_files``: the items are files of their own, in which an archive can be read from any place.
    """
    for item in items:
        if isinstance(item, Unreadable):
            yield item
            continue
        try:
            head = _read(item.opener, _GLANCE) if item.head is None else item.head
            form = _archive_format(item, head, budget)
            if not form:
                yield _source(item, head)
            elif inside:
                yield unreadable(
                    item.path, "is an archive inside an archive inside another: only one level is opened"
                )
            else:
                held = item if in_files else _held(item, budget)
                found = members(form, held.opener, item.size, budget)
                below = (_below(item.path, member) for member in found)
                yield from _results(below, budget, in_files=False, inside=True)
        except ArchiveError as error:
            yield unreadable(item.path, str(error))
        except OSError as error:
            yield unreadable(item.path, f"cannot be read: {error.strerror or error}")


def _archive_format(entry: Entry, head: bytes, budget: Budget) -> str | None:
    form = format_of(head)
    if form == "zip":
        return None if entry.path.lower().endswith(_DOCUMENTS) else form
    return form if form and holds_tar(form, partial(BytesIO, head), budget) else None


def _held(entry: Entry, budget: Budget) -> Entry:
    """An archive inside an archive, in memory, because it must be read from any place."""
    if not budget.hold(entry.size, most=budget.limits.held):
        raise ArchiveError(f"is an archive of {entry.size // MIB:,} MiB inside another: unpack it first")
    return replace(entry, opener=partial(BytesIO, _read(entry.opener, entry.size)))


def _below(path: str, item: Item) -> Item:
    """A member of the archive at ``path`` with its path in the snapshot."""
    if isinstance(item, Entry):
        return replace(item, path=f"{path}/{item.path}")
    return unreadable(f"{path}/{item.place}", item.reason)


def _source(entry: Entry, head: bytes) -> Source:
    encoding, kind, why = _recognised(entry, head)
    if len(head) < min(entry.size, _LOOK) and (kind in ("unknown", "pem") or why.startswith("name")):
        encoding, kind, why = _recognised(entry, _read(entry.opener, _LOOK))
    return Source(entry.path, kind, why, entry.size, entry.opener, encoding, entry.taken, entry.mode)


def _recognised(entry: Entry, head: bytes) -> tuple[str | None, str, str]:
    encoding = detect(head, entry.size)
    return encoding, *recognise(entry.path, head, entry.size, encoding)


def _read(opener: Opener, size: int) -> bytes:
    with opener() as stream:
        return stream.read(size)
