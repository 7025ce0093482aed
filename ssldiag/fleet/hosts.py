"""One host in, its rows of the dataset out: what a worker does, with the examination it is given.

A host that cannot be examined is a row that says why, and nothing is raised for anything in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from ssldiag.bundled import folder
from ssldiag.errors.blocks import Unreadable, blocks
from ssldiag.errors.load import Tables
from ssldiag.errors.scan import Scanner
from ssldiag.facts import Facts
from ssldiag.facts.keys import KeyDatabase, StoredCertificate
from ssldiag.fleet import copies
from ssldiag.fleet.model import FleetError, Item
from ssldiag.fleet.records import Row, cut, naive
from ssldiag.model import Report, Result, Snapshot, Source, TextPlace
from ssldiag.settings import Settings

Rows = list[tuple[str, Row]]
"""Rows with the names of their tables."""

LOGS = frozenset(("transcript", "ibmi_job_log"))
"""Kinds of files that programs write what happens into."""

LOG_BYTES = 64 << 20
"""Bytes of a log that are searched for codes: as much as the doctor reads of one."""


class NothingKnown(Exception):
    """A host holds no file that ssldiag knows; the text says what it holds."""


class Unexamined(Exception):
    """A host cannot be opened; the text says why."""


Examine = Callable[[Path], tuple[Report, Settings]]
"""Opens and examines a host. Raises NothingKnown and Unexamined."""


def examined(examine: Examine, now: datetime, items: Sequence[Item]) -> list[tuple[Item, Rows]]:
    """The rows of some hosts."""
    tables = Tables(folder("errortables"))
    return [(item, host_rows(examine, now, item, tables)) for item in items]


def host_rows(examine: Examine, now: datetime, item: Item, tables: Tables) -> Rows:
    """The rows of one host."""
    common: Row = {"host": host_name(item), "judged_at": naive(now)}
    try:
        with copies.host(item.name, item.size, item.folder) as path:
            report, settings = examine(path)
            rows: Rows = [("hosts", {**common, **told(report)})]
            rows += [("findings", {**common, **row}) for row in findings(report)]
            rows += [("certificates", row) for row in certificates(report, settings, common)]
            rows += [("errors", row) for row in logged(report.snapshot, tables, common)]
            return rows
    except NothingKnown as error:
        return [unexamined(common, "nothing known", str(error))]
    except (Unexamined, FleetError, OSError) as error:
        return [unexamined(common, "unreadable", str(error))]


def unexamined(common: Row, status: str, reason: str) -> tuple[str, Row]:
    """The row of a host that was not examined."""
    return "hosts", {**common, "status": status, "reason": cut(reason)}


def failed(item: Item, now: datetime, reason: str) -> Rows:
    """The rows of a host whose examination broke its worker."""
    return [unexamined({"host": host_name(item), "judged_at": naive(now)}, "unreadable", reason)]


def host_name(item: Item) -> str:
    """The host: the last part of its name, without the ending of an archive."""
    name = item.name.partition("::")[0].rstrip("/").rsplit("/", 1)[-1]
    for ending in (".tar.gz", ".tar.xz", ".tar", ".tgz", ".txz", ".zip", ".html"):
        if name.lower().endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)]
    return name or item.name


def told(report: Report) -> Row:
    """What came of a host, in numbers."""
    severities = [result.severity.value for result in report.all_results()]
    return {
        "status": "examined",
        "platforms": list(report.platforms),
        "sources": len(report.snapshot.sources),
        "bytes": sum(source.size for source in report.snapshot.sources),
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "infos": severities.count("info"),
        "passed": len(report.passed),
        "skipped": [skip.rule.code for skip in report.skipped],
        "crashed": [crash.rule.code for crash in report.crashed],
        "unreadable": len(report.unreadable),
    }


def findings(report: Report) -> Iterator[Row]:
    """All findings, those that the owner accepts marked."""
    for root in report.results:
        yield from _findings(root, None, False)
    for aside in report.suppressed:
        yield from _findings(aside.result, None, True)


def _findings(result: Result, cause: str | None, suppressed: bool) -> Iterator[Row]:
    finding, rule = result.finding, result.rule
    place = finding.evidence[0].place
    yield {
        "id": result.fingerprint,
        "code": finding.code,
        "name": rule.name,
        "severity": result.severity.value,
        "certainty": rule.certainty,
        "message": cut(finding.message),
        "file": cut(place.file),
        "line": place.line if isinstance(place, TextPlace) else None,
        "root": cause is None,
        "caused_by": cause,
        "about": sorted(cast(str, cut(name)) for name in finding.about),
        "vendor_messages": list(rule.vendor_messages),
        "suppressed": suppressed,
    }
    for consequence in result.consequences:
        yield from _findings(consequence, result.fingerprint, suppressed)


def certificates(report: Report, settings: Settings, common: Row) -> Iterator[Row]:
    """Every certificate of every database, as the facts of the doctor have them."""
    facts = Facts(report.snapshot, settings, report.judged_at)
    for database in facts.all(KeyDatabase):
        for stored in database.certificates:
            yield {
                "origin": "host",
                "host": common["host"],
                "file": cut(database.file),
                "seen": 1,
                "first_seen": common["judged_at"],
                "last_seen": common["judged_at"],
                **_stored(stored),
            }


def _stored(stored: StoredCertificate) -> Row:
    entry, found = stored.entry, stored.certificate
    row: Row = {
        "label": cut(stored.label),
        "kind": entry.kind if entry is not None else "personal" if stored.has_key else None,
        "has_private_key": stored.has_key,
        "trusted": stored.trusted,
        "is_default": stored.default,
        "subject": cut(stored.subject),
        "issuer": cut(stored.issuer),
        "serial": cut(stored.serial),
        "not_before": naive(stored.not_before),
        "not_after": naive(stored.not_after),
        "key_bits": stored.key_bits,
    }
    if found is not None:
        row |= {
            "issuer": cut(found.issuer),
            "serial": cut(found.serial_hex),
            "key": found.key,
            "signature": found.signature,
            "is_ca": found.is_ca,
            "dns_names": [cut(name) for name in found.dns_names[:100]],
            "sha256": found.sha256,
        }
    return row


def logged(snapshot: Snapshot, tables: Tables, common: Row) -> Iterator[Row]:
    """The codes in the logs of a host."""
    for source in snapshot.sources:
        if source.kind in LOGS:
            for code in codes(source, tables):
                yield {
                    "origin": "log",
                    "host": common["host"],
                    "file": cut(source.path),
                    "seen_at": common["judged_at"],
                    **code,
                }


def codes(source: Source, tables: Tables) -> Iterator[Row]:
    """The codes of one log, each with its likeliest meaning. A log that cannot be read has none."""
    scanner = Scanner(tables)
    try:
        with source.opener() as stream:
            for block in blocks(cast(BinaryIO, Bounded(stream, LOG_BYTES)), min(source.size, LOG_BYTES)):
                scanner.feed(block)
    except (Unreadable, OSError):
        return
    for found in scanner.explanations(source.path):
        entry = next(iter(found.entries), None)
        if entry is not None:
            yield {
                "line": found.lines[0] if found.lines else None,
                "platform": entry.platform,
                "code": None if entry.code is None else str(entry.code),
                "constant": entry.constant,
                "message_id": entry.message_id,
                "meaning": cut(entry.meaning),
                "count": found.count,
                "confidence": entry.confidence,
            }


class Bounded:
    """A stream of which no more than so many bytes are read."""

    def __init__(self, stream: Any, left: int) -> None:
        self._read = stream.read
        self._left = left

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = cast(bytes, self._read(self._left if size < 0 else min(size, self._left)))
        self._left -= len(data)
        return data


__all__ = ["Examine", "NothingKnown", "Unexamined", "examined", "failed"]
