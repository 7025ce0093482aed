"""The list of what a dataset holds: one line of JSON a commit, in ``manifest.jsonl``.

A Parquet file that no line names was left by a run that broke off; it counts for nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ssldiag.fleet.model import FleetError
from ssldiag.fleet.schema import SCHEMA

NAME = "manifest.jsonl"

Identity = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Commit:
    """What one run added at one time. ``inputs`` are the files and hosts that were worked through, ``done``
    the items that rows are about; of those in ``replaced``, rows of earlier runs no longer count.
    """

    run: str
    kind: str
    inputs: tuple[Identity, ...]
    done: tuple[str, ...]
    replaced: tuple[str, ...]
    files: tuple[str, ...]


@dataclass
class Manifest:
    """All commits of a dataset."""

    commits: list[Commit] = field(default_factory=list)

    def known(self, kind: str) -> dict[str, tuple[int, str]]:
        """The inputs that were worked through, with size and stamp as they were last."""
        return {
            name: (size, stamp)
            for commit in self.commits
            if commit.kind == kind
            for name, size, stamp in commit.inputs
        }

    def files(self, table: str) -> list[str]:
        """The Parquet files of a table."""
        return [file for commit in self.commits for file in commit.files if file.startswith(f"{table}/")]

    def current(self) -> list[tuple[str, str, str]]:
        """The runs whose rows tell how things are now: kind, item and run. Of a host the last one alone; of a
        capture all since it was last read from its beginning.
        """
        found: dict[tuple[str, str], dict[str, None]] = {}
        for commit in self.commits:
            for item in (*commit.replaced, *(commit.done if commit.kind == "doctor" else ())):
                found.pop((commit.kind, item), None)
            for item in commit.done:
                found.setdefault((commit.kind, item), {})[commit.run] = None
        return [(kind, item, run) for (kind, item), runs in found.items() for run in runs]


def read(folder: Path) -> Manifest:
    """The manifest of a dataset; an empty one where there is none yet. Raises FleetError.

    A last line without an end was never finished.
    """
    try:
        text = (folder / NAME).read_text("utf-8")
    except FileNotFoundError:
        return Manifest()
    except (OSError, UnicodeDecodeError) as error:
        raise FleetError(f"{folder / NAME} cannot be read: {error}") from error
    lines = text.split("\n")[:-1]
    return Manifest([_commit(folder, number, line) for number, line in enumerate(lines, 1)])


def _commit(folder: Path, number: int, line: str) -> Commit:
    try:
        told: dict[str, Any] = json.loads(line)
        if told["schema"] != SCHEMA:
            raise FleetError(f"{folder}: is of schema {told['schema']}, and this ssldiag reads {SCHEMA}")
        files = tuple(map(str, told["files"]))
        if any(".." in file.split("/") or file.startswith("/") for file in files):
            raise ValueError("a file outside of the dataset")
        return Commit(
            str(told["run"]),
            str(told["kind"]),
            tuple((str(name), int(size), str(stamp)) for name, size, stamp in told["inputs"]),
            tuple(map(str, told["done"])),
            tuple(map(str, told["replaced"])),
            files,
        )
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise FleetError(f"{folder / NAME}, line {number}: is not what ssldiag wrote ({error})") from error


def append(folder: Path, commit: Commit) -> None:
    """Add a commit; it is on the disk when this returns."""
    told = {
        "schema": SCHEMA,
        "run": commit.run,
        "kind": commit.kind,
        "inputs": commit.inputs,
        "done": commit.done,
        "replaced": commit.replaced,
        "files": commit.files,
    }
    line = json.dumps(told).encode() + b"\n"
    with (folder / NAME).open("r+b" if (folder / NAME).exists() else "xb") as stream:
        stream.seek(_whole(folder / NAME))
        stream.truncate()
        stream.write(line)
        stream.flush()
        os.fsync(stream.fileno())


def _whole(path: Path) -> int:
    """Where the last whole line ends."""
    with path.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        at = size
        while at > 0:
            start = max(0, at - 65_536)
            stream.seek(start)
            found = stream.read(at - start).rfind(b"\n")
            if found >= 0:
                return start + found + 1
            at = start
    return 0


def unlisted(folder: Path, manifest: Manifest, tables: Iterable[str]) -> list[Path]:
    """Parquet files of runs that broke off."""
    listed = {file for commit in manifest.commits for file in commit.files}
    return [
        path
        for table in tables
        for path in sorted((folder / table).glob("day=*/*.parquet"))
        if path.relative_to(folder).as_posix() not in listed
    ]
