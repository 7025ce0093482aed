"""Two sides in (bundles, folders, archives), what changed between them out, in words and as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ssldiag.bundle import diff_files, diff_findings, diff_keys, diff_settings, diff_states
from ssldiag.bundle.changes import PARTS, Change, Cited, Difference, Side
from ssldiag.bundle.diff_findings import CODES
from ssldiag.bundle.settings import settings
from ssldiag.render.json import moment
from ssldiag.render.tally import count

SCHEMA = "ssldiag.bundle-diff/1"

MOST = 5_000
"""Changes that are told; two hosts that have more in which they differ are two hosts."""


def compare(old: Side, new: Side) -> Difference:
    """What changed from ``old`` to ``new``: findings first, then what was set and what runs, then files."""
    files = diff_files.pairs(old, new)
    told = [
        *diff_findings.compare(old, new),
        *diff_keys.compare(old.facts, new.facts, files),
        *diff_settings.compare(tuple(settings(old.facts)), tuple(settings(new.facts)), files),
        *diff_states.compare(old, new, files),
    ]
    told = [change for change in told if not _not_compared(change, old, new)]
    named = {place.file for change in told if change.part in ("certificate", "setting")
             for place in (change.new, change.old) if place is not None}  # fmt: skip
    back = {was: now for now, was in files.items()}
    told += diff_files.compare(old, new, files, {*named, *(back.get(path, path) for path in named)})
    order = list(PARTS)
    changes = tuple(sorted(told, key=lambda change: order.index(change.part))[:MOST])
    notes = (
        *_notes(old, new),
        *((f"{len(told) - MOST:,} more changes are left out",) if len(told) > MOST else ()),
    )
    return Difference(old, new, changes, tuple(_lead(old, new, changes)), notes)


def _not_compared(change: Change, old: Side, new: Side) -> bool:
    """Whether a setting only seems to come or go, because its file is on one side alone."""
    if change.part != "setting" or change.kind == "changed":
        return False
    place, other = (change.old, new) if change.kind == "gone" else (change.new, old)
    assert place is not None
    paths = {source.path for source in other.snapshot.sources}
    names = {path.rsplit("/", 1)[-1].lower() for path in paths}
    return place.file not in paths and place.file.rsplit("/", 1)[-1].lower() not in names


def _lead(old: Side, new: Side, changes: tuple[Change, ...]) -> Iterator[str]:
    """What matters in a few sentences: which findings went and came, and what is left."""
    for kind, word in (("gone", "Gone"), ("new", "New")):
        codes = dict.fromkeys(
            change.code for change in changes if change.part == "finding" and change.kind == kind
        )
        if codes:
            more = f" and {len(codes) - CODES:,} more" if len(codes) > CODES else ""
            yield f"{word}: {', '.join(list(codes)[:CODES])}{more}."
    if not changes:
        yield "Nothing changed."
    left, had = _problems(new), _problems(old)
    if left == had:
        yield f"{_capital(left)} as before."
    else:
        yield f"{_capital(left)} left; before, {had}."


def _problems(side: Side) -> str:
    numbers = [(word, side.number(word)) for word in ("error", "warning", "info")]
    return ", ".join(count(number, word) for word, number in numbers if number) or "no problem"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _notes(old: Side, new: Side) -> Iterator[str]:
    """What may make things look changed that are not."""
    if old.redacted != new.redacted:
        one, other = (old, new) if old.redacted else (new, old)
        yield (
            f"{one.name} has stand-ins and {other.name} has not, so names differ: "
            "give the mapping with --mapping to replace both alike"
        )
    elif old.mapping != new.mapping and old.mapping and new.mapping:
        yield "they were made with different mappings, so the same name may have two stand-ins"
    if old.version != new.version:
        yield f"examined by ssldiag {old.version or '?'} and {new.version or '?'}: rules may differ"
    for side in (old, new):
        if side.missing:
            yield f"{side.name} lacks {count(len(side.missing), 'file')} that its host had; not compared"


def document(difference: Difference, now: datetime) -> dict[str, Any]:
    """The differences as plain values."""
    return {
        "schema": SCHEMA,
        "old": _side(difference.old),
        "new": _side(difference.new),
        "compared_at": moment(now),
        "lead": list(difference.lead),
        "notes": list(difference.notes),
        "changes": [_change(change) for change in difference.changes],
    }


def _side(side: Side) -> dict[str, Any]:
    numbers = {word: side.number(word) for word in ("error", "warning", "info")}
    return {
        "file": side.name,
        "judged_at": side.judged_at or None,
        "redacted": side.redacted,
        "summary": numbers,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "subject": change.part,
        "kind": change.kind,
        "what": change.what,
        "code": change.code or None,
        "severity": change.severity or None,
        "old": _cited(change.old),
        "new": _cited(change.new),
    }


def _cited(place: Cited | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {"file": place.file, "line": place.line, "frame": place.frame, "text": place.text or None}
