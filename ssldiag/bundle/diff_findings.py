"""Two reports in, what they find otherwise out: findings that went, came, changed; checks that decide now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ssldiag.bundle.changes import Change, Cited, Side
from ssldiag.render.tally import count

Found = Mapping[str, Any]

CODES = 12
"""Codes named in a sentence; more are counted."""


def compare(old: Side, new: Side) -> Iterator[Change]:
    """New findings first, then those that changed, then those that are gone; then checks."""
    before, after = _by_code(old), _by_code(new)
    changes = [
        change
        for code in dict.fromkeys((*after, *before))
        for change in _one_code(code, before.get(code, []), after.get(code, []))
    ]
    order = ("new", "changed", "gone")
    yield from sorted(changes, key=lambda change: order.index(change.kind))
    yield from _checks(old, new)


def items(report: Mapping[str, Any], key: str) -> list[Found]:
    """The entries of a list of a report; what is none is left out."""
    found = report.get(key)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


def _by_code(side: Side) -> dict[str, list[Found]]:
    found: dict[str, list[Found]] = defaultdict(list)
    for item in items(side.report, "findings"):
        found[str(item.get("code", ""))].append(item)
    return found


def _one_code(code: str, old: Sequence[Found], new: Sequence[Found]) -> Iterator[Change]:
    """Findings of one rule: the same words drop out, what is left pairs up in order."""
    before, after = _left(old, new), _left(new, old)
    for first, second in zip(before, after, strict=False):
        said = f"{code} now: {_message(second)}; was: {_message(first)}"
        yield _change("changed", said, code, first, second)
    for item in before[len(after) :]:
        word = "gone" if not new else "less often"
        yield _change("gone", f"{code} {word}: {_message(item)}", code, item, None)
    for item in after[len(before) :]:
        word = "new" if not old else "more often"
        yield _change("new", f"{code} {word}: {_message(item)}", code, None, item)


def _left(mine: Sequence[Found], theirs: Sequence[Found]) -> list[Found]:
    messages = [_message(item) for item in theirs]
    counts: dict[str, int] = defaultdict(int)
    for message in messages:
        counts[message] += 1
    left = []
    for item in mine:
        message = _message(item)
        counts[message] -= 1
        if counts[message] < 0:
            left.append(item)
    return left


def _message(item: Found) -> str:
    return str(item.get("message", ""))


def _change(kind: str, said: str, code: str, old: Found | None, new: Found | None) -> Change:
    severity = str((new or old or {}).get("severity", ""))
    return Change("finding", kind, said, _place(old), _place(new), code, severity)


def _place(item: Found | None) -> Cited | None:
    """The first piece of evidence."""
    evidence = items(item, "evidence") if item else []
    if not evidence:
        return None
    first = evidence[0]
    line, frame = first.get("line"), first.get("frame")
    return Cited(
        str(first.get("file", "")),
        line if isinstance(line, int) else None,
        str(first.get("quote") or ""),
        frame if isinstance(frame, int) else None,
    )


def _codes(report: Mapping[str, Any], key: str) -> set[str]:
    found = report.get(key)
    if not isinstance(found, list):
        return set()
    return {str(item.get("code") if isinstance(item, Mapping) else item) for item in found}


def _checks(old: Side, new: Side) -> Iterator[Change]:
    """Checks that could not decide on one side for want of files."""
    held, holds = _codes(old.report, "skipped"), _codes(new.report, "skipped")
    passed, passes = _codes(old.report, "passed"), _codes(new.report, "passed")
    if now := sorted(held & passes):
        said = f"{count(len(now), 'check')} could not decide before and find nothing wrong now: {_some(now)}"
        yield Change("check", "new", said)
    if lost := sorted(holds & passed):
        said = f"{count(len(lost), 'check')} found nothing wrong before and cannot decide now: {_some(lost)}"
        yield Change("check", "gone", said)
    if gone := sorted(holds & {str(item.get("code")) for item in items(old.report, "findings")}):
        said = f"{count(len(gone), 'check')} found something before and cannot decide now: {_some(gone)}"
        yield Change("check", "gone", said)


def _some(codes: Sequence[str]) -> str:
    more = f" and {len(codes) - CODES:,} more" if len(codes) > CODES else ""
    return f"{', '.join(codes[:CODES])}{more}"
