"""The defaults that SSLADMIN SET leaves for a user: kept in the pool's folder, one small file a user."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

LARGEST = 4096
"""Bytes that are read: two user ids take some fifty."""


def file(directory: Path, uid: int) -> Path:
    """Where a user's defaults are."""
    return directory / "run" / f"settings-{uid}.json"


def load(directory: Path, uid: int) -> dict[str, str]:
    """The defaults of a user; none if there is no such file, or it holds something else."""
    try:
        descriptor = os.open(file(directory, uid), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(descriptor, "rb") as stream:
            found = json.loads(stream.read(LARGEST))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)}


def save(directory: Path, uid: int, defaults: Mapping[str, str]) -> None:
    """Keep them, for this user alone to read. Raises OSError."""
    target = file(directory, uid)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with open(descriptor, "w", encoding="ascii") as stream:
            json.dump(dict(defaults), stream)
        os.replace(beside, target)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
