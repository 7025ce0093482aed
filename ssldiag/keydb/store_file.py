"""A key database and the file it lies in: read, and replaced as a whole or not at all, by one writer at a
time.

The file is written beside its place with mode 0600, synced, and put in its place by one rename, so that
whoever ends in between leaves the old file as it was. No copy of the old file is kept: it would hold keys.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from time import monotonic, sleep

from ssldiag.keydb import store_read
from ssldiag.keydb.edit import Edited
from ssldiag.keydb.store import Database, StoreError
from ssldiag.keydb.write_pkcs12 import write

# As the reading commands take.
LARGEST = 64 * 1024 * 1024
SUFFIXES = (".p12", ".pfx")
PRIVATE, PUBLIC = 0o600, 0o644
# Seconds: a change takes some tenths of one, with a hundred keys three.
WAIT, PAUSE = 5.0, 0.05


def load(path: Path, password: bytes | None) -> Database:
    """Read the file with its keys. Raises :class:`StoreError` and OSError."""
    return read_bytes(contents(path), password, path)


def read_bytes(data: bytes, password: bytes | None, path: Path) -> Database:
    """What the file of this name holds. Raises :class:`StoreError`."""
    return store_read.read(data, password, str(path))


def contents(path: Path) -> bytes:
    """The bytes of a file, bounded. Raises :class:`StoreError` and OSError."""
    with path.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise StoreError(f"it is larger than {LARGEST // 1024**2} MiB, which no key database is")
    return data


def save(path: Path, database: Database, password: bytes) -> None:
    """Put the database in the place of the file. Raises :class:`StoreError` and OSError."""
    writable(path)
    replace(path, write(database, password, os.urandom))


def create(path: Path, password: bytes) -> None:
    """A new empty database where there is no file yet. Raises :class:`StoreError` and OSError."""
    writable(path)
    try:
        replace(path, write(Database(), password, os.urandom), new=True)
    except FileExistsError as error:
        raise StoreError("there is a file of this name already") from error


def change(path: Path, password: bytes, do: Callable[[Database], Edited]) -> Edited:
    """Open, change and save a database with other writers kept away. Raises as load and save do."""
    writable(path)
    with locked(path):
        edited = do(load(path, password))
        save(path, edited.database, password)
    return edited


def writable(path: Path) -> None:
    """Raises :class:`StoreError` for a name that says that another kind of file is meant."""
    if path.suffix.lower() not in SUFFIXES:
        raise StoreError(
            "only PKCS#12 key databases (.p12, .pfx) can be written; create one and import this file into it"
        )


def replace(path: Path, data: bytes, mode: int = PRIVATE, new: bool = False) -> None:
    """Put bytes in the place of a file, whole or not at all; with ``new`` only where there is none."""
    target = path.resolve()
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    try:
        with open(handle, "wb") as stream:
            os.fchmod(stream.fileno(), mode)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if new:
            os.link(beside, target)
        else:
            beside.replace(target)
        _sync(target.parent)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Make the rename itself last; file systems that cannot do that for a folder are left alone."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def locked(path: Path, wait: float | None = None) -> Iterator[None]:
    """Keep other writers of this file away. Raises :class:`StoreError` if one is at work for longer than
    ``wait`` seconds (:data:`WAIT`), and OSError.

    The lock is on a file of its own, since each writer replaces the database itself. It ends with the
    process that holds it, however that ends; what such an end left beside the file is removed.
    """
    target = path.resolve()
    lock = target.with_name(f".{target.name}.lock")
    handle = _held(lock, WAIT if wait is None else wait)
    try:
        for left in target.parent.glob(f".{escape(target.name)}.*.part"):
            left.unlink(missing_ok=True)
        yield
    finally:
        with suppress(OSError):
            lock.unlink(missing_ok=True)
        os.close(handle)


def _held(lock: Path, wait: float) -> int:
    """A descriptor of the lock file with the lock on it; one that was removed meanwhile does not count."""
    end = monotonic() + wait
    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, PRIVATE)
        with suppress(BlockingIOError, FileNotFoundError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(handle), os.stat(lock)):
                return handle
        os.close(handle)
        if monotonic() >= end:
            raise StoreError("another program is changing it just now")
        sleep(PAUSE)
