"""Settings of two sides in, what came, went and changed out, in words with the place on each side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ssldiag.bundle import entries
from ssldiag.bundle.changes import Change, cited
from ssldiag.bundle.settings import Setting

Key = tuple[str, str, str, str]
Files = Mapping[str, str]

TOLD = 160
"""Characters of a value that are quoted: two lines of a terminal. The places have the whole."""

FEW = 4
"""Words of both sides that are told as they are, list or not."""

MEMBERS = 4
"""Settings that are named where an entry comes or goes as a whole; the others are counted."""


def compare(old: Sequence[Setting], new: Sequence[Setting], files: Files) -> list[Change]:
    """What changed, in the order of files and lines. ``files`` maps a new file's path to the old path, for
    files that both sides have.
    """
    return sorted(_changes(old, new, files), key=lambda change: _order(change, files))


def _order(change: Change, files: Files) -> tuple[str, int]:
    if change.new is not None:
        return files.get(change.new.file, change.new.file), change.new.line or 0
    assert change.old is not None
    return change.old.file, change.old.line or 0


def _changes(old: Sequence[Setting], new: Sequence[Setting], files: Files) -> Iterator[Change]:
    names = _entries(new, files) - _entries(old, {})
    lost = _entries(old, {}) - _entries(new, files)
    moved = entries.renamed(
        [item for item in old if (item.place.file, item.entry) in lost],
        [item for item in new if (files.get(item.place.file, ""), item.entry) in names],
    )
    for first, second in moved:
        said = f"{first.entry} is now {second.entry}"
        yield Change("setting", "changed", said, cited(first.place), cited(second.place))
        lost.discard((first.place.file, first.entry))
        names.discard((files.get(second.place.file, ""), second.entry))
    old = entries.called(old, moved)
    yield from _whole("gone", [item for item in old if (item.place.file, item.entry) in lost])
    yield from _whole("new", [item for item in new if (files.get(item.place.file, ""), item.entry) in names])
    before = _grouped((item for item in old if (item.place.file, item.entry) not in lost), {})
    after = _grouped(
        (item for item in new if (files.get(item.place.file, ""), item.entry) not in names), files
    )
    for key in dict.fromkeys((*before, *after)):
        yield from _group(before.get(key, []), after.get(key, []))


def _entries(found: Iterable[Setting], files: Files) -> set[tuple[str, str]]:
    return {(files.get(item.place.file, item.place.file), item.entry) for item in found if item.entry}


def _grouped(found: Iterable[Setting], files: Files) -> dict[Key, list[Setting]]:
    groups: dict[Key, list[Setting]] = defaultdict(list)
    for item in found:
        file = files.get(item.place.file, item.place.file)
        groups[file, item.entry, item.owner, item.name].append(item)
    return groups


def _group(old: Sequence[Setting], new: Sequence[Setting]) -> Iterator[Change]:
    """Settings of one name: the same words drop out, what is left pairs up in order."""
    before, after = _left(old, new), _left(new, old)
    for first, second in zip(before, after, strict=False):
        said = f"{_name(second)}: {_between(first, second)}"
        yield Change("setting", "changed", said, cited(first.place), cited(second.place))
    for item in before[len(after) :]:
        yield Change("setting", "gone", _moved(item, "removed", "from"), cited(item.place))
    for item in after[len(before) :]:
        yield Change("setting", "new", _moved(item, "added", "to"), None, cited(item.place))


def _between(old: Setting, new: Setting) -> str:
    """Both values; of long lists what came and went."""
    before, after = Counter(old.words), Counter(new.words)
    if not new.is_list or before.total() + after.total() <= FEW or not before & after:
        return f"{_value(old)} -> {_value(new)}"
    said = [
        f"{_cut(' '.join(words.elements()))} {verb}"
        for words, verb in ((before - after, "removed"), (after - before, "added"))
        if words
    ]
    return ", ".join(said) or f"in another order: {_value(new)}"


def _left(mine: Sequence[Setting], theirs: Sequence[Setting]) -> list[Setting]:
    """Mine without as many of the same words as they have."""
    counts: dict[tuple[str, ...], int] = defaultdict(int)
    for item in theirs:
        counts[_folded(item)] += 1
    left = []
    for item in mine:
        words = _folded(item)
        if counts[words]:
            counts[words] -= 1
        else:
            left.append(item)
    return left


def _folded(item: Setting) -> tuple[str, ...]:
    return item.words


def _whole(kind: str, items: Sequence[Setting]) -> Iterator[Change]:
    """Entries that came or went, each with what it says."""
    groups: dict[tuple[str, str], list[Setting]] = defaultdict(list)
    for item in items:
        groups[item.place.file, item.entry].append(item)
    for (_, entry), held in groups.items():
        said = ", ".join(dict.fromkeys(_alone(item) for item in held[:MEMBERS]))
        more = f" and {len(held) - MEMBERS:,} more" if len(held) > MEMBERS else ""
        place = cited(held[0].place)
        what = f"{entry} is {kind}: {said}{more}"
        yield Change("setting", kind, what, *((place, None) if kind == "gone" else (None, place)))


def _alone(item: Setting) -> str:
    return _cut(f"{item.name}{'' if item.name.endswith('.') else ' '}{' '.join(item.words)}".strip())


def _name(item: Setting) -> str:
    return f"{item.name} of {item.owner}" if item.owner else item.name


def _moved(item: Setting, verb: str, word: str) -> str:
    where = f" {word} {item.owner}" if item.owner else ""
    return f"{_alone(item)} {verb}{where}"


def _value(item: Setting) -> str:
    return _cut(" ".join(item.words)) or "nothing"


def _cut(text: str) -> str:
    return text if len(text) <= TOLD else f"{text[:TOLD]}…"
