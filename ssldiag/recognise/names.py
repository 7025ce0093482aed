"""A path in; the kind that its name suggests, or its CMS file name and type, out. No file is looked at."""

from __future__ import annotations

import re

_NAMES = (
    (r"(?:read ?me|licen[cs]e|copying|notice|changes|changelog)(?: rst| html?)?$|.*\bmd$", "note"),
    (r".*\bp?cap(?:ng)? (?:gz|xz|bz2|zst)$", "capture"),
    (r"ssldiag toml$", "note"),  # this program's own settings
    (
        r".*\bplaninfo\b|profile stcpip\b|tcpip sdata\b",
        "note",
    ),  # a plan of SSLPOOL, samples: not in use
    (r".*\bdtcparms\b", "dtcparms"),
    (r".*\btcpip data\b", "tcpip_data"),
    (r".*\bsrvrftp config\b", "srvrftp_config"),
    (r".*\bsmtp config\b", "smtp_config"),
    (r"autolog\S* exec\b", "autolog_exec"),
    (r".*\bdirect(?: [a-z][0-9]?)?$", "user_direct"),
    (r"\S+ tcpip(?: [a-z][0-9]?)?$", "profile_tcpip"),
    (r".*\b(?:console|log)\b", "transcript"),
)
"""Names, in lower case with blanks for dots and hyphens, and what they suggest. The first that fits wins."""

_FILETYPES = frozenset({"DTCPARMS", "TCPIP", "DATA", "DIRECT", "CONFIG", "EXEC", "CONSOLE"})
"""File types before which ``_`` or ``-`` may stand for a blank; elsewhere these are letters of a CMS name."""

_EXPORTED = re.compile(r"\.(?:txt|text|asc|ascii|ebc|ebcdic|utf-?8)$", re.IGNORECASE)
_REMARK = re.compile(r"\([^()]*\)")
_BACKUP = re.compile(r"(?:~|[._ -](?:bak|old|orig|save?)[0-9]*)$", re.IGNORECASE)
_BACKUP_TYPES = ("OLD", "BAK", "SAV")  # ends of CMS file types: DTCPOLD, TCPIPBAK
_LONGEST = 255  # characters of a name: what file systems take; an archive may say anything
_CMS_PART = re.compile(r"[A-Z0-9@#$+:_-]{1,8}")
_FILE_MODE = re.compile(r"[A-Z][0-6]?")


def cms_name(path: str) -> tuple[str, str] | None:
    """File name and file type as CMS has them, in upper case, or None if the path has no such form.

    ``SYSTEM.DTCPARMS``, ``SYSTEM DTCPARMS D1``, ``system_dtcparms.txt``, ``system-dtcparms (2)``: one name.

    >>> cms_name("host/system dtcparms.txt")
    ('SYSTEM', 'DTCPARMS')
    """
    parts = _without_mode(path)
    if len(parts) == 2 and all(_CMS_PART.fullmatch(part) for part in parts):
        return parts[0], parts[1]
    return None


def by_name(path: str) -> str | None:
    """The kind that the name suggests."""
    plain = re.sub(r"[\s._-]+", " ", _bare(path).lower())
    return next((kind for pattern, kind in _NAMES if re.match(pattern, plain)), None)


_COPY = re.compile(
    r"\.(?:conf|ini|xml|opt|sys|props|cfg)[._-](?:default|rpm(?:save|new|orig)|dpkg-\w{3,10}|[0-9]{6,14}|[0-9]{4}-[0-9]{2}-[0-9]{2})$",
    re.IGNORECASE,
)


def is_copy(path: str) -> bool:
    """Whether a file of a Linux product is the shipped or an earlier one: packages and people name them so.

    >>> is_copy("conf/httpd.conf.default"), is_copy("conf/httpd.conf.20260102"), is_copy("conf/httpd.conf")
    (True, True, False)
    """
    return _COPY.search(path[-_LONGEST:]) is not None


def is_backup(path: str) -> bool:
    """Whether the name is a backup copy's: ``SYSTEM.DTCPARMS.bak``, ``PROFILE TCPIPOLD D1``, ``tcpip.data~``.

    >>> is_backup("host/SYSTEM.DTCPOLD"), is_backup("old/SYSTEM.DTCPARMS")
    (True, False)
    """
    parts = _without_mode(path)
    return bool(_BACKUP.search(" ".join(parts))) or (len(parts) == 2 and parts[1].endswith(_BACKUP_TYPES))


def last_part(path: str) -> str:
    """What follows the last ``/``."""
    return path.rsplit("/", 1)[-1]


def _bare(path: str) -> str:
    """The last part, without what an export or a browser adds: ``.txt``, remarks in parentheses."""
    return _REMARK.sub("", _EXPORTED.sub("", last_part(path)[-_LONGEST:])).strip()


def _without_mode(path: str) -> list[str]:
    """The parts of the name in upper case, without the file mode that may end it."""
    parts = _parts(_bare(path).upper())
    return parts[:2] if len(parts) == 3 and _FILE_MODE.fullmatch(parts[2]) else parts


def _parts(name: str) -> list[str]:
    for separator in (None, "."):
        parts = name.split(separator)
        if len(parts) > 1:
            return parts
    words = re.split("[_-]", name)
    return words if len(words) in (2, 3) and words[1] in _FILETYPES else [name]
