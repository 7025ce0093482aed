"""What tests of fleets need: rotated captures, one process's answer to them, and a dataset's."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from ssldiag.capture.decode import best_engine, decode_each
from ssldiag.cli.pcap_made import Liner
from ssldiag.fleet import plan, run_pcap
from ssldiag.fleet.dataset import Dataset, Writer
from ssldiag.fleet.engine import Engine
from ssldiag.fleet.places import captures
from ssldiag.fleet.query import Answer, opened
from tests.capture.files import pcap
from tests.capture.makers import DATA, GOOD, Packet, Said, frames, merged, spoken
from tests.capture.traffic import ends_of, traffic
from tests.fleet.here import Here

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FILES = 6


@cache
def packets(seed: int = 1, connections: int = 40, files: int = FILES) -> Sequence[Packet]:
    """Traffic, some of it connections that are open for all of the time."""
    some = traffic(seed, connections)
    start, end = some[0][0], some[-1][0]
    step = (end - start) // (10 * files)
    one: Said = ("c", DATA)
    said: list[Said] = [*GOOD, *([one] * 9 * files)]
    through = [
        frames(spoken(said, start=start + number, step=step), ends_of(number + 41)) for number in range(6)
    ]
    return tuple(merged(some, *through))


def parted(found: Sequence[Packet], files: int = FILES) -> list[list[Packet]]:
    """The packets of each file of a rotation."""
    step = -(-len(found) // files)
    return [list(found[at : at + step]) for at in range(0, len(found), step)]


def rotated(
    folder: Path, seed: int = 1, files: int = FILES, write: Callable[[list[Packet]], bytes] = pcap
) -> list[Path]:
    """A capture in files that follow one another, with connections across every boundary."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, part in enumerate(parted(packets(seed, files=files), files), 1):
        path = folder / f"ring-{number:03}.pcap"
        path.write_bytes(write(part))
        paths.append(path)
    return paths


def packed(paths: Sequence[Path]) -> list[Path]:
    """The same files, packed with gzip."""
    found = []
    for path in paths:
        target = path.with_name(path.name + ".gz")
        target.write_bytes(gzip.compress(path.read_bytes(), 1, mtime=0))
        path.unlink()
        found.append(target)
    return found


def one_process(paths: Sequence[Path | str]) -> list[str]:
    """What ``ssldiag pcap --format jsonl`` writes for these files."""
    decoding = decode_each([str(path) for path in paths], Liner("never", False), engine=best_engine())
    return [line.text.rstrip("\n") for line in decoding]


class Quiet:
    """Is told how far a run is; calls something then."""

    def __init__(self, call: Callable[[int], object] = lambda done: None) -> None:
        self.done = 0
        self._call = call

    def step(self, items: int, size: int) -> None:
        self.done += items
        self._call(self.done)


def fleet_pcap(
    patterns: Sequence[Path | str],
    to: Path,
    engine: Engine | None = None,
    *,
    group: str = "rotation",
    resume: bool = False,
    told: Quiet | None = None,
) -> run_pcap.Outcome:
    """As ``ssldiag fleet pcap`` does it."""
    items = [item for pattern in patterns for item in captures(str(pattern))]
    dataset = Dataset(to, "pcap", NOW, resume)
    todo = plan.due(plan.captures(items, group), dataset.known() if resume else {})
    with Writer(dataset) as writer:
        return run_pcap.run(todo, engine or Here(), writer, NOW, told or Quiet())


def ask(folder: Path, sql: str) -> Answer:
    """The answer of a dataset."""
    with opened(folder) as questions:
        return questions.ask(sql)


def documents(folder: Path) -> list[str]:
    """The documents of all handshakes, in the order of each capture."""
    rows = ask(folder, "SELECT document FROM handshakes ORDER BY item, run, number").rows
    return [row[0] for row in rows]


def statuses(folder: Path) -> dict[str, str]:
    """What became of each file."""
    return {Path(name).name: status for name, status in ask(folder, "SELECT file, status FROM files").rows}
