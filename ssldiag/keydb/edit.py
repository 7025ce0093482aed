"""A :class:`Database` and a change in, another database out, or a sentence that says why not. Pure: no
file, no clock; what takes time or randomness is given it.

New keys and certificates come from :mod:`ssldiag.keydb.edit_new`, those of other files from
:mod:`ssldiag.keydb.edit_take`; what lies on a disk is for :mod:`ssldiag.keydb.store_file`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ssldiag.keydb import edit_labels, store_keys
from ssldiag.keydb.chain import Chain, Issuers, Reason, chain
from ssldiag.keydb.model import Entry, NotACertificate
from ssldiag.keydb.store import MAX_KEYS, MAX_RECORDS, Database, Record, StoreError


@dataclass(frozen=True, slots=True)
class Edited:
    """The database after a change, the labels that it was about, and what the user should know."""

    database: Database
    labels: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def new_database() -> Database:
    """A database without records."""
    return Database()


def needed(database: Database, label: str) -> Record:
    """The record under this label. Raises :class:`StoreError`, naming one that is nearly the same."""
    record = database.find(label)
    if record is not None:
        return record
    folded = label.strip().casefold()
    near = next((one.label for one in database.records if one.label.strip().casefold() == folded), None)
    hint = f'; there is "{near}", and letter case and blanks count' if near else ""
    raise StoreError(f'there is no label "{label}"{hint}')


def added(database: Database, record: Record) -> Database:
    """With one record more: certificates before requests. Raises :class:`StoreError`."""
    edit_labels.checked(record.label)
    if database.find(record.label) is not None:
        raise StoreError(f'the label "{record.label}" is there already')
    if len(database.records) >= MAX_RECORDS:
        raise StoreError(f"there are {MAX_RECORDS} records already")
    if record.key is not None and sum(one.key is not None for one in database.records) >= MAX_KEYS:
        raise StoreError(f"there are {MAX_KEYS} private keys already")
    same = _same_certificate(database, record)
    if same is not None:
        raise StoreError(f'this certificate is there already, under the label "{same.label}"')
    return _ordered((*database.records, record))


def _ordered(records: Sequence[Record]) -> Database:
    waiting = tuple(record for record in records if record.certificate is None)
    return Database((*(record for record in records if record.certificate is not None), *waiting))


def _same_certificate(database: Database, record: Record) -> Record | None:
    if record.certificate is None:
        return None
    return next((one for one in database.certificates if one.certificate == record.certificate), None)


def deleted(database: Database, label: str) -> Edited:
    """Without the record; warns if another one's chain went through it."""
    gone = needed(database, label)
    rest = Database(tuple(one for one in database.records if one is not gone))
    before, after = issuers_in(database), issuers_in(rest)
    broken = [
        one.label
        for one in database.certificates
        if one.key is not None and one is not gone and chained(before, one).complete
        and not chained(after, one).complete
    ]  # fmt: skip
    warnings = tuple(f'the chain of "{name}" is broken now: its issuer "{label}" is gone' for name in broken)
    return Edited(rest, (label,), warnings)


def renamed(database: Database, label: str, to: str) -> Edited:
    """With another label for the same record."""
    record = needed(database, label)
    edit_labels.checked(to)
    if to == label:
        return Edited(database, (to,))
    if database.find(to) is not None:
        raise StoreError(f'the label "{to}" is there already')
    return Edited(_swapped(database, record, replace(record, label=to)), (to,), label_warnings(record, to))


def label_warnings(record: Record, label: str) -> tuple[str, ...]:
    """What z/VM would make of the label; CAs and clients of other machines are named in no configuration."""
    warning = edit_labels.server_warning(label) if record.key is not None and _may_serve(record) else None
    return (warning,) if warning else ()


def _may_serve(record: Record) -> bool:
    if record.certificate is None:
        return True
    usages = record.parsed.extended_key_usage
    return record.parsed.is_ca is not True and (usages is None or "serverAuth" in usages)


def with_default(database: Database, label: str) -> Edited:
    """With this certificate as the default and no other."""
    record = needed(database, label)
    if record.kind != "personal":
        raise StoreError(f'"{label}" cannot be the default: it has no certificate with a private key')
    records = tuple(replace(one, default=one is record) for one in database.records)
    return Edited(Database(records), (label,))


def with_trust(database: Database, label: str, trusted: bool, now: datetime) -> Edited:
    """With the trust of this certificate set or taken away."""
    record = needed(database, label)
    if record.certificate is None:
        raise StoreError(f'"{label}" is a request; only certificates are trusted or not')
    warnings = date_warnings(record, now) if trusted else ()
    return Edited(_swapped(database, record, replace(record, trusted=trusted)), (label,), warnings)


def _swapped(database: Database, old: Record, new: Record) -> Database:
    return Database(tuple(new if one is old else one for one in database.records))


def replaced(database: Database, old: Record, new: Record) -> Database:
    """With ``new`` in the place of ``old``."""
    return _ordered([new if one is old else one for one in database.records])


def issuers_in(database: Database) -> Issuers:
    """The certificates of a database, to look for issuers among."""
    return Issuers(entry(one) for one in database.certificates)


def chained(database: Database | Issuers, record: Record) -> Chain:
    """The issuers of a certificate as far as the database has them."""
    return chain(entry(record), database if isinstance(database, Issuers) else issuers_in(database))


def entry(record: Record) -> Entry:
    """The record as the reader would show it. Raises :class:`StoreError` where it cannot be read."""
    try:
        if record.certificate is None:
            return Entry(record.label, "request", record.key is not None, request=record.asked)
        return Entry(
            record.label, record.kind, record.key is not None, record.trusted, record.default, record.parsed
        )
    except NotACertificate as error:
        raise StoreError(f'"{record.label}" cannot be read: {error}') from error


def date_warnings(record: Record, now: datetime) -> tuple[str, ...]:
    """Whether a certificate is outside its dates."""
    certificate = record.parsed
    if certificate.not_after is None or certificate.not_before is None:
        return (f'the dates of "{record.label}" cannot be read',)
    if certificate.not_after < now:
        return (f'"{record.label}" expired on {certificate.not_after:%Y-%m-%d}',)
    if certificate.not_before > now:
        return (f'"{record.label}" is not valid before {certificate.not_before:%Y-%m-%d %H:%M} UTC',)
    return ()


def with_certificate(
    database: Database, record: Record, now: datetime, without_issuer: bool = False
) -> Edited:
    """With one certificate more. Raises :class:`StoreError`.

    A personal certificate whose chain does not end at a root in the database is refused unless
    ``without_issuer``. A signer outside its dates or without its issuer is stored as not trusted, as GSKit
    does it (docs/keydb.md).
    """
    _valid(record)
    after = added(database, record)
    warnings = [*date_warnings(record, now)]
    links = chained(after, record)
    if record.key is None and record.trusted:
        warnings += [] if links.complete else [f'the issuer of "{record.label}" is not here']
        if warnings:
            warnings.append(f'"{record.label}" is stored as not trusted, as GSKit would store it')
            after = replaced(after, record, replace(record, trusted=False))
    elif record.key is not None:
        warnings += [*chain_warnings(record, links, without_issuer), *label_warnings(record, record.label)]
    return Edited(after, (record.label,), tuple(warnings))


def _valid(record: Record) -> None:
    """The certificate can be read, and the key, if there is one, is its own."""
    try:
        certificate = record.parsed
    except NotACertificate as error:
        raise StoreError(f"it is no certificate: {error}") from error
    if record.key is not None and store_keys.spki(record.key) != store_keys.certificate_spki(certificate.der):
        raise StoreError(f'the private key does not belong to the certificate of "{record.label}"')


def chain_warnings(record: Record, links: Chain, without_issuer: bool) -> list[str]:
    """What peers would say to the chain of a personal certificate. Raises :class:`StoreError`."""
    if links.complete:
        if not links.untrusted:
            return []
        names = ", ".join(f'"{label}"' for label in links.untrusted)
        return [f'"{record.label}" depends on {names}, not trusted here']
    name = links.missing_issuer or record.parsed.issuer
    what = f'the chain of "{record.label}" does not end at a root that is here: {_reason(links, name)}'
    if without_issuer:
        return [what]
    raise StoreError(f"{what}; add that CA first")


def _reason(links: Chain, name: str) -> str:
    reasons = {
        Reason.NO_ISSUER: f"its issuer {name} is missing",
        Reason.WRONG_KEY: f"the certificate of {name} is here, but its key did not sign this",
    }
    return reasons.get(links.reason, f"the search ended with: {links.reason.value.replace('_', ' ')}")
