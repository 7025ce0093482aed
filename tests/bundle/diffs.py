"""Two small hosts for the tests of comparisons: files in, a side out, examined by all rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from ssldiag.bundle.changes import Side
from ssldiag.doctor import examine
from ssldiag.facts import Facts
from ssldiag.registry import load
from ssldiag.render import json
from ssldiag.settings import Settings
from ssldiag.snapshot import open_snapshot

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def side(folder: Path, files: Mapping[str, str | bytes]) -> Side:
    """A host with these files."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content.encode() if isinstance(content, str) else content)
    return of(folder)


@cache
def of(path: Path) -> Side:
    """A host that lies there already."""
    snapshot = open_snapshot(path)
    rules = tuple(rule for code, rule in load().items() if code.startswith(("ZVM", "CERT")))
    report = json.document(examine(snapshot, rules, NOW, Settings()))
    return Side(path.name, snapshot, Facts(snapshot, Settings(), NOW), report)
