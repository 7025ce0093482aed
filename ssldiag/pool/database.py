"""The key database of a pool: opened with its stash file or without, as what a server takes from it.

The password is the stash file's (the database's name with ``.sth``); a database without one is tried without
a password. Where KEYFILE names a ``.kdb`` that is not there, ``.p12`` and ``.pem`` of the same name do.
"""

from __future__ import annotations

import errno
import os
from datetime import datetime
from pathlib import Path

from ssldiag.keydb import stash
from ssldiag.keydb.material import Material as Loaded
from ssldiag.keydb.material import material
from ssldiag.keydb.store import StoreError
from ssldiag.pool.material import Entry, Material

SUFFIXES = (".p12", ".pfx", ".pem")
LARGEST = 64 << 20
"""Bytes: as the commands that read key databases take."""


class DatabaseError(Exception):
    """The key database cannot be used; the text is one sentence that names it as VMSSL sees it."""


def open_database(database: str, keyfile: str) -> tuple[str, Material]:
    """The password and what the database holds. Raises DatabaseError."""
    if not database:
        raise DatabaseError(f"no :mount. covers the key database {keyfile}")
    path = found(Path(database))
    if path is None:
        raise DatabaseError(f"key database {keyfile} does not exist")
    try:
        readable(path)
        if path.stat().st_size > LARGEST:
            raise DatabaseError(f"key database {keyfile} is too large")
        secret = password_of(path)
        return secret.decode("latin-1"), Material(
            tuple(entry(one) for one in material(path.read_bytes(), secret or None))
        )
    except OSError as error:
        raise DatabaseError(f"key database {keyfile} cannot be read: {error.strerror}") from error
    except StoreError as error:
        raise DatabaseError(f"key database {keyfile}: {error}") from error


def found(path: Path) -> Path | None:
    """The file itself, or the one that stands in for a ``.kdb``."""
    candidates = [path, *(path.with_suffix(suffix) for suffix in SUFFIXES if path.suffix.lower() == ".kdb")]
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def readable(path: Path) -> None:
    """Raises PermissionError for a file that nobody may read, whoever asks: to root the bits mean nothing,
    and a pool that root runs is to behave like others.
    """
    if not path.stat().st_mode & 0o444:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def password_of(path: Path) -> bytes:
    """The password in the stash file; empty where there is none. Raises OSError and StoreError."""
    file = path.with_suffix(".sth")
    if not file.exists():
        return b""
    readable(file)
    with file.open("rb") as stream:
        return stash.decode(stream.read(stash.SIZE + 1))


def entry(one: Loaded) -> Entry:
    """One label as a server takes it."""
    return Entry(
        one.label,
        one.chain,
        one.key,
        one.trusted,
        one.default,
        one.subject,
        moment(one.not_before),
        moment(one.not_after),
    )


def moment(time: datetime | None) -> str:
    """A time in ISO 8601, empty for none."""
    return time.isoformat() if time else ""
