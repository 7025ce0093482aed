"""A capture in, files of the same packets out, one after the other, as a tool writes them in rotation."""

from __future__ import annotations

import struct
from pathlib import Path


def split(path: Path, folder: Path, files: int) -> list[Path]:
    """So many files of about the same size; those that are there already are used again."""
    wanted = [folder / f"ring-{number:03}.pcap" for number in range(1, files + 1)]
    if all(each.exists() for each in wanted):
        return wanted
    folder.mkdir(parents=True, exist_ok=True)
    data = path.read_bytes()
    head, size_at = data[:24], struct.Struct("<I").unpack_from
    step = -(-(len(data) - 24) // files)
    at = start = 24
    found: list[Path] = []
    while at < len(data):
        at += 16 + size_at(data, at + 8)[0]
        if at - start >= step or at >= len(data):
            found.append(folder / f"ring-{len(found) + 1:03}.pcap")
            found[-1].write_bytes(head + data[start:at])
            start = at
    return found
