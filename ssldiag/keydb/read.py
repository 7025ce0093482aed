"""The bytes of a file in, a :class:`KeyDatabase` out, whichever kind it is; the one way in for everybody
else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ssldiag.keydb import cms, detect, pem, pkcs7, pkcs12, plain, public
from ssldiag.keydb.model import KeyDatabase, NotAKeyDatabase

Reader = Callable[[bytes, str, bytes | None], KeyDatabase]

READERS: Mapping[str, Reader] = {
    "gskit_keydb": lambda data, file, password: cms.read(data, file),
    "pkcs12": pkcs12.read,
    "pem": lambda data, file, password: pem.read(data, file),
    "der": lambda data, file, password: plain.read(data, file),
    "pkcs7": lambda data, file, password: pkcs7.read(data, file),
}
REFUSED: Mapping[str | None, str] = {
    "private_key": "it holds a private key and no certificate; private keys are not read",
    "stash": "it is a stashed password; what is in it is not read",
    None: "it is no key database or certificate file that is known",
}


def read(data: bytes, file: str, password: bytes | None = None) -> KeyDatabase:
    """Read a key database or certificate file by what is in it; ``file`` names it in what is said.

    Raises :class:`NotAKeyDatabase` with the reason if there is nothing to read. ``password`` opens PKCS#12
    files only.
    """
    if not data:
        raise NotAKeyDatabase("it is empty")
    if public.looks_like(data):
        return public.read(data, file)
    kind = detect.sniff(data[: detect.HEAD], len(data), file)
    reader = READERS.get(kind or "")
    if reader is None:
        raise NotAKeyDatabase(REFUSED.get(kind, REFUSED[None]))
    return reader(data, file, password)


def read_with(data: bytes, file: str, passwords: Sequence[bytes]) -> KeyDatabase:
    """As :func:`read`, with each password in turn until one fits; if none does, as the last one leaves it."""
    database = read(data, file)
    for password in passwords:
        if not database.needs_password:
            break
        database = read(data, file, password)
    return database
