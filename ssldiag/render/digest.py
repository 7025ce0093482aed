"""SHA-256 of a source, streamed: the one place where renderers read bytes of a snapshot."""

from __future__ import annotations

import hashlib

from ssldiag.model import Source

CHUNK = 1024 * 1024
"""Bytes read at a time: hashing gains nothing from more, and memory stays small for a log of any size."""


def sha256(source: Source) -> str | None:
    """The digest in hexadecimal; None where the file is gone or cannot be read any more."""
    digest = hashlib.sha256()
    try:
        with source.opener() as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
    except OSError:
        return None
    return digest.hexdigest()
