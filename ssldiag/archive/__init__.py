"""A folder or an archive in, its files out one by one, or why one cannot be taken; nothing goes to disk.

Archives are read by this code, not by ``tarfile`` and ``zipfile``: members are opened later, in any order,
with no handle kept open; every header is bounded before memory is spent on it; and one bad member or name
leaves the others alone.
"""

from ssldiag.archive.entry import Entry, Item, moment, shown, unreadable
from ssldiag.archive.folder import open_file, walk
from ssldiag.archive.formats import format_of, holds_tar, members, unsupported
from ssldiag.archive.limits import MIB, ArchiveError, Budget, Limits

__all__ = [
    "MIB",
    "ArchiveError",
    "Budget",
    "Entry",
    "Item",
    "Limits",
    "format_of",
    "holds_tar",
    "members",
    "moment",
    "open_file",
    "shown",
    "unreadable",
    "unsupported",
    "walk",
]
