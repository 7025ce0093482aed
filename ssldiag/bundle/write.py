"""The page and the redacted sources in, one file out: whole and searched for originals, or not there."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO, BinaryIO, cast

from ssldiag.bundle import carried, manifest
from ssldiag.bundle.leaks import FOUND, Leak, Sought, Vocabulary, search
from ssldiag.bundle.model import Made, Member, Plan, Survivor
from ssldiag.model import FilePlace, Snapshot, Source, Unreadable
from ssldiag.render.html.room import SHARES

STAMP = (1980, 1, 1, 0, 0, 0)
"""The time of every member: bundles of the same case are the same bytes."""

OWN_JSON = b'{"schema": "ssldiag.'
"""How sources begin that were decoded: their keys are our words."""

NO_ROOM = "is in no page, which has no room for it: ask for the archive"

Texts = Callable[[], Iterable[str]]

Keeping = Callable[[], AbstractContextManager[None]]
"""Keeps what must be there before the bundle is, and gives it up again if the bundle cannot be put there."""


@dataclass(frozen=True, slots=True)
class Content:
    """What goes in: texts are made when they are written, one after the other. ``page`` gets the element with
    what it carries.
    """

    snapshot: Snapshot
    plan: Plan
    made: Made
    page: Callable[[str], Iterable[str]]
    report: Texts
    sarif: Texts
    packets: Mapping[str, Path] = field(default_factory=dict)


def write_zip(
    content: Content, sought: Sought, own: Vocabulary, target: Path, keeping: Keeping = nullcontext
) -> tuple[Member, ...]:
    """Write an archive. Raises Survivor when an original can still be read out of it; OSError."""
    members: list[Member] = []
    with _Beside(target) as beside:
        with zipfile.ZipFile(beside, "x", zipfile.ZIP_DEFLATED) as archive:
            for name, texts in (
                (manifest.PAGE, content.page("")),
                (manifest.REPORT, content.report()),
                (manifest.SARIF, content.sarif()),
            ):
                members.append(_add(archive, name, _encoded(texts)))
            names = manifest.member_names(content.snapshot.sources)
            for source in content.snapshot.sources:
                members.append(_add_source(archive, names[source.path], source))
                if source.path in content.packets:
                    name = manifest.packets_name(names[source.path])
                    with content.packets[source.path].open("rb") as stream:
                        members.append(_add(archive, name, _chunks(stream)))
            text = manifest.text(manifest.document(content.snapshot, content.plan, content.made, members))
            _add(archive, manifest.NAME, [text.encode()])
        checked(beside, sought, own)
        with keeping():
            beside.replace(target)
    return tuple(members)


def write_page(
    content: Content, sought: Sought, own: Vocabulary, target: Path, keeping: Keeping = nullcontext
) -> None:
    """Write the page alone; it carries the report and the sources as far as it has room. Raises Survivor;
    OSError.
    """
    with _Beside(target) as beside:
        bare = b"".join(_encoded(content.page("")))
        page = Member(manifest.PAGE, len(bare), hashlib.sha256(bare).hexdigest())
        block = "".join(carried.block(packed(content, page)))
        block = block if len(block) <= SHARES["carried"] else ""  # names of 10,000 files, and nothing else
        with beside.open("xb") as stream:
            stream.writelines(_encoded(content.page(block)))
        checked(beside, sought, own)
        with keeping():
            beside.replace(target)


def packed(content: Content, page: Member, most: int = carried.MOST) -> bytes:
    """The archive that a page carries: what fits into so many bytes, and a manifest that says so."""
    report = b"".join(_encoded(content.report()))
    names = manifest.member_names(content.snapshot.sources)
    room = carried.Room(most)
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        members = [page]
        if room.takes(manifest.REPORT, BytesIO(report)):
            members.append(_add(archive, manifest.REPORT, [report]))
        chosen = []
        room.left -= sum(map(_listing, content.snapshot.sources))
        for source in carried.order(content.snapshot.sources):
            with source.opener() as stream:
                fits = room.takes(names[source.path], stream)
            if fits:
                members.append(_add_source(archive, names[source.path], source))
                chosen.append(source.path)
        snapshot = _part(content.snapshot, frozenset(chosen))
        text = manifest.text(manifest.document(snapshot, content.plan, content.made, members, names))
        _add(archive, manifest.NAME, [text.encode()])
    return held.getvalue()


def _listing(source: Source) -> int:
    """Bytes, packed, of what the manifest says of one source: its names are most of it."""
    return 60 + len(source.path.encode())


def _part(snapshot: Snapshot, chosen: Container[str]) -> Snapshot:
    kept = tuple(source for source in snapshot.sources if source.path in chosen)
    left = [source for source in snapshot.sources if source.path not in chosen]
    lost = tuple(Unreadable(FilePlace(source.path), NO_ROOM) for source in left)
    return Snapshot(snapshot.name, kept, (*snapshot.unreadable, *lost))


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


def _add_source(archive: zipfile.ZipFile, name: str, source: Source) -> Member:
    with source.opener() as stream:
        return _add(archive, name, _chunks(stream))


def _encoded(texts: Iterable[str]) -> Iterator[bytes]:
    return (text.encode("utf-8", "backslashreplace") for text in texts)


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
    """Every original in a bundle: of an archive in each member, its name included; of a page in its text and
    in the archive that it carries.
    """
    if zipfile.is_zipfile(path):
        yield from _in_archive(path, sought, own)
        return
    with path.open("rb") as stream:
        data = stream.read(carried.LARGEST_PAGE + 1)
        bare, archive = carried.split(data) if len(data) <= carried.LARGEST_PAGE else (data, None)
        stream.seek(0)
        page = stream if archive is None else BytesIO(bare)
        yield from search(page, path.suffix.lstrip(".") or path.name, sought, own)
    if archive is not None:
        yield from _in_archive(BytesIO(archive), sought, own)


def _in_archive(file: Path | BinaryIO, sought: Sought, own: Vocabulary) -> Iterator[Leak]:
    with zipfile.ZipFile(file) as archive:
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
