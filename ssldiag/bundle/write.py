"""The page and the redacted sources in, one file out: whole and searched for originals, or not there."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, BinaryIO, cast

from ssldiag.bundle import manifest
from ssldiag.bundle.leaks import FOUND, Leak, Sought, Vocabulary, search
from ssldiag.bundle.model import Made, Member, Plan, Survivor
from ssldiag.model import Snapshot

STAMP = (1980, 1, 1, 0, 0, 0)
"""The time of every member: bundles of the same case are the same bytes."""

OWN_JSON = b'{"schema": "ssldiag.'
"""How sources begin that were decoded: their keys are our words."""

Texts = Callable[[], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Content:
    """What goes in: texts are made when they are written, one after the other."""

    snapshot: Snapshot
    plan: Plan
    made: Made
    page: Texts
    report: Texts
    sarif: Texts
    packets: Mapping[str, Path] = field(default_factory=dict)


def write_zip(content: Content, sought: Sought, own: Vocabulary, target: Path) -> tuple[Member, ...]:
    """Write an archive. Raises Survivor when an original can still be read out of it; OSError."""
    members: list[Member] = []
    with _Beside(target) as beside:
        with zipfile.ZipFile(beside, "x", zipfile.ZIP_DEFLATED) as archive:
            for name, texts in (
                (manifest.PAGE, content.page),
                (manifest.REPORT, content.report),
                (manifest.SARIF, content.sarif),
            ):
                members.append(
                    _add(archive, name, (text.encode("utf-8", "backslashreplace") for text in texts()))
                )
            names = manifest.member_names(content.snapshot.sources)
            for source in content.snapshot.sources:
                with source.opener() as stream:
                    members.append(
                        _add(archive, names[source.path], iter(lambda: stream.read(manifest.CHUNK), b""))
                    )
                if source.path in content.packets:
                    name = manifest.packets_name(names[source.path])
                    with content.packets[source.path].open("rb") as stream:
                        members.append(_add(archive, name, _chunks(stream)))
            text = manifest.text(manifest.document(content.snapshot, content.plan, content.made, members))
            _add(archive, manifest.NAME, [text.encode()])
        checked(beside, sought, own)
        beside.replace(target)
    return tuple(members)


def write_page(content: Content, sought: Sought, own: Vocabulary, target: Path) -> None:
    """Write the page alone. Raises Survivor; OSError."""
    with _Beside(target) as beside:
        with beside.open("xb") as stream:
            for text in content.page():
                stream.write(text.encode("utf-8", "backslashreplace"))
        checked(beside, sought, own)
        beside.replace(target)


class _Beside:
    """A name beside the target for what is not complete yet; gone at the end whatever happens."""

    def __init__(self, target: Path) -> None:
        self._path = target.with_name(f".{target.name}.{os.getpid()}.part")

    def __enter__(self) -> Path:
        return self._path

    def __exit__(self, *reason: object) -> None:
        self._path.unlink(missing_ok=True)


def _add(archive: zipfile.ZipFile, name: str, chunks: Iterable[bytes]) -> Member:
    info = zipfile.ZipInfo(name, STAMP)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    with archive.open(info, "w", force_zip64=True) as stream:
        tally = _Tally(stream)
        for chunk in chunks:
            tally.write(chunk)
    return tally.member(name)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(manifest.CHUNK):
        yield chunk


class _Tally:
    """Writes, and counts and hashes what it writes."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._size = 0
        self._hash = hashlib.sha256()

    def write(self, data: bytes) -> None:
        self._stream.write(data)
        self._size += len(data)
        self._hash.update(data)

    def member(self, name: str) -> Member:
        return Member(name, self._size, self._hash.hexdigest())


def checked(path: Path, sought: Sought, own: Vocabulary) -> None:
    """Raises Survivor, naming places, when a finished file still holds an original."""
    leaks = list(islice(leaks_in(path, sought, own), FOUND))
    if leaks:
        places = "; ".join(dict.fromkeys(map(str, leaks[:3])))
        more = f" and {len(leaks) - 3} more" if len(leaks) > 3 else ""
        raise Survivor(
            f"something that was replaced can still be read in what was written: {places}{more};"
            " nothing is kept. Name it with --secret, or leave the file out, and report this",
            tuple(map(str, leaks)),
        )


def leaks_in(path: Path, sought: Sought, own: Vocabulary) -> Iterator[Leak]:
    """Every original in a bundle: of an archive in each member, its name included."""
    if not zipfile.is_zipfile(path):
        with path.open("rb") as stream:
            yield from search(stream, path.suffix.lstrip(".") or path.name, sought, own)
        return
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            yield from (
                Leak("the name of a member", "UTF-8", sought.kinds[word], 0)
                for word in sought.find(info.filename)
            )
            with archive.open(info) as stream:
                ours = stream.read(len(OWN_JSON)) == OWN_JSON
            free: Container[str] = own if ours or not info.filename.startswith(manifest.SOURCES) else ()
            with archive.open(info) as stream:
                yield from search(cast("BinaryIO", stream), info.filename, sought, free)
