"""The bytes of a key database and its password in, what a TLS server needs of it out: PEM, label by label.

Reads PKCS#12 with any number of keys, PEM bundles with keys, and GSKit's own ``.kdb``. Key material goes to
the caller and nowhere else: no file, no log, and not into the text form of a value.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from ssldiag.keydb import store_keys, store_read
from ssldiag.keydb.chain import Chain
from ssldiag.keydb.edit import chained, issuers_in
from ssldiag.keydb.model import Certificate
from ssldiag.keydb.store import Database, Record, StoreError, WrongPassword

__all__ = ["Material", "StoreError", "WrongPassword", "material", "materials", "trusted_certificates"]


@dataclass(frozen=True, slots=True)
class Material:
    """One label. ``chain`` starts with the certificate itself and goes on with its issuers as far as they
    are in the database, the root left out (RFC 8446 4.4.2 allows that); ``root`` is that root, empty where
    the database has none. A self-signed certificate is its own chain. ``key`` is PKCS#8, not encrypted,
    None for a signer. ``complete``: the chain ends at a root; ``accepted``: and all signers in it are
    trusted.
    """

    label: str
    certificate: bytes
    chain: bytes
    key: bytes | None = field(repr=False)
    trusted: bool
    default: bool
    subject: str
    issuer: str
    not_before: datetime | None
    not_after: datetime | None
    root: bytes = b""
    complete: bool = False
    accepted: bool = False
    is_ca: bool = False
    sha256: str = ""
    serial: str = ""


def material(data: bytes, password: bytes | str | None, file: str = "") -> list[Material]:
    """Every certificate of a key database, in its order. Raises :class:`StoreError`, and nothing else.

    Requests that wait for a certificate are left out.
    """
    secret = password.encode("utf-8") if isinstance(password, str) else password
    return materials(store_read.read(data, secret, file))


def materials(database: Database) -> list[Material]:
    """As :func:`material`, of a database at hand."""
    records = database.certificates
    issuers = issuers_in(database)
    return [_material(record, chained(issuers, record)) for record in records]


def trusted_certificates(found: Iterable[Material]) -> bytes:
    """The trusted signers and CAs in PEM, one after the other: what a peer's certificate is checked with."""
    return b"".join(one.certificate for one in found if one.trusted and (one.key is None or one.is_ca))


def _material(record: Record, links: Chain) -> Material:
    certificate = links.certificates[0]
    rooted = links.complete and len(links.certificates) > 1
    sent = links.certificates[:-1] if rooted else links.certificates
    try:
        key = None if record.key is None else store_keys.pem_of(record.key)
    except StoreError as error:
        raise StoreError(f'"{record.label}": {error}') from error
    return Material(
        label=record.label,
        certificate=pem(certificate),
        chain=b"".join(map(pem, sent)),
        key=key,
        trusted=record.trusted,
        default=record.default,
        subject=certificate.subject,
        issuer=certificate.issuer,
        not_before=certificate.not_before,
        not_after=certificate.not_after,
        root=pem(links.certificates[-1]) if links.complete else b"",
        complete=links.complete,
        accepted=links.accepted,
        is_ca=certificate.is_ca is True,
        sha256=certificate.sha256,
        serial=certificate.serial_hex,
    )


def pem(certificate: Certificate) -> bytes:
    """A certificate as RFC 7468 writes it."""
    import ssl

    return ssl.DER_cert_to_PEM_cert(certificate.der).encode("ascii")
