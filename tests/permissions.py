"""Takes from root for a while what lets it read files that forbid it: such tests then run as anybody."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager

VERSION_3 = 0x20080522
OVERRIDES = 1 << 1 | 1 << 2
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH (capabilities(7), linux/capability.h)."""


class _Header(ctypes.Structure):
    """Of capget and capset (capget(2)); process 0 is the calling thread."""

    _fields_ = (("version", ctypes.c_uint32), ("process", ctypes.c_int))


_Sets = ctypes.c_uint32 * 6
"""Effective, permitted and inheritable capabilities, the lower 32 of each and then the upper."""


@contextmanager
def bound_by_permissions() -> Iterator[None]:
    """This thread reads only what the permissions of files let it, root or not."""
    if os.geteuid() != 0:
        yield
        return
    system = ctypes.CDLL(None, use_errno=True)
    before, header = _Sets(), _Header(VERSION_3, 0)
    _called(system.capget(ctypes.byref(header), before))
    less = _Sets(*before)
    less[0] &= ~OVERRIDES
    _called(system.capset(ctypes.byref(header), less))
    try:
        yield
    finally:
        _called(system.capset(ctypes.byref(header), before))


def _called(answer: int) -> None:
    if answer:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
