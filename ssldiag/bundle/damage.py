"""How a zip archive that cannot be read shows."""

from __future__ import annotations

import zipfile
import zlib

ZIP_DAMAGE = (
    zipfile.BadZipFile,  # no archive, a wrong sum, a directory that does not fit
    zlib.error,  # packed data that is none
    EOFError,  # packed data that ends early
    NotImplementedError,  # packed by a method that zipfile does not know
    RuntimeError,  # encrypted
    OSError,  # a seek to a place that is not there
)
"""What :mod:`zipfile` raises, for want of one exception, where an archive or a member of it is damaged."""
