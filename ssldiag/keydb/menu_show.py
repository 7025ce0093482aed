"""A record in, the screens that show it out; never a key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ssldiag.keydb import edit
from ssldiag.keydb.store import Database, Record

WIDTH = 24


def certificate(database: Database, record: Record) -> str:
    """What a certificate says, and the chain above it."""
    found = record.parsed
    rows = [
        ("Label", record.label),
        ("Record ID", str(database.records.index(record) + 1)),
        ("Trusted", "Yes" if record.trusted else "No"),
        ("Default key", "Yes" if record.default else "No"),
        ("Private key", "Yes" if record.key is not None else "No"),
        ("Version", str(found.version)),
        ("Serial number", found.serial_hex),
        ("Issuer name", found.issuer),
        ("Subject name", found.subject),
        ("Effective date", _date(found.not_before)),
        ("Expiration date", _date(found.not_after)),
        ("Public key", found.key),
        ("Signature algorithm", found.signature),
        ("SHA-256", found.sha256),
        *(("Alternative name", name) for name in (*found.dns_names, *found.ip_addresses)),
    ]
    return "\n".join(["", "                     Certificate Information", "", *_lines(rows)])


def chain(database: Database, record: Record) -> str:
    """The issuers of a certificate, one a line."""
    links = edit.chained(database, record)
    rows = [f"{at:>8}. {one.label}: {one.subject}" for at, one in enumerate(links.entries, 1)]
    end = "It ends at a root." if links.complete else f"It does not end at a root: {links.reason.value}."
    if links.untrusted:
        end += " Not trusted: " + ", ".join(f'"{label}"' for label in links.untrusted) + "."
    return "\n".join(["", "                     Chain Information", "", *rows, "", end])


def key(record: Record) -> str:
    """What is to be known of a private key: its kind."""
    kind = record.parsed.key if record.certificate is not None else record.asked.key
    rows = [
        ("Key label", record.label),
        ("Key type", kind),
        ("Default key", "Yes" if record.default else "No"),
    ]
    return "\n".join(["", "                     Key Information", "", *_lines(rows)])


def request(record: Record) -> str:
    """What a request says."""
    found = record.asked
    rows = [
        ("Request label", record.label),
        ("Requested subject", found.subject),
        ("Public key", found.key),
        ("Signature algorithm", found.signature),
    ]
    return "\n".join(["", "                     Request Information", "", *_lines(rows)])


def _lines(rows: list[tuple[str, str]]) -> Iterator[str]:
    return (f"{name:>{WIDTH}}: {value}" for name, value in rows)


def _date(moment: datetime | None) -> str:
    return "unreadable" if moment is None else f"{moment:%Y/%m/%d %H:%M:%S}"
