"""A snapshot in; the redacted snapshot, kept in a folder of our own, and the plan out.

Every source is learnt from before the first is replaced. What cannot be redacted does not go in: text goes
line by line, key databases and captures as what was read in them, any other bytes stay at home.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from ssldiag.archive import MIB
from ssldiag.bundle import redact_captures, redact_keys
from ssldiag.bundle.cut_captures import cut
from ssldiag.bundle.drop import Fate, fate
from ssldiag.bundle.model import Item, Plan
from ssldiag.bundle.redact import Redactor
from ssldiag.facts import public_handshakes
from ssldiag.keydb import public
from ssldiag.keydb.model import KeyDatabase
from ssldiag.model import FilePlace, FramePlace, Place, Snapshot, Source, TextPlace, Unreadable

MAX_SIZE = 512 * MIB
"""Bytes of sources that go in unless ``--max-size`` says otherwise: packed, some 50 MB of mail."""

WITH_PACKETS = "its handshakes, decoded; its TCP packets without content but hellos"

NOTED = 20
"""Places that could not be read that are named; the report has all."""

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Staged:
    """The redacted snapshot, in the order of the original one, and what befell each source."""

    snapshot: Snapshot
    plan: Plan
    original: dict[str, str]
    """Stand-in of a path -> the path. Never leaves the host."""
    packets: dict[str, Path] = field(default_factory=dict)
    """Stand-in of a capture's path -> its packets without content, in the folder."""


@dataclass(frozen=True, slots=True)
class Options:
    """``passwords`` open PKCS#12 stores; ``max_size`` are bytes of sources; ``with_captures`` asks for
    packets beside decoded handshakes.
    """

    passwords: tuple[bytes, ...] = ()
    max_size: int = MAX_SIZE
    with_captures: bool = False


def learn(snapshot: Snapshot, redactor: Redactor, options: Options) -> dict[str, Fate]:
    """Go through all sources and take down what they name; the fate of each by its path."""
    fates = {}
    for source in snapshot.sources:
        redactor.learn_text(source.path)
        found = fates[source.path] = fate(source, options.passwords)
        if isinstance(found.content, KeyDatabase):
            _learn_database(redactor, found.content)
        elif found.how == "capture":
            fates[source.path] = _learn_capture(source, redactor, found)
        elif found.how == "text":
            try:
                redactor.learn(source)
            except OSError as error:
                fates[source.path] = _lost(error)
    redactor.learn_text(snapshot.name)
    redactor.settle()
    return fates


def _lost(error: OSError) -> Fate:
    return Fate("dropped", f"cannot be read: {error.strerror or error}")


def _learn_database(redactor: Redactor, database: KeyDatabase) -> None:
    entries = database.entries
    redactor.labels.update(entry.label for entry in entries if entry.label)
    redact_keys.learn(
        redactor,
        (entry.certificate for entry in entries if entry.certificate is not None),
        (entry.request for entry in entries if entry.request is not None),
    )


def _learn_capture(source: Source, redactor: Redactor, found: Fate) -> Fate:
    try:
        redact_captures.learn(redactor, redact_captures.decode(source))
    except OSError as error:
        return _lost(error)
    except Exception as error:
        return Fate("dropped", f"it could not be decoded, by a fault of ssldiag ({type(error).__name__})")
    return found


def stage(
    snapshot: Snapshot, redactor: Redactor, folder: Path, options: Options, told: Told = lambda path: None
) -> Staged:
    """Redact everything into ``folder``, which must be private and empty. Raises OSError, BundleError."""
    fates = learn(snapshot, redactor, options)
    sources, items = [], []
    paths: dict[str, str] = {}
    packets: dict[str, Path] = {}
    left = options.max_size
    for number, source in enumerate(snapshot.sources):
        told(source.path)
        path = _unique(redactor.text(source.path).replace("\n", " "), paths)
        paths[path] = source.path
        found = fates[source.path]
        target = folder / f"{number:06}"
        written = _write(source, found, redactor, target, left, path) if found.how != "dropped" else None
        if written is None or written < 0:
            reason = (
                found.reason
                if found.how == "dropped"
                else f"it is too large (--max-size, {left:,} bytes left)"
            )
            items.append(Item(path, source.kind, source.size, 0, "dropped", reason))
            continue
        left -= written
        counts = tuple(sorted((kind, count) for kind, count in redactor.counts.items() if count))
        word = {"text": "redacted" if counts else "as it is"}.get(found.how, "decoded")
        reason = redactor.text(found.reason)  # it may name a file
        items.append(Item(path, source.kind, source.size, written, word, reason, counts))
        sources.append(_source(source, path, target, written, redactor))
        if found.how == "capture" and options.with_captures:
            packets[path] = folder / f"{number:06}.pcap"
            size = _cut(source, redactor, packets[path], left)
            left -= size
            items[-1] = replace(items[-1], kept=written + size, reason=WITH_PACKETS)
            if not size:
                del packets[path]
    unread = tuple(_unread(item, redactor) for item in snapshot.unreadable)
    plan = Plan(
        redactor.text(snapshot.name),
        tuple(items),
        tuple(sorted(redactor.keep)),
        options.max_size,
        (*_notes(redactor), *_unread_notes(unread)),
    )
    made = Snapshot(plan.name, tuple(sources), unread)
    return Staged(made, plan, paths, packets)


def _cut(source: Source, redactor: Redactor, target: Path, left: int) -> int:
    """How many bytes the packets have; 0, and no file, if there are more than ``left``."""
    size = 0
    with target.open("wb") as stream:
        for piece in cut(source, redactor):
            size += len(piece)
            if size > left:
                break
            stream.write(piece)
    if size > left:
        target.unlink()
        return 0
    return size


def _unique(path: str, paths: dict[str, str]) -> str:
    made, number = path, 1
    while made in paths:
        number += 1
        made = f"{path}~{number}"
    return made


def _write(source: Source, found: Fate, redactor: Redactor, target: Path, left: int, path: str) -> int | None:
    """How many bytes were written; -1 if there are more than ``left``, None if it cannot be read."""
    size = 0
    redactor.counts.clear()
    try:
        with target.open("wb") as stream:
            for data in _content(source, found, redactor):
                size += len(data)
                if size > left:
                    target.unlink()
                    return -1
                stream.write(data)
    except OSError:
        if not target.exists():
            raise
        target.unlink()
        return None
    return size


def _content(source: Source, found: Fate, redactor: Redactor) -> Iterator[bytes]:
    if found.how == "text":
        for text in redactor.lines(source):
            yield text.encode("utf-8", "replace")
    elif found.how == "capture":
        made = redact_captures.redacted(redactor, redact_captures.decode(source))
        yield from public_handshakes.dump(made.capture, made.documents)
    elif isinstance(found.content, KeyDatabase):
        yield public.dump(redact_keys.database(redactor, found.content))
    else:
        yield public.dump(redactor.text(found.content or ""))


def _source(source: Source, path: str, target: Path, size: int, redactor: Redactor) -> Source:
    text = source.encoding is not None
    return replace(
        source,
        path=path,
        why=redactor.text(source.why),
        size=size,
        opener=partial(_open, target),
        encoding="utf-8" if text else None,
    )


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _unread(item: Unreadable, redactor: Redactor) -> Unreadable:
    return Unreadable(_place(item.place, redactor), redactor.text(item.reason))


def _unread_notes(unread: Sequence[Unreadable]) -> Iterator[str]:
    yield from (f"not read: {item.place.file}: {item.reason}" for item in unread[:NOTED])
    if len(unread) > NOTED:
        yield f"not read: {len(unread) - NOTED:,} more"


def _place(place: Place, redactor: Redactor) -> Place:
    file = redactor.text(place.file)
    if isinstance(place, TextPlace):
        return replace(place, file=file, text=redactor.text(place.text))
    if isinstance(place, FramePlace):
        return replace(place, file=file)
    return FilePlace(file, place.offset)


def _notes(redactor: Redactor) -> tuple[str, ...]:
    refused = sorted(redactor.words.refused)
    if not refused:
        return ()
    names: Sequence[str] = refused[:10]
    more = f" and {len(refused) - 10:,} more" if len(refused) > 10 else ""
    return (f"stay, because commands and messages use them as words too: {', '.join(names)}{more}",)
