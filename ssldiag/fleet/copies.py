"""Files that are elsewhere, or packed, made local for as long as they are read.

A stretch is copied into a file with a hole before it, so that every place in it is the same as in the whole.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from ssldiag.capture.limits import MAX_RECORD, NotACapture
from ssldiag.capture.opened import open_bytes
from ssldiag.fleet.bounds import MAX_HOST_BYTES, MAX_HOST_FILES, MIB
from ssldiag.fleet.model import FleetError
from ssldiag.fleet.places import is_local


@contextmanager
def local(name: str, start: int = 0, end: int | None = None, head: int = 0) -> Iterator[str]:
    """A local path where the bytes from ``start`` to a record behind ``end`` are at their places, and the
    first ``head`` too. Of a local file, that itself.
    """
    if is_local(name):
        yield name
        return
    with scratch() as path:
        fetch(name, path, start, None if end is None else end + 2 * MAX_RECORD, head)
        yield path


@contextmanager
def scratch() -> Iterator[str]:
    """The name of an empty file, gone afterwards."""
    handle, path = tempfile.mkstemp(prefix="ssldiag-fleet-")
    os.close(handle)
    try:
        yield path
    finally:
        os.unlink(path)


def fetch(name: str, path: str, start: int = 0, stop: int | None = None, head: int = 0) -> None:
    """Copy bytes of a remote file to their places in a local one."""
    with opened(name) as source, open(path, "r+b") as target:
        if start and head:
            target.write(source.read(head))
        if start:
            source.seek(start)
            target.seek(start)
        left = stop - start if stop is not None else None
        while left is None or left > 0:
            data = source.read(4 * MIB if left is None else min(left, 4 * MIB))
            if not data:
                break
            target.write(data)
            left = left - len(data) if left is not None else None


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """A remote file, to be read from any place."""
    import fsspec

    with cast(Any, fsspec.open(name, "rb")) as stream:
        yield cast(BinaryIO, stream)


def unpack(packed: str, path: str) -> str:
    """Write what a packed file holds; what is wrong with it, as far as it came. Raises NotACapture."""
    source = open_bytes(packed)
    room = memoryview(bytearray(4 * MIB))
    try:
        with open(path, "r+b") as target:
            while got := source.readinto(room):
                target.write(room[:got])
    finally:
        source.close()
    return source.damage


class Scratch:
    """Local copies for as long as it is open; none while it is handed from process to process."""

    def __init__(self) -> None:
        self._stack: ExitStack | None = None
        self._paths: dict[tuple[str, bool], str] = {}

    @contextmanager
    def open(self) -> Iterator[None]:
        """Copies may be made; they are gone afterwards."""
        with ExitStack() as self._stack:
            try:
                yield
            finally:
                self._paths.clear()
        self._stack = None

    def path(self, name: str, packed: bool) -> str:
        """A local path with what a file holds; of a packed one, unpacked."""
        if is_local(name) and not packed:
            return name
        assert self._stack is not None
        found = self._paths.get((name, packed))
        if found is None:
            found = self._stack.enter_context(local(name))
            if packed:
                whole = self._stack.enter_context(scratch())
                unpack(found, whole)
                found = whole
            self._paths[name, packed] = found
        return found


class Fetched(os.PathLike[str]):
    """A path that is copied or unpacked when it is first opened: rarely, so mostly never."""

    def __init__(self, name: str, packed: bool, scratch: Scratch) -> None:
        self._name, self._packed, self._scratch = name, packed, scratch

    def __fspath__(self) -> str:
        return self._scratch.path(self._name, self._packed)

    def __str__(self) -> str:
        return self._name


@contextmanager
def host(name: str, size: int, folder: bool) -> Iterator[Path]:
    """A local path of a host's archive or folder. Raises FleetError if it is too large to be fetched."""
    if is_local(name):
        yield Path(name)
        return
    if size > MAX_HOST_BYTES:
        raise FleetError(f"has {size:,} bytes, more than the {MAX_HOST_BYTES:,} that are fetched of a host")
    kept = Path(tempfile.mkdtemp(prefix="ssldiag-fleet-"))
    try:
        path = kept / (name.partition("::")[0].rstrip("/").rsplit("/", 1)[-1] or "host")
        if folder:
            _fetch_folder(name, path)
        else:
            path.touch()
            fetch(name, str(path))
        yield path
    finally:
        shutil.rmtree(kept)


def _fetch_folder(name: str, path: Path) -> None:
    from fsspec.core import url_to_fs

    system, top = url_to_fs(name)
    found = system.find(top, detail=True)
    total = sum(int(told.get("size") or 0) for told in found.values())
    if len(found) > MAX_HOST_FILES or total > MAX_HOST_BYTES:
        raise FleetError(f"has {len(found):,} files of {total:,} bytes, more than is fetched of a host")
    for place in found:
        parts = [part for part in place[len(top) :].split("/") if part not in ("", ".", "..")]
        target = path.joinpath(*parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(system.cat_file(place))


__all__ = ["Fetched", "NotACapture", "fetch", "host", "local", "opened", "scratch", "unpack"]
