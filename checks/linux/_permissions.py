"""What the checks of files that every user may read or change share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from linux._uses import LOOKED, database_name
from ssldiag.api import Facts, Finding, HostFile, KeyUse, Undecided, finding

READ, CHANGE = 0o004, 0o002
"""Bits of permission for others."""

MAY = {READ: "read", CHANGE: "change", READ | CHANGE: "read and change"}


def open_to_all(
    facts: Facts, code: str, what: str, file_of: Callable[[KeyUse], HostFile | None]
) -> Iterator[Finding]:
    """A finding for each of these files that others may read or write. Raises Undecided where no mode is
    known; ``what`` is the kind of file in the singular, as in a sentence.
    """
    known = {
        file.path: (file.mode, item)
        for item in facts.all(KeyUse)
        if (file := file_of(item)) and file.mode is not None
    }
    if not known:
        raise Undecided(f"the permissions of the {what}s are not known", LOOKED)
    for path, (mode, item) in known.items():
        may = MAY.get(mode & (READ | CHANGE))
        if may:
            yield finding(
                code,
                f"every user may {may} the {what} /{path} (mode {mode & 0o777:04o})",
                (item.keyfile, "the key database is named here"),
                about=(database_name(item), path),
            )
