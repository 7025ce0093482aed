"""One file of a folder or archive before anyone looked into it; and what a member's name may not be."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from ssldiag.model import FilePlace, Unreadable

_LONGEST_NAME = 4_096  # PATH_MAX of Linux
_DRIVE = re.compile(r"[A-Za-z]:")
_PASSED_OVER = frozenset({".git", ".hg", ".svn", ".bzr", "CVS", "__MACOSX"})


@dataclass(frozen=True, slots=True)
class Entry:
    """``path`` is relative, with ``/``. ``head``: its first bytes, where opening it again takes long."""

    path: str
    size: int
    opener: Callable[[], BinaryIO]
    taken: datetime | None = None
    mode: int | None = None
    head: bytes | None = None


Item = Entry | Unreadable


def unreadable(path: str, reason: str) -> Unreadable:
    """A file that is not taken in, and why."""
    return Unreadable(FilePlace(path), reason)


def is_passed_over(path: str) -> bool:
    """Whether a path lies in a folder of version control or of an archiver's own notes."""
    return not _PASSED_OVER.isdisjoint(path.split("/"))


def member_path(name: str) -> str:
    """The path of an archive member. Raises ValueError for a name that could leave the archive's folder."""
    if "\0" in name:
        raise ValueError("has a NUL character in its name")
    if name.startswith(("/", "\\")) or _DRIVE.match(name):
        raise ValueError("has an absolute path for its name")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in name.replace("\\", "/").split("/"):
        raise ValueError("has a name that leads out of the archive")
    if not parts or len(name) > _LONGEST_NAME:
        raise ValueError("has a name that is empty or too long")
    return "/".join(parts)


def leads_out(path: str, target: str) -> bool:
    """Whether a symbolic link at ``path`` (relative) leads out of the folder that holds everything."""
    if target.startswith(("/", "\\")) or _DRIVE.match(target):
        return True
    depth = path.count("/")
    for part in target.split("/"):
        depth += -1 if part == ".." else 0 if part in ("", ".") else 1
        if depth < 0:
            return True
    return False


def shown(name: bytes) -> str:
    """A name from bytes; what is not UTF-8 shows with backslash escapes."""
    return name.decode("utf-8", "backslashreplace")


def moment(seconds: float) -> datetime | None:
    """A time stamp of a file, or None for one that no calendar has."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None
