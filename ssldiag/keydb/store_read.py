"""The bytes of a key database with keys in, a :class:`Database` out, whichever kind it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ssldiag.keydb import detect, pkcs7, plain, store_kdb, store_p12, store_pem
from ssldiag.keydb import read as reading
from ssldiag.keydb.model import KeyDatabase, NotAKeyDatabase
from ssldiag.keydb.store import Database, Record, StoreError
from ssldiag.keydb.store_names import numbered


def read(data: bytes, password: bytes | None = None, file: str = "") -> Database:
    """Read a file with the keys in it. Raises :class:`StoreError`, and nothing else.

    Signers of formats that know no trust count as trusted: whoever names such a file means it.
    """
    kind = detect.sniff(data[: detect.HEAD], len(data), file)
    reader = READERS.get(kind or "")
    try:
        if reader is None:
            raise StoreError(reading.REFUSED.get(kind, reading.REFUSED[None]) if data else "it is empty")
        return reader(data, password)
    except NotAKeyDatabase as error:
        raise StoreError(str(error)) from error


def _loose(database: KeyDatabase) -> Database:
    """Certificates alone, called by their common names."""
    if database.problems:
        raise StoreError(f"it cannot be read whole: {database.problems[0].what}")
    found = (entry.certificate for entry in database.entries if entry.certificate is not None)
    return Database(tuple(numbered(Record("", one.der) for one in found)))


READERS: Mapping[str, Callable[[bytes, bytes | None], Database]] = {
    "gskit_keydb": store_kdb.read,
    "pkcs12": store_p12.read,
    "pem": store_pem.read,
    "pkcs7": lambda data, password: _loose(pkcs7.read(data, "")),
    "der": lambda data, password: _loose(plain.read(data, "")),
}
