"""A folder that is examined as if it were ``/`` in; its files by pattern, suffix or path out, each bounded.

Nothing outside of the folder is read: a link that leads out of it counts as left out. Only regular files
are opened, and no name is ever run.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from time import monotonic

MOST_FILES = 2_000
"""Files that are taken or described: a host with ten products has some 300."""
MOST_ENTRIES = 100_000
"""Names that are looked at: an installation of WebSphere has some 30,000 files."""
DEEPEST = 10
"""Folders one in another below those that are searched: key stores of a cell lie eight deep."""
MOST_BYTES = 4 * 1024 * 1024
"""Of a configuration file or key database."""
TAIL = 1024 * 1024
"""Bytes of a log's end: some 8,000 lines."""
TOTAL = 128 * 1024 * 1024
"""Bytes of everything that is kept: it is held in memory."""
SECONDS = 60.0
"""For the whole search: file systems over a network may be slow."""

OUT = "a link that leads out of the tree"


class NotTaken(Exception):
    """A file that stays out; ``state`` is a word of the collector's list, the text the reason."""

    def __init__(self, state: str, reason: str) -> None:
        super().__init__(reason)
        self.state = state


@dataclass
class Tree:
    """The tree below ``root`` (a real path). ``clock`` counts seconds."""

    root: Path
    seconds: float = SECONDS
    clock: Callable[[], float] = monotonic
    looked: int = 0
    kept: int = 0
    cut: list[str] = field(default_factory=list)
    _end: float = 0.0

    def __post_init__(self) -> None:
        self.root = Path(os.path.realpath(self.root))
        self._end = self.clock() + self.seconds

    @property
    def spent(self) -> bool:
        """Whether the search has to end; why is noted once."""
        why = ""
        if self.looked >= MOST_ENTRIES:
            why = f"the search ended after {MOST_ENTRIES:,} names"
        elif self.clock() > self._end:
            why = f"the search ended after {self.seconds:g} seconds"
        if why and why not in self.cut:
            self.cut.append(why)
        return bool(why)

    def matching(self, pattern: str) -> Iterator[str]:
        """The paths that fit a pattern, in order. Folders that may not be listed hold none."""
        yield from self._matching("", pattern.split("/"))

    def _matching(self, prefix: str, parts: list[str]) -> Iterator[str]:
        first, rest = parts[0], parts[1:]
        names = self._names(prefix) if any(sign in first for sign in "*?[") else [first]
        for name in names:
            if name != first and not fnmatchcase(name, first):
                continue
            path = f"{prefix}{name}"
            if rest:
                yield from self._matching(f"{path}/", rest)
            elif os.path.lexists(self.root / path):
                yield path

    def below(self, folder: str, suffixes: tuple[str, ...]) -> Iterator[str]:
        """The files below a folder whose names end like this, whatever their letter case."""
        waiting = [(folder, 0)]
        while waiting and not self.spent:
            top, depth = waiting.pop()
            for name in self._names(f"{top}/"):
                path = f"{top}/{name}"
                try:
                    mode = os.lstat(self.root / path).st_mode
                except OSError:
                    continue
                if stat.S_ISDIR(mode):
                    if depth < DEEPEST:
                        waiting.append((path, depth + 1))
                elif name.lower().endswith(suffixes):
                    yield path

    def _names(self, prefix: str) -> list[str]:
        if self.spent:
            return []
        try:
            real = self.real(prefix.rstrip("/") or ".")
            names = sorted(os.listdir(real))
        except (OSError, NotTaken):
            return []
        self.looked += len(names)
        return names[:MOST_ENTRIES]

    def real(self, path: str) -> Path:
        """Where a path leads. Raises NotTaken for one that leads out of the tree."""
        if "\0" in path:
            raise NotTaken("left out", "no path")
        real = Path(os.path.realpath(self.root / path))
        if real != self.root and self.root not in real.parents:
            raise NotTaken("left out", OUT)
        return real

    def is_folder(self, path: str) -> bool:
        """Whether a path is a folder of the tree."""
        try:
            return self.real(path).is_dir()
        except (OSError, NotTaken):
            return False

    def stat(self, path: str) -> os.stat_result:
        """What the file system says of a regular file. Raises NotTaken."""
        try:
            found = os.stat(self.real(path))
        except FileNotFoundError:
            raise NotTaken("absent", "") from None
        except (OSError, ValueError) as error:
            raise NotTaken("unreadable", str(getattr(error, "strerror", None) or error)) from None
        if not stat.S_ISREG(found.st_mode):
            raise NotTaken("left out", "is not a file")
        return found

    def read(self, path: str, most: int = MOST_BYTES, tail: bool = False) -> bytes:
        """The bytes of a file; of a longer one the end if ``tail``. Raises NotTaken."""
        size = self.stat(path).st_size
        if size > most and not tail:
            raise NotTaken("left out", f"is larger than {most // 2**20} MiB")
        if self.kept + min(size, most) > TOTAL:
            raise NotTaken("left out", f"more than {TOTAL // 2**20} MiB would be kept")
        try:
            with open(self.real(path), "rb", opener=careful) as stream:
                if size > most:
                    stream.seek(size - most)
                data = stream.read(most)
        except OSError as error:
            raise NotTaken("unreadable", str(error.strerror or error)) from None
        self.kept += len(data)
        return data.partition(b"\n")[2] if size > most else data


def careful(path: str, flags: int) -> int:
    """Open without waiting for the writer of a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))
