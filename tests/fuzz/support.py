"""What targets share: a source made of bytes, and what holds of every document that a reader gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from ssldiag.model import Snapshot, Source, TextPlace, Unreadable
from ssldiag.recognise import recognise
from ssldiag.text import detect

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def source(data: bytes, kind: str, path: str = "FILE") -> Source:
    """A source of these bytes, in the encoding that they show."""
    return Source(
        path, kind, "", len(data), lambda: BytesIO(data), detect(data[:65_536], len(data)) or "latin-1"
    )


def walk(value: Any) -> Iterator[Any]:
    """A value and all that is in it, as far as it is made of dataclasses, tuples and lists."""
    stack = [value]
    while stack:
        item = stack.pop()
        yield item
        if isinstance(item, tuple | list | frozenset):
            stack.extend(item)
        elif isinstance(item, dict):
            stack.extend((*item, *item.values()))
        elif is_dataclass(item) and not isinstance(item, type):
            stack.extend(getattr(item, field.name) for field in fields(item) if field.name != "opener")


def check(document: Any) -> tuple[Hashable, ...]:
    """Words and notes stand where they say. Gives what tells this document from others."""
    kinds: Counter[str] = Counter()
    reasons = set()
    for item in walk(document):
        kinds[type(item).__name__] += 1
        if isinstance(item, TextPlace):
            assert item.line >= 1 and item.column >= 1 and item.width >= 0, item
            assert not item.text or item.column - 1 + item.width <= len(item.text) + 1, (item, item.text)
        elif isinstance(item, Unreadable):
            assert item.reason and str(item.place)
            reasons.add(item.reason[:30])
    return (frozenset(reasons), *sorted((kind, count.bit_length()) for kind, count in kinds.items()))


def shape(*counts: int) -> tuple[int, ...]:
    """Counts as orders of magnitude: inputs that differ in these are worth keeping."""
    return tuple(count.bit_length() for count in counts)


def snapshot(files: Mapping[str, bytes]) -> Snapshot:
    """A host of these files."""
    found = []
    for path, data in sorted(files.items()):
        encoding = detect(data[:65_536], len(data))
        kind, why = recognise(path, data[:65_536], len(data), encoding)
        found.append(Source(path, kind, why, len(data), lambda data=data: BytesIO(data), encoding))
    return Snapshot("host", tuple(found))
