"""A file in memory, read by the reader of its kind."""

from __future__ import annotations

import io
from typing import Any

from ssldiag.model import Source
from ssldiag.readers.linux.document import LinuxDocument
from ssldiag.readers.linux.readers import READERS
from ssldiag.text import detect


def read(kind: str, data: bytes | str, name: str = "file") -> LinuxDocument[Any]:
    """The document of a file of a kind."""
    raw = data.encode() if isinstance(data, str) else data
    source = Source(
        name, kind, "test", len(raw), lambda: io.BytesIO(raw), detect(raw[:65536], len(raw)) or "utf-8"
    )
    return READERS[kind](source)
