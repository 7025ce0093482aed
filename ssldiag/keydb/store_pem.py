"""A PEM bundle with private keys in, a :class:`Database` out; labels come from ``friendlyName`` lines.

``openssl pkcs12 -in x.p12 -nodes`` writes such lines before each block; without them a certificate is called
by its common name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ssldiag.keydb import pem
from ssldiag.keydb.store import Database, Record, StoreError, WrongPassword
from ssldiag.keydb.store_keys import certificate_spki, load_pem, spki
from ssldiag.keydb.store_names import numbered, subject_label

FRIENDLY = re.compile(r"^[ \t]*friendlyName:[ \t]*(\S[^\r\n]{0,999})", re.MULTILINE)
# As of a PKCS#12 file; loading one takes a millisecond, opening an encrypted one up to a second.
MAX_KEYS = 500


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
    body = f"-----BEGIN {block.word}-----{block.text}-----END {block.word}-----\n"
    encrypted = block.word.startswith("ENCRYPTED") or "4,ENCRYPTED" in block.text[:80]
    if encrypted and password is None:
        raise WrongPassword("its private key needs a password")
    return load_pem(body.encode("latin-1", "replace"), password if encrypted else None)


def _with_keys(records: list[Record], keys: list[bytes]) -> list[Record]:
    owners = {certificate_spki(record.certificate or b""): at for at, record in enumerate(records)}
    for key in keys:
        owner = owners.get(spki(key))
        if owner is None:
            raise StoreError("it holds a private key that belongs to none of its certificates")
        records[owner] = replace(records[owner], key=key)
    return records
