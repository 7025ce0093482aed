"""SHA-256 of a source, streamed: the one place where renderers read bytes of a snapshot."""

from __future__ import annotations

import hashlib

from ssldiag.model import Source

CHUNK = 1024 * 1024
"""Bytes read at a time: hashing gains nothing from more, and memory stays small for a log of any size."""

SECRET = ("private_key", "stash")
"""Kinds of files that are not read once they are recognised."""


def sha256(source: Source) -> str | None:
    """The digest in hexadecimal; None for a secret, and where the file is gone or cannot be read any more."""
    if source.kind in SECRET:
        return None
    digest = hashlib.sha256()
    try:
        with source.opener() as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
    except OSError:
        return None
    return digest.hexdigest()
