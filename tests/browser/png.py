"""A screenshot as Chromium makes it in, the same in at most 256 colours out: a third of the bytes."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"

COLOURS = 256
"""Of a palette (PNG 1.2, 4.1.2)."""

Pixels = np.ndarray[Any, np.dtype[np.uint8]]


def chunks(data: bytes) -> dict[bytes, bytes]:
    """The chunks by name; those of one name joined."""
    assert data.startswith(SIGNATURE)
    found: dict[bytes, bytes] = {}
    at = len(SIGNATURE)
    while at < len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        name = data[at + 4 : at + 8]
        found[name] = found.get(name, b"") + data[at + 8 : at + 8 + size]
        at += 12 + size
    return found


def kinds_of_rows(data: bytes) -> int:
    """How many different rows there are, filtered as they stand: a page has many, a blank has few."""
    parts = chunks(data)
    width, height, _, colour, *_ = struct.unpack(">IIBBBBB", parts[b"IHDR"])
    raw, size = zlib.decompress(parts[b"IDAT"]), width * (3 if colour == 2 else 4) + 1
    return len({raw[row * size : (row + 1) * size] for row in range(height)})


def pixels(data: bytes) -> Pixels:
    """Height, width, red green blue (PNG 1.2, 6: filters of rows)."""
    parts = chunks(data)
    width, height, depth, colour, *_ = struct.unpack(">IIBBBBB", parts[b"IHDR"])
    assert depth == 8 and colour in (2, 6)
    step = 3 if colour == 2 else 4
    raw = np.frombuffer(zlib.decompress(parts[b"IDAT"]), np.uint8).reshape(height, width * step + 1)
    rows = np.zeros((height, width, step), np.uint8)
    above = np.zeros((width, step), np.uint8)
    for number in range(height):
        above = rows[number] = _row(int(raw[number, 0]), raw[number, 1:].reshape(width, step), above)
    return rows[:, :, :3]


def _row(kind: int, row: Pixels, above: Pixels) -> Pixels:
    if kind == 0:
        return row
    if kind == 1:
        return np.cumsum(row, axis=0, dtype=np.uint8)
    if kind == 2:
        return row + above
    done = np.zeros_like(row)
    left = np.zeros(row.shape[1], np.int16)
    corner = np.zeros(row.shape[1], np.int16)
    over, here = above.astype(np.int16), row.astype(np.int16)
    for x in range(len(row)):
        guess = (left + over[x]) // 2 if kind == 3 else _paeth(left, over[x], corner)
        left, corner = (here[x] + guess) & 255, over[x]
        done[x] = left
    return done


def _paeth(a: Any, b: Any, c: Any) -> Any:
    guess = a + b - c
    near = [abs(guess - each) for each in (a, b, c)]
    return np.where((near[0] <= near[1]) & (near[0] <= near[2]), a, np.where(near[1] <= near[2], b, c))


def smaller(data: bytes) -> bytes:
    """The picture with a palette: rare colours become the nearest of the others."""
    image = pixels(data)
    height, width, _ = image.shape
    numbers = (image.astype(np.uint32) * (65_536, 256, 1)).sum(axis=2, dtype=np.uint32).ravel()
    colours, places, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    kept = np.argsort(-counts)[:COLOURS]
    palette = np.stack([(colours[kept] >> shift) & 255 for shift in (16, 8, 0)], axis=1).astype(np.int32)
    every = np.stack([(colours >> shift) & 255 for shift in (16, 8, 0)], axis=1).astype(np.int32)
    nearest = np.array([((palette - one) ** 2).sum(axis=1).argmin() for one in every], np.uint8)
    rows = nearest[places].reshape(height, width)
    packed = zlib.compress(b"".join(b"\0" + row.tobytes() for row in rows), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    table = palette.astype(np.uint8).tobytes()
    parts = ((b"IHDR", head), (b"PLTE", table), (b"IDAT", packed), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
