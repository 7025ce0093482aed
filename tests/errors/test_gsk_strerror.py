"""A real GSKit's own names for its codes, where one can be loaded.

Set ``GSKIT_LIB`` to ``libgsk8ssl_64.so`` of an installed GSKit 8 (its folder must be in the path of the
loader, for example with ``LD_LIBRARY_PATH``), then run this file.
"""

from __future__ import annotations

import ctypes
import os

import pytest

from ssldiag.errors.load import Tables
from ssldiag.errors.names import constant

LIBRARY = os.environ.get("GSKIT_LIB", "")


@pytest.mark.skipif(not LIBRARY, reason="GSKIT_LIB does not name a GSKit library")
def test_gsk_strerror_agrees(tables: Tables) -> None:
    library = ctypes.CDLL(LIBRARY)
    library.gsk_strerror.restype = ctypes.c_char_p
    library.gsk_strerror.argtypes = [ctypes.c_int]
    wrong = {}
    for row in tables.rows("gskit8"):
        said = (library.gsk_strerror(int(row.code)) or b"").decode("ascii", "replace")
        if constant(said) != constant(row.constant):
            wrong[row.code] = (said, row.constant)
    assert wrong == {}
