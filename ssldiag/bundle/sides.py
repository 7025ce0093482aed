"""Two paths in, the sides of a comparison out: bundles as they are, other files as they are or replaced."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ssldiag.bundle.changes import Side
from ssldiag.bundle.manifest import identity
from ssldiag.bundle.mapping import Mapping
from ssldiag.bundle.opened import Bundle, bundle_in
from ssldiag.bundle.redact import Redactor
from ssldiag.bundle.stage import Options, stage
from ssldiag.bundle.write import NO_ROOM
from ssldiag.facts import Facts
from ssldiag.model import Report, Snapshot
from ssldiag.render import json
from ssldiag.settings import Settings
from ssldiag.snapshot import open_snapshot

Examine = Callable[[Path, Snapshot], Report]
"""How ``doctor`` would examine what lies at a path."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How to open sides. By ``mapping``, if there is one, names in what is no bundle are replaced, but for
    kinds in ``keep``; ``folder`` is an empty and private place for that.
    """

    examine: Examine
    settings: Settings
    now: datetime
    folder: Path
    mapping: Mapping | None = None
    keep: frozenset[str] = frozenset()


def both(old: Path, new: Path, wanted: Wanted) -> tuple[Side, Side]:
    """The two sides; what a bundle keeps as it is stays in files beside it too. Raises SnapshotError;
    BundleError where there is too much to replace.
    """
    packed = [(path, open_snapshot(path)) for path in (old, new)]
    found = [(path, snapshot, bundle_in(snapshot)) for path, snapshot in packed]
    kept = frozenset().union(*(_kept(bundle) for _, _, bundle in found if bundle))
    wanted = replace(wanted, keep=wanted.keep | kept)
    first, second = (
        _bundle(path, bundle, wanted) if bundle else _plain(path, snapshot, wanted)
        for path, snapshot, bundle in found
    )
    return first, second


def _kept(bundle: Bundle) -> frozenset[str]:
    plan = bundle.manifest.get("plan")
    kept = plan.get("kept") if isinstance(plan, dict) else None
    return frozenset(map(str, kept)) if isinstance(kept, list) else frozenset()


def _name(path: Path) -> str:
    return path.name or str(path)


def _bundle(path: Path, bundle: Bundle, wanted: Wanted) -> Side:
    snapshot, report = bundle.snapshot, bundle.report
    if report is None:
        report = json.document(wanted.examine(path, snapshot))
    missing = frozenset(item.place.file for item in snapshot.unreadable if item.reason == NO_ROOM)
    facts = Facts(snapshot, wanted.settings, wanted.now)
    mapping = str(bundle.manifest.get("mapping") or "")
    return Side(_name(path), snapshot, facts, report, True, mapping, missing)


def _plain(path: Path, snapshot: Snapshot, wanted: Wanted) -> Side:
    name, mapping = _name(path), ""
    if wanted.mapping is not None:
        redactor = Redactor(wanted.mapping, wanted.keep)
        place = wanted.folder / f"{len(list(wanted.folder.iterdir()))}"
        place.mkdir(mode=0o700)
        snapshot = stage(snapshot, redactor, place, Options(wanted.settings.passwords)).snapshot
        mapping, name = identity(wanted.mapping), redactor.text(name)
    report = json.document(wanted.examine(path, snapshot))
    facts = Facts(snapshot, wanted.settings, wanted.now)
    return Side(name, snapshot, facts, report, bool(mapping), mapping)
