"""What a decompressor gives of data that ends early: all that a single step would."""

from __future__ import annotations

import gzip
import zlib
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.unpacking import gzip_engine

DATA = Random(5).randbytes(300) * 60
"""Each piece is one of before, so that much comes out of few bytes."""


def unpacked(data: bytes, steps: list[int]) -> bytes:
    """In steps of these sizes, over and over."""
    engine, found, number = gzip_engine(), [], 0
    piece = data
    while True:
        found.append(engine.decompress(piece, steps[number % len(steps)]))
        number += 1
        piece = b""
        if engine.eof or engine.needs_input:  # and there is no more
            return b"".join(found)


@settings(max_examples=100, deadline=None)
@given(st.integers(20, 400), st.lists(st.integers(1, 5000), min_size=1, max_size=4))
def test_nothing_is_held_back_at_an_early_end(cut: int, steps: list[int]) -> None:
    packed = gzip.compress(DATA, mtime=0)[:cut]
    whole = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(packed)
    assert unpacked(packed, steps) == whole
