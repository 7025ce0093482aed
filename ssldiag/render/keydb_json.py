"""Key databases as ``ssldiag.keydb/1`` documents and as CSV. Strings are exact in JSON, made visible in
CSV.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from ssldiag.keydb.chain import Issuers, chain
from ssldiag.keydb.model import Certificate, Entry, KeyDatabase
from ssldiag.keydb.troubles import Trouble
from ssldiag.render.escape import json_text, spreadsheet_cell, visible
from ssldiag.render.moments import moment

SCHEMA = "ssldiag.keydb/1"
FROM_FILE = ("label", "subject", "issuer", "error")
"""The CSV columns whose text somebody else chose."""


def list_json(database: KeyDatabase) -> Iterator[str]:
    """The whole database, without chains."""
    yield json_text(document(database)) + "\n"


def show_json(database: KeyDatabase, entries: Sequence[Entry]) -> Iterator[str]:
    """The database with these entries, each with its chain."""
    yield json_text(document(database, entries, Issuers(database.entries))) + "\n"


def check_json(database: KeyDatabase, troubles: Sequence[Trouble], now: datetime, days: int) -> Iterator[str]:
    """The database, and what is wrong with it at this moment."""
    judged = {
        "judged_at": moment(now),
        "days": days,
        "findings": [_finding(trouble) for trouble in troubles],
        "summary": {
            word: sum(trouble.severity == word for trouble in troubles)
            for word in ("error", "warning", "info")
        },
    }
    yield json_text(document(database, database.entries, Issuers(database.entries)) | judged) + "\n"


def list_csv(database: KeyDatabase) -> Iterator[str]:
    """A line an entry, under the names of the JSON fields."""
    stream = io.StringIO()
    rows = [_entry(entry) for entry in database.entries]
    writer = csv.DictWriter(stream, CSV_COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(name, row.get(name)) for name in CSV_COLUMNS} for row in rows)
    yield stream.getvalue()


CSV_COLUMNS = (
    *("label", "kind", "has_private_key", "trusted", "default", "subject", "issuer", "serial"),
    *("not_before", "not_after", "key", "signature", "sha256", "error"),
)


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return spreadsheet_cell(value) if name in FROM_FILE else visible(str(value))


def document(
    database: KeyDatabase, entries: Sequence[Entry] | None = None, issuers: Issuers | None = None
) -> dict[str, Any]:
    """The fields every command writes; chains only where ``issuers`` can find them."""
    return {
        "schema": SCHEMA,
        "file": database.file,
        "format": database.format,
        "kind": database.kind_text,
        "version": database.version,
        "records": database.records,
        "deleted": database.deleted,
        "record_length": database.record_length,
        "password_expires": moment(database.password_expires),
        "needs_password": database.needs_password,
        "entries": [
            _entry(entry) | _chain(entry, issuers)
            for entry in (database.entries if entries is None else entries)
        ],
        "private_keys": [
            {"what": note.what, "encrypted": note.encrypted, "offset": note.offset, "label": note.label}
            for note in database.private_keys
        ],
        "problems": [
            {"what": problem.what, "offset": problem.offset, "word": problem.word, "label": problem.label}
            for problem in database.problems
        ],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    found: dict[str, Any] = {
        "label": entry.label,
        "kind": entry.kind,
        "has_private_key": entry.has_private_key,
        "trusted": entry.trusted,
        "default": entry.default,
        "record": entry.record,
        "offset": entry.offset,
    }
    if entry.certificate is not None:
        found |= _certificate(entry.certificate)
    elif entry.request is not None:
        names = ("subject", "key", "key_bits", "signature")
        found |= dict.fromkeys(NO_CERTIFICATE) | {name: getattr(entry.request, name) for name in names}
        found["defects"] = list(entry.request.defects)
    else:
        found |= dict.fromkeys(NO_CERTIFICATE)
    if entry.error is not None:
        found["error"] = entry.error
    return found


NO_CERTIFICATE = ("subject", "issuer", "serial", "not_before", "not_after", "key", "signature", "sha256")
"""Fields of the contract, null where there is no certificate."""


def _certificate(certificate: Certificate) -> dict[str, Any]:
    return {
        "subject": certificate.subject,
        "issuer": certificate.issuer,
        "serial": certificate.serial_hex,
        "not_before": moment(certificate.not_before),
        "not_after": moment(certificate.not_after),
        "key": certificate.key,
        "key_bits": certificate.key_bits,
        "signature": certificate.signature,
        "signature_hash": certificate.signature_hash,
        "sha256": certificate.sha256,
        "version": certificate.version,
        "is_ca": certificate.is_ca,
        "path_length": certificate.path_length,
        "key_usage": _sorted(certificate.key_usage),
        "extended_key_usage": _sorted(certificate.extended_key_usage),
        "dns_names": list(certificate.dns_names),
        "ip_addresses": list(certificate.ip_addresses),
        "subject_key_id": certificate.subject_key_id,
        "authority_key_id": certificate.authority_key_id,
        "unknown_critical": list(certificate.unknown_critical),
        "tolerant": certificate.tolerant,
        "defects": list(certificate.defects),
    }


def _sorted(words: frozenset[str] | None) -> list[str] | None:
    return None if words is None else sorted(words)


def _chain(entry: Entry, issuers: Issuers | None) -> dict[str, Any]:
    if issuers is None or entry.certificate is None:
        return {}
    found = chain(entry, issuers)
    return {
        "chain": {
            "subjects": [certificate.subject for certificate in found.certificates],
            "labels": [link.label for link in found.entries],
            "complete": found.complete,
            "reason": found.reason.value,
            "missing_issuer": found.missing_issuer,
            "untrusted": list(found.untrusted),
        }
    }


def _finding(trouble: Trouble) -> dict[str, Any]:
    return {
        "word": trouble.word.value,
        "severity": trouble.severity.value,
        "what": trouble.what,
        "then": trouble.then,
        "certain": trouble.certain,
        "label": trouble.entry.label if trouble.entry else None,
        "offset": trouble.problem.offset
        if trouble.problem
        else trouble.entry.offset
        if trouble.entry
        else None,
        "gskit": [
            {"interface": answer.interface, "code": answer.code, "constant": answer.constant}
            for answer in trouble.answers
        ],
    }
