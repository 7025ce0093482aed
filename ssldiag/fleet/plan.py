"""What was listed in, what there is to do out: hosts, and captures of files that go on with one another.

Pure: decides by names, sizes and times alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ssldiag.fleet.bounds import CUT_ABOVE
from ssldiag.fleet.model import Capture, Item
from ssldiag.fleet.records import utf8
from ssldiag.fleet.resolve import cut
from ssldiag.fleet.spans import Left, spans, weight

Known = Mapping[str, tuple[int, str]]
"""What was done before: name -> size and stamp."""

_DIGITS = re.compile(r"\d+")

_PACKED = re.compile(r"\.(?:gz|xz|bz2|zst)$", re.IGNORECASE)
"""How the name of a packed file ends."""


def rotation(item: Item) -> str:
    """Files of one folder whose names differ in digits alone are one capture, written in rotation. Some of
    them may have been packed since.
    """
    own, chained, rest = unpacked(item.name).partition("::")
    folder, slash, name = own.rpartition("/")
    return f"{folder}{slash}{_DIGITS.sub('#', name)}{chained}{rest}"


def unpacked(name: str) -> str:
    """The name that a packed file had before it was packed; that of any other is its own."""
    own, chained, rest = name.partition("::")
    return f"{_PACKED.sub('', own)}{chained}{rest}"


GROUPS: Mapping[str, Callable[[Item], str]] = {
    "rotation": rotation,
    "folder": lambda item: item.name.partition("::")[0].rpartition("/")[0] or ".",
    "file": lambda item: item.name,
    "all": lambda item: "all",
}
"""``--group`` and by what files are taken together."""


def captures(items: Iterable[Item], group: str) -> list[Capture]:
    """The captures that files are parts of; each file once, in the order in which they were named."""
    key_of = GROUPS[group]
    found: dict[str, dict[str, Item]] = {}
    for item in items:
        found.setdefault(key_of(item), {}).setdefault(item.name, item)
    return [Capture(utf8(name), tuple(files.values())) for name, files in found.items()]


def each_once(items: Iterable[Item]) -> list[Item]:
    """Hosts, each once."""
    return list({item.name: item for item in items}.values())


def since(items: Iterable[Item], moment: float | None) -> list[Item]:
    """What was changed since then, or may have been: not every store tells when."""
    return [item for item in items if moment is None or item.modified is None or item.modified >= moment]


def new_hosts(items: Iterable[Item], known: Known) -> list[Item]:
    """The hosts that are not as they were when they were examined last."""
    return [item for item in items if known.get(item.name) != (item.size, item.stamp)]


@dataclass(frozen=True, slots=True)
class Due:
    """A capture to read, or the new files of one; ``anew``: what was read of it before no longer counts."""

    capture: Capture
    anew: bool = False


def due(found: Iterable[Capture], known: Known) -> list[Due]:
    """The captures with new files, of which those alone are read. Where a file has changed that was read
    before, as the last one of a rotation does, or was packed since, all of its capture is read again.
    """
    wanted = []
    for capture in found:
        new = tuple(item for item in capture.files if item.name not in known)
        changed = any(
            known[item.name] != (item.size, item.stamp) if item.name in known else _packed_since(item, known)
            for item in capture.files
        )
        if changed:
            wanted.append(Due(capture, True))
        elif new:
            wanted.append(Due(Capture(capture.name, new)))
    return wanted


def _packed_since(item: Item, known: Known) -> bool:
    """Whether a file that is new was read by another name: reading it alone would count it twice."""
    plain = unpacked(item.name)
    return plain != item.name and plain in known


@dataclass(frozen=True, slots=True)
class Amount:
    """How much there is to do. ``largest`` are the bytes of the largest capture."""

    items: int
    bytes: int
    tasks: int
    bytes_read: int
    largest: int = 0


def of_hosts(items: Sequence[Item], batch: int) -> Amount:
    """Hosts."""
    total = sum(item.size for item in items)
    return Amount(len(items), total, -(-len(items) // batch), total)


def of_captures(wanted: Sequence[Due], workers: int) -> Amount:
    """Captures: a file that is cut is gone through twice, small ones are read several at a time."""
    files = [item for one in wanted for item in one.capture.files]
    total = sum(item.size for item in files)
    left, tasks = Left(total, workers), len(files)
    for one in wanted:
        for span in spans(
            one.capture.files, lambda item: weight(item.size, len(cut(0, item.size))), left.limit
        ):
            left.take(item.size for item in span)
            count = len(cut(0, span[0].size))
            tasks += 1 if count == 1 else 2 * count
    moved = sum(item.size * (2 if item.size > CUT_ABOVE else 1) for item in files)
    largest = max((one.capture.size for one in wanted), default=0)
    return Amount(len(files), total, tasks, moved, largest)


@dataclass(frozen=True, slots=True)
class Rates:
    """What one worker does in a second, and what the process that hands out and writes does: measured on one
    busy machine (``docs/fleet/estimate.md``), to be measured anew on another.
    """

    hosts: float = 15.0
    scanned: float = 60e6
    joined: float = 340e6
    written: float = 780e6


def seconds_of_hosts(amount: Amount, workers: int, rates: Rates) -> float:
    """How long examining takes."""
    return amount.items / rates.hosts / max(1, workers)


def seconds_of_captures(amount: Amount, workers: int, rates: Rates) -> float:
    """How long reading takes: as long as the workers take, or one of them to join the largest capture, or the
    one process that writes, whichever is most.
    """
    return max(
        amount.bytes_read / rates.scanned / max(1, workers),
        amount.largest / rates.joined,
        amount.bytes / rates.written,
    )
