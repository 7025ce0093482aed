"""What a bundle says of itself in ``manifest.json``: sources, plan, how it was made, each member's hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, BinaryIO

from ssldiag import __version__
from ssldiag.bundle.mapping import Mapping as Mapping_
from ssldiag.bundle.model import SCHEMA, BundleError, Made, Member, Plan
from ssldiag.model import Snapshot, Source
from ssldiag.render.escape import json_text, visible
from ssldiag.render.json import moment

NAME = "manifest.json"
PAGE = "case.html"
REPORT = "report.json"
SARIF = "report.sarif"
SOURCES = "sources/"
PACKETS = "packets/"

LARGEST = 64 * 1024 * 1024
"""Bytes of a manifest: 100,000 sources."""

CHUNK = 1024 * 1024


def identity(mapping: Mapping_) -> str:
    """What tells one mapping from another and nothing else of it: a number made with its secret salt."""
    return mapping.digest("which mapping this is", 16)


def member_names(sources: Iterable[Source]) -> dict[str, str]:
    """Path of a source -> name of its member: the path with nothing in it that a tool could stumble over."""
    names: dict[str, str] = {}
    used: set[str] = set()
    for number, source in enumerate(sources):
        parts = [
            part for part in visible(source.path).replace("\\", "_").split("/") if part not in ("", ".", "..")
        ]
        name = SOURCES + "/".join(parts)[:200]
        while name.lower() in used or name == SOURCES:
            name = f"{name}~{number}"
        used.add(name.lower())
        names[source.path] = name
    return names


def packets_name(member: str) -> str:
    """The name of the member with the packets of a capture."""
    return PACKETS + member.removeprefix(SOURCES) + ".pcap"


def document(
    snapshot: Snapshot,
    plan: Plan,
    made: Made,
    members: Iterable[Member],
    names: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The manifest as plain values. ``names`` are those of members, where more sources were named than there
    are now.
    """
    names = names or member_names(snapshot.sources)
    return {
        "schema": SCHEMA,
        "tool": {"name": "ssldiag", "version": __version__},
        "judged_at": moment(made.judged_at),
        "options": list(made.options),
        "captures": made.captures,
        "mapping": made.mapping,
        "replaced": dict(made.replaced),
        "snapshot": {
            "name": snapshot.name,
            "sources": [_source(source, names[source.path]) for source in snapshot.sources],
            "unreadable": [{"file": item.place.file, "reason": item.reason} for item in snapshot.unreadable],
        },
        "plan": {**asdict(plan), "items": [_item(item) for item in map(asdict, plan.items)]},
        "members": [asdict(member) for member in members],
    }


def text(manifest: Mapping[str, Any]) -> str:
    """The manifest as it stands in the file."""
    return json_text(manifest) + "\n"


def _item(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "replaced": dict(item["replaced"])}


def _source(source: Source, member: str) -> dict[str, Any]:
    return {
        "path": source.path,
        "member": member,
        "kind": source.kind,
        "why": source.why,
        "bytes": source.size,
        "encoding": source.encoding,
        "taken": moment(source.taken) if source.taken else None,
        "mode": source.mode,
    }


def parse(data: bytes) -> dict[str, Any]:
    """A manifest from its bytes. Raises BundleError."""
    try:
        found = json.loads(data)
        if isinstance(found, dict) and found.get("schema") == SCHEMA:
            return found
    except (ValueError, RecursionError):
        pass
    raise BundleError(f"its {NAME} is none of ssldiag bundle")


def digest(stream: BinaryIO) -> tuple[int, str]:
    """Size and SHA-256 of a stream."""
    size, found = 0, hashlib.sha256()
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        found.update(chunk)
    return size, found.hexdigest()
