"""A bundle in, whether it is what its manifest says and holds nothing that a mapping replaces out."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

from ssldiag.bundle import manifest
from ssldiag.bundle.leaks import FOUND, Sought, Vocabulary
from ssldiag.bundle.mapping import Mapping
from ssldiag.bundle.model import BundleError
from ssldiag.bundle.redact import originals_of
from ssldiag.bundle.write import leaks_in
from ssldiag.keydb import public
from ssldiag.keydb.model import NotAKeyDatabase

STORE = 64 * 1024 * 1024
"""Bytes of one key database in a bundle."""

LARGEST = 8 * 1024 * 1024 * 1024
"""Bytes that the members of a bundle may unpack to before it is taken for a trap."""


def problems(path: Path, mapping: Mapping | None, own: Vocabulary) -> list[str]:
    """A sentence for each thing that is not as it should be. Raises BundleError for what is no bundle."""
    found = list(_hashes(path)) if zipfile.is_zipfile(path) else list(_page(path))
    if mapping is not None:
        labels = _labels(path)
        originals = originals_of(mapping, _kept(path))
        sought = Sought({low: kind for low, kind in originals.items() if low not in labels})
        found += [f"an original can be read: {leak}" for leak in islice(leaks_in(path, sought, own), FOUND)]
    return found


def _page(path: Path) -> Iterator[str]:
    with path.open("rb") as stream:
        head = stream.read(4096)
    if b"<html" not in head.lower():
        raise BundleError(f"{path} is no bundle: neither an archive nor a page")
    return iter(())


def read_manifest(path: Path) -> dict[str, object]:
    """The manifest of an archive. Raises BundleError."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > LARGEST:
                raise BundleError(f"{path} unpacks to more than {LARGEST:,} bytes")
            with archive.open(manifest.NAME) as stream:
                return manifest.parse(stream.read(manifest.LARGEST))
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise BundleError(f"{path} is no bundle: {error}") from None


def _kept(path: Path) -> frozenset[str]:
    if not zipfile.is_zipfile(path):
        return frozenset()
    plan = read_manifest(path).get("plan")
    kept = plan.get("kept", []) if isinstance(plan, dict) else []
    return frozenset(map(str, kept))


def _labels(path: Path) -> set[str]:
    """The labels of certificates in a bundle, in lower case: they stay, though a name may be spelt alike."""
    if not zipfile.is_zipfile(path):
        return set()
    with zipfile.ZipFile(path) as archive:
        found: set[str] = set()
        for name in archive.namelist():
            with archive.open(name) as stream:
                head = stream.read(64)
                data = head + stream.read(STORE) if public.looks_like(head) else b""
            with suppress(NotAKeyDatabase):
                found.update(entry.label.lower() for entry in public.read(data, name).entries if entry.label)
        return found


def _hashes(path: Path) -> Iterator[str]:
    """Members that are missing, too many, or not what the manifest says."""
    told = read_manifest(path).get("members")
    listed = (
        {str(item["name"]): item for item in told if isinstance(item, dict)} if isinstance(told, list) else {}
    )
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name != manifest.NAME]
        yield from (f"{name} is not in the manifest" for name in names if name not in listed)
        yield from (f"{name} is there twice" for name in sorted(set(names)) if names.count(name) > 1)
        for name, item in listed.items():
            if name not in names:
                yield f"{name} is missing"
                continue
            try:
                with archive.open(name) as stream:
                    size, digest = manifest.digest(cast("BinaryIO", stream))
            except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError) as error:
                yield f"{name} cannot be read: {error}"
                continue
            if (size, digest) != (item.get("size"), item.get("sha256")):
                yield f"{name} is not what was written: its SHA-256 differs"
