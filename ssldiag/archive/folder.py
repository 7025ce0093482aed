"""A folder in, its files out in the order of their paths; links are not followed, devices not opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import BinaryIO

from ssldiag.archive.entry import Entry, Item, is_passed_over, moment, shown, unreadable
from ssldiag.archive.limits import ArchiveError, Budget

# Neither wait for the writer of a pipe nor follow a link put there since the folder was listed.
_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)


def open_file(path: str) -> BinaryIO:
    """A stream of a regular file. Raises OSError for anything else."""
    descriptor = os.open(path, _FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise ArchiveError("is not a regular file")
    return os.fdopen(descriptor, "rb")


def walk(root: str, budget: Budget) -> Iterator[Item]:
    """The files below ``root``, which must be a real path, each with its path below it."""
    yield from _folder(root, root, "", budget)


def _folder(root: str, folder: str, prefix: str, budget: Budget) -> Iterator[Item]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(islice(found, budget.rest + 1), key=lambda entry: entry.name)
    except OSError as error:
        yield unreadable(prefix.rstrip("/") or ".", _reason(error))
        return
    for entry in entries:
        path = prefix + shown(os.fsencode(entry.name))
        if is_passed_over(path):
            continue
        if not budget.has_room():
            yield unreadable(prefix.rstrip("/") or ".", budget.too_many)
            return
        yield from _entry(root, entry, path, budget)


def _entry(root: str, entry: os.DirEntry[str], path: str, budget: Budget) -> Iterator[Item]:
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        yield unreadable(path, _reason(error))
        return
    if stat.S_ISDIR(status.st_mode):
        if path.count("/") < budget.limits.depth:
            yield from _folder(root, entry.path, path + "/", budget)
        else:
            yield unreadable(path, f"lies more than {budget.limits.depth} folders deep")
    elif stat.S_ISLNK(status.st_mode):
        yield from _link(root, entry, path)
    elif stat.S_ISSOCK(status.st_mode):
        return  # a name to connect to, with no content that could be lost
    elif not stat.S_ISREG(status.st_mode):
        yield unreadable(path, "is a device or a pipe, which are not read")
    elif reason := budget.refuse(path, status.st_size):
        yield unreadable(path, reason)
    else:
        opener = partial(open_file, entry.path)
        yield Entry(path, status.st_size, opener, moment(status.st_mtime), stat.S_IMODE(status.st_mode))


def _link(root: str, entry: os.DirEntry[str], path: str) -> Iterator[Item]:
    """Nothing for a link to something inside, which is met by its own name."""
    target = os.path.realpath(entry.path)
    if os.path.commonpath((root, target)) != root:
        yield unreadable(path, "is a link that leads out of the folder")
    elif not os.path.exists(target):
        yield unreadable(path, "is a link to nothing")


def _reason(error: OSError) -> str:
    return f"cannot be read: {error.strerror or error}"
