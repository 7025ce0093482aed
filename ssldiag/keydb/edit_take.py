"""Certificates and keys from other files in, a :class:`Database` that has them out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ssldiag.keydb import edit, store_keys
from ssldiag.keydb.edit import Edited, with_certificate
from ssldiag.keydb.store import Database, Record, StoreError

# Three times the largest public trust stores; each is looked for in all chains.
MAX_IMPORT = 500


def imported(
    database: Database,
    found: Database,
    now: datetime,
    label: str | None = None,
    without_issuer: bool = False,
) -> Edited:
    """Everything of another database: signers first, issuers before what they issued.

    ``label`` is for the only personal certificate, or else for the only one. What is there already is left
    out with a warning. Raises :class:`StoreError`; then nothing was taken.
    """
    if not found.records:
        raise StoreError("there is no certificate in it")
    if len(found.records) > MAX_IMPORT:
        raise StoreError(f"there are {len(found.records)} certificates in it; {MAX_IMPORT} at most are taken")
    if found.requests:
        raise StoreError("there are requests in it; they stay with the database where their keys were made")
    records = _relabelled(found, label)
    labels: list[str] = []
    warnings: list[str] = []
    for record in _issuers_first(records):
        known = next((one for one in database.certificates if one.certificate == record.certificate), None)
        if known is not None and (record.key is None or known.key is not None):
            warnings.append(f'"{record.label}" is here already, under the label "{known.label}"')
            continue
        if known is not None:
            raise StoreError(
                f'the certificate of "{record.label}" is here already, without key, under the label'
                f' "{known.label}"; delete that first'
            )
        edited = with_certificate(database, replace(record, default=False), now, without_issuer)
        database = edited.database
        labels += edited.labels
        warnings += edited.warnings
    return Edited(database, tuple(labels), tuple(warnings))


def _relabelled(found: Database, label: str | None) -> tuple[Record, ...]:
    """The records, the one that is meant under the label asked for."""
    if label is None:
        return found.records
    personal = [record for record in found.records if record.key is not None]
    meant = personal or list(found.records)
    if len(meant) != 1:
        raise StoreError(
            f"it holds {len(meant)} certificates that the label could be for; leave the label out"
        )
    return tuple(replace(one, label=label) if one is meant[0] else one for one in found.records)


def _issuers_first(records: tuple[Record, ...]) -> list[Record]:
    """CAs by the length of their chains, then the rest."""
    whole = edit.issuers_in(Database(records))
    depth = {id(record): len(edit.chained(whole, record).certificates) for record in records}
    return sorted(
        records, key=lambda record: (record.key is not None and not record.parsed.is_ca, depth[id(record)])
    )


def received(database: Database, found: Database, now: datetime, without_issuer: bool = False) -> Edited:
    """The certificate that came for a request, or a renewed one for a key that is here.

    Signers that came with it are added first. Raises :class:`StoreError`.
    """
    keys = {store_keys.spki(record.key): record for record in database.records if record.key is not None}
    mine = [one for one in found.certificates if _public(one) in keys]
    known = [one for one in mine if keys[_public(one)].certificate == one.certificate]
    own = [one for one in mine if one not in known] or known
    if not own:
        raise StoreError("no request and no key here is the one of this certificate")
    if len(own) > 1:
        raise StoreError(f"it holds {len(own)} certificates for keys that are here; receive them one by one")
    others = Database(tuple(one for one in found.certificates if one is not own[0]))
    added = imported(database, others, now) if others.records else Edited(database, ())
    waiting = keys[_public(own[0])]
    done = _answered(added.database, waiting, own[0].certificate or b"", now, without_issuer)
    return Edited(done.database, (*done.labels, *added.labels), (*done.warnings, *added.warnings))


def _public(record: Record) -> bytes:
    return store_keys.certificate_spki(record.certificate or b"")


def _answered(
    database: Database, waiting: Record, certificate: bytes, now: datetime, without_issuer: bool
) -> Edited:
    """With the certificate in the place of the request, or of the certificate that it renews."""
    if waiting.certificate == certificate:
        raise StoreError(f'this certificate is here already, under the label "{waiting.label}"')
    record = replace(waiting, certificate=certificate, request=None, trusted=True)
    warnings = []
    if record.parsed.subject != waiting.subject:
        asked = f'"{waiting.label}" asked for {waiting.subject}'
        warnings.append(f"the certificate is for {record.parsed.subject}, but {asked}")
    rest = Database(tuple(one for one in database.records if one is not waiting))
    checked = with_certificate(rest, record, now, without_issuer)
    return Edited(edit.replaced(database, waiting, record), (record.label,), (*warnings, *checked.warnings))
