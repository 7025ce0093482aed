"""A label of a :class:`Database` in, a file for other software out: PEM, DER, PKCS#7 or PKCS#12."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ssldiag.keydb import edit, store_keys
from ssldiag.keydb.choices import Form
from ssldiag.keydb.store import Database, Record, StoreError
from ssldiag.keydb.write_der import element, explicit, integer, oid, sequence, set_of
from ssldiag.keydb.write_pkcs12 import write

Random = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Wish:
    """``with_key`` is possible in PEM and PKCS#12; ``password`` encrypts what leaves (PKCS#12 needs one);
    ``with_chain`` adds the issuers that are in the database (not in DER, which holds one).
    """

    form: Form = Form.PEM
    with_key: bool = False
    with_chain: bool = False
    password: bytes | None = None


def exported(database: Database, label: str, wish: Wish, random: Random) -> bytes:
    """The file. Raises :class:`StoreError`.

    Of a label that is a request, the request itself (PEM or DER).
    """
    record = edit.needed(database, label)
    if record.certificate is None:
        return _request(record, wish)
    if wish.with_key and record.key is None:
        raise StoreError(f'"{label}" has no private key')
    if wish.with_key and wish.form in (Form.DER, Form.PKCS7):
        raise StoreError(f"a private key cannot be exported as {wish.form.value}; use pkcs12 or pem")
    records = _chain(database, record, wish)
    if wish.form is Form.PKCS12:
        return _pkcs12(records, wish, random)
    if wish.form is Form.PKCS7:
        return pkcs7(records)
    if wish.form is Form.DER:
        return record.certificate
    return b"".join(map(_pem, records)) + (_pem_key(record, wish) if wish.with_key else b"")


def _chain(database: Database, record: Record, wish: Wish) -> list[Record]:
    if not wish.with_chain or wish.form is Form.DER:
        return [record]
    certificates = {one.certificate: one for one in database.certificates}
    return [certificates[one.der] for one in edit.chained(database, record).certificates]


def _request(record: Record, wish: Wish) -> bytes:
    if wish.with_key:
        raise StoreError(f'"{record.label}" has no certificate yet; its key stays here until it has')
    data = record.request or b""
    if wish.form is Form.DER:
        return data
    if wish.form is Form.PEM:
        return armoured("CERTIFICATE REQUEST", data)
    raise StoreError(f'"{record.label}" is a request; it can be exported as pem or der')


def _pem(record: Record) -> bytes:
    return armoured("CERTIFICATE", record.certificate or b"")


def armoured(word: str, data: bytes) -> bytes:
    """A PEM block (RFC 7468)."""
    import base64

    text = base64.b64encode(data).decode("ascii")
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {word}-----", *lines, f"-----END {word}-----", ""]).encode("ascii")


def _pem_key(record: Record, wish: Wish) -> bytes:
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

    key = record.key or b""
    if not wish.password:
        return store_keys.pem_of(key)
    encryption = BestAvailableEncryption(wish.password)
    return store_keys.load(key).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def pkcs7(records: list[Record]) -> bytes:
    """Signed data that carries certificates and signs nothing (RFC 2315 9.1)."""
    content = sequence(oid("1.2.840.113549.1.7.1"))
    held = element(0xA0, *(record.certificate or b"" for record in records))
    signed = sequence(integer(1), set_of(), content, held, set_of())
    return sequence(oid("1.2.840.113549.1.7.2"), explicit(0, signed))


def _pkcs12(records: list[Record], wish: Wish, random: Random) -> bytes:
    if not wish.password:
        raise StoreError("a PKCS#12 file needs a password")
    own, *issuers = records
    kept = [own if wish.with_key else replace(own, key=None), *(replace(one, key=None) for one in issuers)]
    return write(Database(tuple(kept)), wish.password, random, "encrypted")
