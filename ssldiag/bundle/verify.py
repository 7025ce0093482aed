"""A bundle in, whether it is what its manifest says and holds nothing that a mapping replaces out."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from collections.abc import Mapping as Mapping_
from contextlib import suppress
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

from ssldiag.bundle import carried, manifest
from ssldiag.bundle.damage import ZIP_DAMAGE
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

Opened = Path | BytesIO
"""Where an archive is: in a file, or in memory where a page carried it."""


def problems(path: Path, mapping: Mapping | None, own: Vocabulary) -> list[str]:
    """A sentence for each thing that is not as it should be. Raises BundleError for what is no bundle."""
    page, archive = _held(path)
    found = list(_hashes(archive, page, str(path))) if archive else []
    if mapping is not None:
        labels = _labels(archive) if archive else set()
        originals = originals_of(mapping, _kept(archive, str(path)) if archive else frozenset())
        sought = Sought({low: kind for low, kind in originals.items() if low not in labels})
        found += [f"an original can be read: {leak}" for leak in islice(leaks_in(path, sought, own), FOUND)]
    return found


def _held(path: Path) -> tuple[bytes | None, Opened | None]:
    """The page without what it carries, and the archive; None for what there is not. Raises BundleError."""
    if zipfile.is_zipfile(path):
        return None, path
    with path.open("rb") as stream:
        data = stream.read(carried.LARGEST_PAGE)
    if b"<html" not in data[:4096].lower():
        raise BundleError(f"{path} is no bundle: neither an archive nor a page")
    page, archive = carried.split(data)
    return page, None if archive is None else BytesIO(archive)


def read_manifest(file: Opened, name: str) -> dict[str, object]:
    """The manifest of an archive. Raises BundleError."""
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(info.file_size for info in archive.infolist()) > LARGEST:
                raise BundleError(f"{name} unpacks to more than {LARGEST:,} bytes")
            with archive.open(manifest.NAME) as stream:
                return manifest.parse(stream.read(manifest.LARGEST))
    except KeyError:
        raise BundleError(f"{name} is no bundle: it has no {manifest.NAME}") from None
    except ZIP_DAMAGE as error:
        raise BundleError(f"{name} is no bundle: {error}") from None


def _kept(file: Opened, name: str) -> frozenset[str]:
    plan = read_manifest(file, name).get("plan")
    kept = plan.get("kept", []) if isinstance(plan, dict) else []
    return frozenset(map(str, kept))


def _labels(file: Opened) -> set[str]:
    """The labels of certificates in a bundle, in lower case: they stay, though a name may be spelt alike."""
    with zipfile.ZipFile(file) as archive:
        found: set[str] = set()
        for name in archive.namelist():
            with suppress(NotAKeyDatabase, *ZIP_DAMAGE), archive.open(name) as stream:
                head = stream.read(64)
                data = head + stream.read(STORE) if public.looks_like(head) else b""
                found.update(entry.label.lower() for entry in public.read(data, name).entries if entry.label)
        return found


def _hashes(file: Opened, page: bytes | None, name: str) -> Iterator[str]:
    """Members that are missing, too many, or not what the manifest says."""
    told = read_manifest(file, name).get("members")
    listed = (
        {str(item["name"]): item for item in told if isinstance(item, dict)} if isinstance(told, list) else {}
    )
    if page is not None:
        yield from _page(page, listed.pop(manifest.PAGE, {}))
    with zipfile.ZipFile(file) as archive:
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
            except ZIP_DAMAGE as error:
                yield f"{name} cannot be read: {error}"
                continue
            if (size, digest) != (item.get("size"), item.get("sha256")):
                yield f"{name} is not what was written: its SHA-256 differs"


def _page(page: bytes, item: Mapping_[str, object]) -> Iterator[str]:
    if manifest.digest(BytesIO(page)) != (item.get("size"), item.get("sha256")):
        yield "the page is not what was written: its SHA-256 differs"
