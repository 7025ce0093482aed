"""Seeds: what the samples and tests hold, by the ends of file names; nothing but reading is done here."""

from __future__ import annotations

from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("samples", "tests/checks", "tests/keydb/data")
LARGEST = 64 * 1024
"""Bytes of a seed: the loop makes some thousand variants of each, and small ones show as much."""


@cache
def files() -> dict[str, Path]:
    """Every sample file by its path, short ones only."""
    found = {}
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.stat().st_size <= LARGEST:
                found[path.relative_to(ROOT).as_posix()] = path
    return found


def seeds(*ends: str) -> list[bytes]:
    """The different contents of the files whose names end so, without regard to case."""
    wanted = tuple(end.lower() for end in ends)
    return list(
        dict.fromkeys(path.read_bytes() for name, path in files().items() if name.lower().endswith(wanted))
    )
