"""A bundle in, the snapshot in it out, as the doctor takes any other; anything else stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ssldiag.bundle import manifest
from ssldiag.bundle.model import BundleError
from ssldiag.kinds import KINDS
from ssldiag.model import FilePlace, Snapshot, Source, Unreadable


def manifest_of(snapshot: Snapshot) -> dict[str, Any] | None:
    """The manifest, if the snapshot is an archive that :mod:`ssldiag.bundle.write` made."""
    found = next((item for item in snapshot.sources if item.path == manifest.NAME), None)
    if found is None or found.size > manifest.LARGEST:
        return None
    try:
        return manifest.parse(found.read(manifest.LARGEST))
    except (BundleError, OSError):
        return None


def unwrapped(snapshot: Snapshot) -> Snapshot:
    """The host that a bundle tells of; any other snapshot as it is.

    Kinds and modes are those that the host's files had: a bundle's members say less than they did.
    """
    found = manifest_of(snapshot)
    if found is None:
        return snapshot
    try:
        return _snapshot(snapshot, found["snapshot"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return snapshot


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
