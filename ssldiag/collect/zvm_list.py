"""What to take from a z/VM host: the built-in list, or the text of the user's own, in; rows of directory,
name and type out.

Nothing is asked of a host here. Rows that name what must never leave it are refused before anybody connects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

TYPES = {"ascii": "A", "ebcdic": "E", "binary": "I"}
"""Words of a list, and the representation types that they ask for (RFC 959, 3.1.1)."""

MOST_ROWS = 500
"""Rows of a list: the built-in one has some twenty, a pool of a hundred servers a hundred consoles more."""

LONGEST_LIST = 256 * 1024
"""Bytes of a list: five hundred rows of the longest names."""

LONGEST_DIRECTORY = 255
LONGEST_NAME = 128
"""Characters. SFS names have eight levels of sixteen; names in the byte file system may be longer, but key
databases are not called so."""

MOST_STARS = 3
"""In one name: more say nothing that fewer do not, and take long to compare."""

NEVER = re.compile(r"(?:.*[.\s])?(?:STH|WITHPASS|KEY)", re.IGNORECASE)
"""File types that are not asked for: the stashed password (GSKit), the directory with passwords (DirMaint,
DIRM USER WITHPASS), and private keys."""

USER = re.compile(r"[A-Za-z0-9@#$_+:-]{1,8}(?:[./](?i:BY)[./][A-Za-z0-9@#$_+:-]{1,8})?")
"""A user id of CP, which has at most eight characters, as it is or with BY and another one."""

_STORE = re.compile(r".*\.(?:KDB|RDB|CRL|P12|PFX)", re.IGNORECASE)
"""Key databases: binary, whatever a row says or does not say."""

_DIRECTORY = re.compile(r"[A-Za-z0-9@#$_+:./-]{1,255}")
_NAME = re.compile(r"[A-Za-z0-9@#$_+:.*?-]{1,128}")
_COMMENT = ("#", "*", ";")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file, or several where ``name`` has ``*`` or ``?``. ``directory`` as the FTP server takes it in CD:
    ``TCPMAINT.198``, ``VMSYSU:GSKADMIN.``, ``/../VMBFS:VMSYSU:GSKSSLDB/``. ``otherwise``: only if no file of
    this name came before.
    """

    directory: str
    name: str
    type: str = "ascii"
    otherwise: bool = False

    @property
    def several(self) -> bool:
        """Whether a listing is needed to know the names."""
        return "*" in self.name or "?" in self.name

    @property
    def in_bytes(self) -> bool:
        """Whether the directory is in the byte file system, where names have upper and lower case."""
        return self.directory.startswith("/")


class BadList(ValueError):
    """A row that cannot be used; the text says which and why."""


BUILT_IN: tuple[tuple[str, str], ...] = (
    ("TCPMAINT.198", "*.DTCPARMS *.TCPIP SRVRFTP.CONFIG SMTP.CONFIG"),
    ("TCPMAINT.591", "IBM.DTCPARMS"),
    ("TCPMAINT.592", "TCPIP.DATA"),
    ("AUTOLOG1.191", "PROFILE.EXEC"),
    ("{user}.191", "USER.DIRECT SSLDIAG.OUTPUT *.CONSOLE"),
    ("TCPMAINT.191", "SSLDIAG.OUTPUT *.CONSOLE"),
    ("GSKADMIN.191", "SSLDIAG.OUTPUT"),
)
"""Directories and names, as ``docs/zvm/collect.md`` tells them. ``{user}`` is who logs on. Where a host has
them elsewhere, the rows are answered with "not there"."""

OTHERWISE = (("PMAINT.2CC", "USER.DIRECT"), ("MAINT.2CC", "USER.DIRECT"))
"""Where the source of the directory usually is without DirMaint; with it, what lies there is old."""


def built_in(user: str) -> tuple[Wanted, ...]:
    """The list for a user who gives no other."""
    own = re.split(r"[./]", user, maxsplit=1)[0].upper()
    rows = (
        Wanted(directory.format(user=own), name) for directory, names in BUILT_IN for name in names.split()
    )
    return (*dict.fromkeys(rows), *(Wanted(*row, otherwise=True) for row in OTHERWISE))


def parse(text: str) -> tuple[Wanted, ...]:
    """The rows of a list: ``DIRECTORY NAME [ascii|ebcdic|binary]``. Raises BadList.

    >>> parse("TCPMAINT.198 PROFILE TCPIP   # a CMS name with a blank")
    (Wanted(directory='TCPMAINT.198', name='PROFILE.TCPIP', type='ascii'),)
    """
    rows = tuple(dict.fromkeys(_rows(text)))
    if not rows:
        raise BadList("there is no row in it")
    if len(rows) > MOST_ROWS:
        raise BadList(f"more than {MOST_ROWS} rows")
    return rows


def _rows(text: str) -> Iterator[Wanted]:
    for number, line in enumerate(text.splitlines(), 1):
        words = [] if line.lstrip().startswith(_COMMENT) else re.split(r"\s#", line)[0].split()
        if words:
            try:
                yield row(words)
            except BadList as error:
                raise BadList(f"line {number}: {error}") from None


def row(words: list[str]) -> Wanted:
    """One row of its words. Raises BadList."""
    kind = words[-1].lower() if words[-1].lower() in TYPES and len(words) > 2 else "ascii"
    names = words[1:-1] if len(words) > 2 and words[-1].lower() in TYPES else words[1:]
    if len(names) not in (1, 2):
        raise BadList("give DIRECTORY NAME [ascii|ebcdic|binary]")
    directory, name = words[0], ".".join(names)
    if len(directory) > LONGEST_DIRECTORY or not _DIRECTORY.fullmatch(directory):
        raise BadList("this directory is none of z/VM")
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        raise BadList("this name is none of z/VM")
    if name.count("*") > MOST_STARS:
        raise BadList(f"at most {MOST_STARS} * in a name")
    if NEVER.fullmatch(name):
        raise BadList(f"{name} holds a password or a key, which is never collected")
    kind = "binary" if _STORE.fullmatch(name) else kind
    return Wanted(directory, "*.*" if name == "*" and not directory.startswith("/") else name, kind)


def listed(rows: tuple[Wanted, ...]) -> Iterator[str]:
    """What would be asked for, a row a line."""
    width = max(len(row.directory) for row in rows)
    for row in rows:
        condition = "  # if none came before" if row.otherwise else ""
        yield f"{row.directory:<{width}}  {row.name:<20}  {row.type}{condition}"
