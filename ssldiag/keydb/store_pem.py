"""A PEM bundle with private keys in, a :class:`Database` out; labels come from ``friendlyName`` lines.

``openssl pkcs12 -in x.p12 -nodes`` writes such lines before each block; without them a certificate is called
by its common name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ssldiag.keydb import der, pbe, pem
from ssldiag.keydb.store import MAX_KEYS, Database, Record, StoreError, WrongPassword
from ssldiag.keydb.store_keys import certificate_spki, load_pem, spki
from ssldiag.keydb.store_names import numbered, subject_label
from ssldiag.keydb.store_p12 import decrypted

FRIENDLY = re.compile(r"^[ \t]*friendlyName:[ \t]*(\S[^\r\n]{0,999})", re.MULTILINE)
ENCRYPTED = "ENCRYPTED PRIVATE KEY"
# An RSA key of 16384 bits has 12.7 KB as PEM.
MAX_TEXT = 16 * 1024


def read(data: bytes, password: bytes | None) -> Database:
    """Certificates and keys of a bundle, each key with the certificate of its public key.

    Raises :class:`StoreError`; ``password`` opens encrypted key blocks.
    """
    found = pem.read(data, "")
    if found.problems:
        raise StoreError(f"the PEM file cannot be read whole: {found.problems[0].what}")
    if len(found.private_keys) > MAX_KEYS:
        raise StoreError(f"it holds more than {MAX_KEYS} private keys")
    records: list[Record] = []
    keys: list[bytes] = []
    for block, name in _named(data):
        if block.word.endswith("PRIVATE KEY"):
            keys.append(_key(block, password))
        else:
            records.extend(_records(block, name))
    return Database(tuple(numbered(_with_keys(records, keys))))


def _named(data: bytes) -> Iterator[tuple[pem.Block, str]]:
    """Each block, and the last friendly name between it and the block before."""
    text = pem.decoded(data)
    width = 2 if data[:2] in pem.UTF_16 else 1
    behind = 0
    for block in pem.blocks(data):
        here = block.offset // width
        names = FRIENDLY.findall(text, behind, here)
        behind = here + len(block.text)
        yield block, names[-1].strip() if names else ""


def _records(block: pem.Block, name: str) -> Iterator[Record]:
    entries = pem.read_block(block, 1).entries
    for entry in entries:
        if entry.certificate is not None:
            label = name if name and len(entries) == 1 else subject_label(entry.certificate.subject)
            yield Record(label, entry.certificate.der)


def _key(block: pem.Block, password: bytes | None) -> bytes:
    """One key. An encrypted one of OpenSSH is not opened: how long that takes is up to the file."""
    if len(block.text) > MAX_TEXT:
        raise StoreError("it holds a private key that is too long to be read")
    if block.word == ENCRYPTED:
        return _opened(block, password)
    body = f"-----BEGIN {block.word}-----{block.text}-----END {block.word}-----\n"
    headed = "4,ENCRYPTED" in block.text[:80]
    if headed and password is None:
        raise WrongPassword("its private key needs a password")
    return load_pem(body.encode("latin-1", "replace"), password if headed else None)


def _opened(block: pem.Block, password: bytes | None) -> bytes:
    """EncryptedPrivateKeyInfo (RFC 5958 3), within the bounds of :mod:`ssldiag.keydb.pbe`."""
    if password is None:
        raise WrongPassword("its private key needs a password")
    try:
        return decrypted(pem.binary(block.text) or b"", pbe.Password(password))
    except pbe.WrongPassword as error:
        raise WrongPassword("the password does not open its private key, or it is damaged") from error
    except (der.DerError, pbe.Unsupported) as error:
        raise StoreError(f"it holds a private key that cannot be read: {error}") from error


def _with_keys(records: list[Record], keys: list[bytes]) -> list[Record]:
    owners = {certificate_spki(record.certificate or b""): at for at, record in enumerate(records)}
    for key in keys:
        owner = owners.get(spki(key))
        if owner is None:
            raise StoreError("it holds a private key that belongs to none of its certificates")
        records[owner] = replace(records[owner], key=key)
    return records
