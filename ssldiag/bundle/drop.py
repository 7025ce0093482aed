"""A source in, its fate out: redacted by lines, decoded, or left at home; told by content, not by name."""

from __future__ import annotations

from dataclasses import dataclass

from ssldiag.keydb import detect
from ssldiag.keydb.model import KeyDatabase, NotAKeyDatabase
from ssldiag.keydb.read import read_with
from ssldiag.model import Source

STORES = ("gskit_keydb", "pkcs12", "pem", "der", "pkcs7")

REASONS = {
    "private_key": "it is a private key",
    "stash": "it is a stashed password",
    "unknown": "it is no text, and not known otherwise",
}

LARGEST_STORE = 64 * 1024 * 1024
"""Bytes of a key database, as :meth:`ssldiag.model.Source.read` takes."""


@dataclass(frozen=True, slots=True)
class Fate:
    """``how``: text, keys, capture or dropped. ``content`` is what was read in a key database, or why nothing
    was.
    """

    how: str
    reason: str
    content: KeyDatabase | str | None = None


def fate(source: Source, passwords: tuple[bytes, ...]) -> Fate:
    """What becomes of a source. Never raises for what is in it."""
    try:
        return _fate(source, passwords)
    except OSError as error:
        return Fate("dropped", f"cannot be read: {error.strerror or error}")


def _fate(source: Source, passwords: tuple[bytes, ...]) -> Fate:
    if source.kind in ("private_key", "stash"):
        return Fate("dropped", REASONS[source.kind])
    if source.kind in STORES:
        return _keys(source, passwords)
    if source.kind == "capture":
        return Fate("capture", "its handshakes, decoded; no packet")
    head = source.read(detect.HEAD)
    held = detect.sniff(head, source.size, "")
    if held in ("private_key", "stash") and not _has_text(source, head):
        return Fate("dropped", REASONS[held])
    if held in ("gskit_keydb", "pkcs12"):
        return Fate("dropped", "it is a store of keys under another name")
    if source.encoding is None:
        return Fate("dropped", REASONS["unknown"])
    return Fate("text", source.why)


def _has_text(source: Source, head: bytes) -> bool:
    """Whether it is a text in which a key stands among other things: its lines are kept without the key."""
    return source.encoding is not None and source.kind != "unknown" and b"\0" not in head


def _keys(source: Source, passwords: tuple[bytes, ...]) -> Fate:
    try:
        found = read_with(source.read(LARGEST_STORE), source.path, passwords)
    except NotAKeyDatabase as error:
        return Fate("keys", "why it could not be read; none of its bytes", str(error))
    return Fate("keys", "labels, certificates and flags that were read in it; none of its bytes", found)
