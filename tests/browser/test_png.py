"""Pictures are read as they were written, whichever filter a row has, and keep their colours made small."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest

from tests.browser.png import SIGNATURE, Pixels, _chunk, chunks, pixels, smaller


def written(image: Pixels, kind: int) -> bytes:
    """A PNG with one filter for all rows (PNG 1.2, 6)."""
    height, width, _ = image.shape
    wide = np.zeros((height + 1, width + 1, 3), np.int32)
    wide[1:, 1:] = image
    left, above, corner = wide[1:, :-1], wide[:-1, 1:], wide[:-1, :-1]
    near = [abs(left + above - corner - each) for each in (left, above, corner)]
    paeth = np.where(
        (near[0] <= near[1]) & (near[0] <= near[2]), left, np.where(near[1] <= near[2], above, corner)
    )
    guess = (0 * left, left, above, (left + above) // 2, paeth)[kind]
    rows = ((image - guess) & 255).astype(np.uint8)
    data = zlib.compress(b"".join(bytes([kind]) + row.tobytes() for row in rows))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", range(5))
def test_every_filter(kind: int) -> None:
    image = np.random.default_rng(kind).integers(0, 256, (7, 9, 3), dtype=np.uint8)
    assert np.array_equal(pixels(written(image, kind)), image)


def test_few_colours_stay_as_they_are() -> None:
    image = np.random.default_rng(1).integers(0, 4, (20, 30, 3), dtype=np.uint8) * 60
    parts = chunks(smaller(written(image, 0)))
    palette = np.frombuffer(parts[b"PLTE"], np.uint8).reshape(-1, 3)
    rows = np.frombuffer(zlib.decompress(parts[b"IDAT"]), np.uint8).reshape(20, 31)
    assert np.array_equal(palette[rows[:, 1:]], image)
