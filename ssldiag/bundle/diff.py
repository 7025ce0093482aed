"""Two bundles of a host in, what changed between them out, in words."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ssldiag.bundle import manifest
from ssldiag.bundle.model import BundleError
from ssldiag.bundle.verify import read_manifest
from ssldiag.keydb import public
from ssldiag.keydb.model import Entry, KeyDatabase, NotAKeyDatabase

LARGEST = 256 * 1024 * 1024
"""Bytes of a report or a source that is compared."""

SCHEMA = "ssldiag.bundle-diff/1"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``subject``: finding, key, label, certificate, file, check; ``what`` is a sentence."""

    subject: str
    what: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What is compared of a bundle."""

    name: str
    report: Mapping[str, Any]
    sources: Mapping[str, str]
    databases: Mapping[str, KeyDatabase]
    texts: Mapping[str, tuple[str, ...]]


CONFIGURATION = (
    "dtcparms",
    "profile_tcpip",
    "tcpip_data",
    "user_direct",
    "srvrftp_config",
    "smtp_config",
    "autolog_exec",
)


def opened(path: Path) -> Opened:
    """A bundle for comparison. Raises BundleError."""
    told = read_manifest(path)
    try:
        with zipfile.ZipFile(path) as archive:
            report = json.loads(_read(archive, manifest.REPORT))
            hashes = {item["name"]: item["sha256"] for item in told["members"]}  # type: ignore[attr-defined]
            listed = told["snapshot"]["sources"]  # type: ignore[index]
            sources, databases, texts = {}, {}, {}
            for item in listed:
                sources[item["path"]] = hashes.get(item["member"], "")
                if item["kind"] in ("gskit_keydb", "pkcs12", "pem", "der", "pkcs7"):
                    found = _database(_read(archive, item["member"]), item["path"])
                    databases.update({item["path"]: found} if found else {})
                elif item["kind"] in CONFIGURATION:
                    texts[item["path"]] = tuple(
                        _read(archive, item["member"]).decode("utf-8", "replace").split("\n")
                    )
            return Opened(path.name, report, sources, databases, texts)
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile, EOFError, RuntimeError) as error:
        raise BundleError(f"{path} cannot be compared: {error}") from None


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        return stream.read(LARGEST)


def _database(data: bytes, path: str) -> KeyDatabase | None:
    try:
        return public.read(data, path)
    except NotAKeyDatabase:
        return None


def compare(old: Opened, new: Opened) -> list[Change]:
    """What changed from ``old`` to ``new``: findings first, then keys, then files."""
    return [*_findings(old, new), *_keys(old, new), *_configuration(old, new), *_files(old, new)]


def _findings(old: Opened, new: Opened) -> Iterator[Change]:
    before, after = (_by_key(item.report) for item in (old, new))
    counts = [Counter(finding["code"] for finding in item.report["findings"]) for item in (old, new)]
    for key, finding in before.items():
        if key not in after:
            code = finding["code"]
            gone = not counts[1][code]
            yield Change("finding", f"{code} {'gone' if gone else 'less often'}: {finding['message']}")
    for key, finding in after.items():
        if key not in before:
            code = finding["code"]
            word = "new" if not counts[0][code] else "more often"
            yield Change("finding", f"{code} {word}: {finding['message']}")


def _by_key(report: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {(finding["code"], finding["message"]): finding for finding in report["findings"]}


def _keys(old: Opened, new: Opened) -> Iterator[Change]:
    for path in sorted({*old.databases, *new.databases}):
        if path not in old.databases or path not in new.databases:
            continue  # said of the file itself
        before, after = (_labels(item.databases[path]) for item in (old, new))
        for label in sorted({*before, *after}):
            if label not in after:
                yield Change("label", f'label "{label}" removed from {path}')
            elif label not in before:
                yield Change("label", f'label "{label}" added to {path}{_until(after[label])}')
            else:
                yield from _entry(label, path, before[label], after[label])


def _labels(database: KeyDatabase) -> dict[str, Entry]:
    return {entry.label: entry for entry in database.entries}


def _until(entry: Entry) -> str:
    after = entry.certificate.not_after if entry.certificate else None
    return f", valid until {after:%Y-%m-%d}" if after else ""


def _entry(label: str, path: str, old: Entry, new: Entry) -> Iterator[Change]:
    before, after = old.certificate, new.certificate
    if before and after and before.sha256 != after.sha256:
        yield Change("certificate", f"{label} has another certificate in {path}{_longer(old, new)}")
        for what in ("subject", "issuer", "key", "signature"):
            first, second = getattr(before, what), getattr(after, what)
            if first != second:
                yield Change("certificate", f"{label}: {what} {first} -> {second}")
    for flag, what in (
        ("default", "the default"),
        ("trusted", "trusted"),
        ("has_private_key", "with a private key"),
    ):
        first, second = getattr(old, flag), getattr(new, flag)
        if first != second:
            yield Change("label", f"{label} is {'now' if second else 'no longer'} {what}")


def _longer(old: Entry, new: Entry) -> str:
    before = old.certificate.not_after if old.certificate else None
    after = new.certificate.not_after if new.certificate else None
    if before is None or after is None or before == after:
        return ""
    days = round((after - before).total_seconds() / 86_400)
    way = "later" if days > 0 else "earlier"
    return f": it expires {abs(days):,} days {way}, on {after:%Y-%m-%d}"


SHOWN = 3
"""Changed lines of one file that are quoted."""


def _configuration(old: Opened, new: Opened) -> Iterator[Change]:
    for path, texts in new.texts.items():
        if path in old.texts and old.texts[path] != texts:
            gone = list((Counter(old.texts[path]) - Counter(texts)).elements())
            come = list((Counter(texts) - Counter(old.texts[path])).elements())
            for line in gone[:SHOWN]:
                yield Change("line", f"{path}: - {line.strip()}")
            for line in come[:SHOWN]:
                yield Change("line", f"{path}: + {line.strip()}")
            more = len(gone) + len(come) - len(gone[:SHOWN]) - len(come[:SHOWN])
            if more > 0:
                yield Change("line", f"{path}: {more:,} more lines differ")


def _files(old: Opened, new: Opened) -> Iterator[Change]:
    for path in sorted({*old.sources, *new.sources}):
        if path not in new.sources:
            yield Change("file", f"{path} is not there any more")
        elif path not in old.sources:
            yield Change("file", f"{path} is new")
        elif old.sources[path] != new.sources[path] and path not in new.texts and path not in new.databases:
            yield Change("file", f"{path} changed")


def document(old: Opened, new: Opened, changes: list[Change]) -> dict[str, Any]:
    """The differences as plain values."""
    return {
        "schema": SCHEMA,
        "old": {"file": old.name, "judged_at": old.report.get("judged_at")},
        "new": {"file": new.name, "judged_at": new.report.get("judged_at")},
        "compared_at": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "changes": [{"subject": change.subject, "what": change.what} for change in changes],
    }
