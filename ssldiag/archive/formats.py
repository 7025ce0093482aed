"""Which archives there are, told by content, and how to go through each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ssldiag.archive.chunks import Opener, file_chunks, unpacked
from ssldiag.archive.entry import Item
from ssldiag.archive.limits import ArchiveError, Budget
from ssldiag.archive.tapes import ChunkTape, Reel
from ssldiag.archive.tars import BLOCK, is_header, packed_members, plain_members
from ssldiag.archive.zips import zip_members
from ssldiag.unpacking import Engine, gzip_engine, xz_engine

_PACKERS: dict[str, tuple[bytes, Callable[[], Engine]]] = {
    "gzip": (b"\x1f\x8b\x08", gzip_engine),
    "xz": (b"\xfd7zXZ\0", xz_engine),
}
_ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06")
_NOT_SUPPORTED = (
    (b"BZh", "bzip2"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x1f\x9d", "compress"),
)


def format_of(head: bytes) -> str | None:
    """``zip``, ``tar``, ``gzip`` or ``xz`` (in which there may be a tar archive), or None."""
    if head.startswith(_ZIP_MAGICS):
        return "zip"
    for name, (magic, _) in _PACKERS.items():
        if head.startswith(magic):
            return name
    return "tar" if is_header(head[:BLOCK]) else None


def unsupported(head: bytes) -> str | None:
    """The name of a packing that is known and not supported."""
    return next((name for magic, name in _NOT_SUPPORTED if head.startswith(magic)), None)


def members(form: str, opener: Opener, size: int, budget: Budget) -> Iterator[Item]:
    """The members of an archive of this format (:func:`format_of`).

    Raises ArchiveError where the archive is damaged, cut short or beyond a limit; what came before counts.
    """
    if form == "zip":
        return zip_members(opener, size, budget)
    if form == "tar":
        return plain_members(opener, size, budget)
    reel = Reel(lambda: unpacked(file_chunks(opener), _PACKERS[form][1], budget))
    return packed_members(reel, reel.tape(), size, budget)


def holds_tar(form: str, opener: Opener, budget: Budget) -> bool:
    """Whether there is a tar archive inside: always so of ``tar``, never of ``zip``."""
    if form not in _PACKERS:
        return form == "tar"
    chunks = unpacked(file_chunks(opener), _PACKERS[form][1], budget)
    try:
        return is_header(ChunkTape(chunks).read(BLOCK))
    except ArchiveError:
        return False
