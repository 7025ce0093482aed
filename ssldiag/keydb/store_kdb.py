"""A GSKit key database (.kdb, .rdb) and its password in, a :class:`Database` with its private keys out.

The keys lie there under the derivation of PKCS#12 (RFC 7292 B.2) from the octets of the password as they
are, without the BMPString and its final zeros, with SHA-1 and Triple DES in three keys: found with databases
of known passwords that GSKit 8.0.60.5 made; docs/keydb.md describes the rest of the layout.
"""

from __future__ import annotations

from ssldiag.keydb import cms, cms_record, der, pbe
from ssldiag.keydb.cms_index import text
from ssldiag.keydb.store import MAX_KEYS, Database, Record, StoreError, WrongPassword

SCHEME = "1.2.840.113549.1.12.5.1.3"


def read(data: bytes, password: bytes | None) -> Database:
    """Read a file with the keys in it. Raises :class:`StoreError`."""
    database = cms.read(data, "")
    if database.problems:
        raise StoreError(f"the key database is damaged: {database.problems[0].what}")
    offsets = [entry.offset for entry in database.entries if entry.offset is not None]
    if sum(entry.has_private_key for entry in database.entries) > MAX_KEYS:
        raise StoreError(f"it holds more than {MAX_KEYS} private keys")
    try:
        records = [_record(data, offset, password) for offset in offsets]
    except pbe.WrongPassword as error:
        raise WrongPassword("the password does not open the private keys") from error
    except (der.DerError, pbe.Unsupported) as error:
        raise StoreError(f"a private key cannot be read: {error}") from error
    waiting = [record for record in records if record.certificate is None]
    return Database((*(record for record in records if record.certificate is not None), *waiting))


def _record(data: bytes, offset: int, password: bytes | None) -> Record:
    """SEQUENCE { number, [kind] { ... }, label, flags }; the reader has checked all but the key."""
    _, body, label, flags = der.children(der.read(data, offset + cms_record.PREFIX.size))[:4]
    kind, paired = cms_record.KINDS[body.tag]
    parts = der.children(der.first(body, "a record")) if paired else [der.first(body, "a certificate")]
    key = _key(parts[1], password) if paired else None
    trusted, default = cms_record.flags_of(flags)
    name = text(label.content)
    if kind == "request":
        return Record(name, None, key, parts[0].raw)
    return Record(name, parts[0].raw, key, trusted=trusted, default=default)


def _key(element: der.Element, password: bytes | None) -> bytes:
    if password is None:
        raise WrongPassword("its private keys need a password")
    algorithm, content = der.children(element)[:2]
    number = der.oid(der.first(algorithm, "an algorithm"))
    if number != SCHEME:
        raise pbe.Unsupported(f"it is encrypted with a scheme that is not known here ({number})")
    plain = pbe.decrypt_raw(algorithm, der.octets(content), password)
    try:
        return der.expect(der.read(plain), der.SEQUENCE, "a private key").raw
    except der.DerError as error:
        raise pbe.WrongPassword("the password does not open it, or it is damaged") from error
