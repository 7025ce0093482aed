"""Labels and wishes in, a :class:`Database` with new keys, requests and certificates out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ssldiag.keydb import edit, edit_make
from ssldiag.keydb.edit import Edited, added, needed
from ssldiag.keydb.edit_make import Holder, Issuer, Wanted, generate
from ssldiag.keydb.store import Database, Record, StoreError


def with_request(database: Database, label: str, wanted: Wanted) -> Edited:
    """A new key, and a request for its certificate, under this label. Raises :class:`StoreError`."""
    key = generate(wanted.kind)
    record = Record(label, None, key, edit_make.request(wanted, key))
    return Edited(added(database, record), (label,), edit.label_warnings(record, label))


def with_self_signed(database: Database, label: str, wanted: Wanted, now: datetime) -> Edited:
    """A new key and a certificate that it signs itself, such as a root CA. Raises :class:`StoreError`."""
    key = generate(wanted.kind)
    made = edit_make.certificate(wanted, edit_make.holder(wanted, key), Issuer(None, key), now)
    return edit.with_certificate(database, Record(label, made, key), now)


def with_issued(database: Database, label: str, wanted: Wanted, signer: str, now: datetime) -> Edited:
    """A new key and a certificate signed by a CA of the database, in one step. Raises :class:`StoreError`."""
    key = generate(wanted.kind)
    made = signed(database, signer, edit_make.holder(wanted, key), wanted, now)
    found = edit.with_certificate(database, Record(label, made, key), now)
    return replace(found, warnings=(*found.warnings, *cut_warning(made, wanted, now)))


def signed(database: Database, signer: str, owner: Holder, wanted: Wanted, now: datetime) -> bytes:
    """A certificate in DER that a CA of the database signs. Raises :class:`StoreError`."""
    return edit_make.certificate(wanted, owner, issuer(database, signer), now)


def answered(database: Database, signer: str, request: bytes, wanted: Wanted, now: datetime) -> bytes:
    """A certificate in DER for a request (DER) from elsewhere. Raises :class:`StoreError`.

    The names in ``wanted`` count instead of those of the request, if there are any.
    """
    owner = edit_make.requester(request)
    if wanted.names:
        owner = replace(owner, names=wanted.names)
    return signed(database, signer, owner, wanted, now)


def issuer(database: Database, label: str) -> Issuer:
    """A CA of the database with its key. Raises :class:`StoreError` if it cannot sign."""
    record = needed(database, label)
    if record.certificate is None or record.key is None:
        raise StoreError(f'"{label}" cannot sign: it has no certificate with a private key')
    usage = record.parsed.key_usage
    if record.parsed.is_ca is not True or (usage is not None and "keyCertSign" not in usage):
        raise StoreError(f'"{label}" cannot sign: its certificate is not that of a CA')
    return Issuer(record.certificate, record.key)


def cut_warning(made: bytes, wanted: Wanted, now: datetime) -> tuple[str, ...]:
    """Whether the certificate ends earlier than was wished, with its issuer."""
    end = Record("", made).parsed.not_after
    if end is None or (end - now).days >= wanted.days - 1:
        return ()
    return (f"it is valid until {end:%Y-%m-%d} only, as long as its issuer",)


def renewal(database: Database, label: str, names: tuple[str, ...] = ()) -> tuple[bytes, Wanted]:
    """A request for a new certificate for a key that has one (DER). Raises :class:`StoreError`."""
    record = needed(database, label)
    if record.key is None or record.certificate is None:
        raise StoreError(f'"{label}" has no certificate with a private key that could be renewed')
    certificate = record.parsed
    known = (
        *(f"DNS:{one}" for one in certificate.dns_names),
        *(f"IP:{one}" for one in certificate.ip_addresses),
    )
    wanted = Wanted(certificate.subject, names or known)
    return edit_make.request(wanted, record.key), wanted
