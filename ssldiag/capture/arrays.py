"""Small tools over numpy: headers fetched from many places of a buffer at once."""

from __future__ import annotations

from functools import cache
from mmap import mmap
from typing import Any

import numpy as np
import numpy.typing as npt

Data = bytes | bytearray | mmap

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Array = npt.NDArray[Any]


@cache
def fields(size: int, *spec: tuple[str, str, int]) -> np.dtype[Any]:
    """A header of ``size`` bytes: name, format and offset of its fields."""
    names, formats, offsets = zip(*spec, strict=True)
    return np.dtype({"names": names, "formats": formats, "offsets": offsets, "itemsize": size})


def windows(data: Data, size: int, first: int = 0) -> Array:
    """All stretches of so many bytes, one from each byte of the buffer on: a view, not a copy."""
    return np.ndarray(
        (len(data) - size - first + 1,), dtype=f"V{size}", buffer=data, offset=first, strides=(1,)
    )


def fetch(data: Data, places: Ints, header: np.dtype[Any]) -> Array:
    """The headers at these places; the buffer must reach behind the last by a header's size.

    Bytes are copied whole, so that fields need no alignment; it takes as long for 2 bytes as for 60.
    """
    return windows(data, header.itemsize)[places].view(header)


def numbers(data: Data, places: Ints, kind: str) -> Array:
    """The numbers at these places, of a type like ``>u2``, in the order of the processor's bytes."""
    written = np.dtype(kind)
    found = windows(data, written.itemsize)[places].view(written)
    return found.astype(written.newbyteorder("="), copy=False)
