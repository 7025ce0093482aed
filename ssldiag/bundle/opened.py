"""A bundle in, the snapshot in it out, as the doctor takes any other; anything else stays as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ssldiag.archive import ArchiveError
from ssldiag.bundle import carried, manifest
from ssldiag.bundle.model import BundleError
from ssldiag.kinds import KINDS
from ssldiag.model import FilePlace, Snapshot, Source, Unreadable
from ssldiag.snapshot import open_packed

LARGEST_REPORT = 256 * 1024 * 1024
"""Bytes of a report that is read: 300,000 findings."""

PAGE_NAMES = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class Bundle:
    """The host that a bundle tells of, its manifest, and its report where it has one."""

    snapshot: Snapshot
    manifest: Mapping[str, Any]
    report: Mapping[str, Any] | None


def unwrapped(snapshot: Snapshot) -> Snapshot:
    """The host that a bundle tells of; any other snapshot as it is.

    Kinds and modes are those that the host's files had: a bundle's members say less than they did.
    """
    found = bundle_in(snapshot)
    return snapshot if found is None else found.snapshot


def bundle_in(snapshot: Snapshot) -> Bundle | None:
    """What an archive or a page that :mod:`ssldiag.bundle.write` made holds; None for anything else."""
    snapshot = _of_page(snapshot) or snapshot
    found = manifest_of(snapshot)
    try:
        return (
            None
            if found is None
            else Bundle(_snapshot(snapshot, found["snapshot"]), found, _report(snapshot))
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def manifest_of(snapshot: Snapshot) -> dict[str, Any] | None:
    """The manifest, if the snapshot is an archive that :mod:`ssldiag.bundle.write` made."""
    found = next((item for item in snapshot.sources if item.path == manifest.NAME), None)
    if found is None or found.size > manifest.LARGEST:
        return None
    try:
        return manifest.parse(found.read(manifest.LARGEST))
    except (BundleError, OSError):
        return None


def _of_page(snapshot: Snapshot) -> Snapshot | None:
    """The archive that a page carries, where the snapshot is one page."""
    if len(snapshot.sources) != 1 or not snapshot.sources[0].path.lower().endswith(PAGE_NAMES):
        return None
    page = snapshot.sources[0]
    try:
        archive = carried.split(page.read(carried.LARGEST_PAGE))[1]
        return None if archive is None else open_packed(page.path, archive)
    except (ArchiveError, OSError):
        return None


def _report(snapshot: Snapshot) -> dict[str, Any] | None:
    found = next((item for item in snapshot.sources if item.path == manifest.REPORT), None)
    try:
        report = json.loads(found.read(LARGEST_REPORT)) if found else None
    except (OSError, ValueError, RecursionError):
        return None
    return report if isinstance(report, dict) else None


def _snapshot(snapshot: Snapshot, told: Mapping[str, Any]) -> Snapshot:
    members = {source.path: source for source in snapshot.sources}
    sources = []
    missing = []
    for item in told["sources"]:
        member = members.get(item["member"])
        if member is None:
            missing.append(Unreadable(FilePlace(str(item["path"])), "is not in the bundle any more"))
        elif item["kind"] in KINDS:
            sources.append(_source(member, item))
    unreadable = [
        Unreadable(FilePlace(str(item["file"])), str(item["reason"])) for item in told["unreadable"]
    ]
    lost = [item for item in snapshot.unreadable if item.place.file.startswith(manifest.SOURCES)]
    return Snapshot(str(told["name"]), tuple(sources), (*unreadable, *missing, *lost))


def _source(member: Source, item: Mapping[str, Any]) -> Source:
    taken = item.get("taken")
    mode = item.get("mode")
    return replace(
        member,
        path=str(item["path"]),
        kind=str(item["kind"]),
        why=str(item["why"]),
        encoding="utf-8" if item.get("encoding") else None,
        taken=datetime.fromisoformat(taken) if isinstance(taken, str) else None,
        mode=mode if isinstance(mode, int) else None,
    )
