"""What a server takes from the key database: certificates and keys as PEM, with their labels.

Plain values. The keys in them never go to a disk, into a message or into a log.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field


class MaterialError(Exception):
    """The key database cannot be used; the text says why, for the console."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One label. ``chain_pem`` is its certificate and those above it, as they are sent; ``key_pem`` an
    unencrypted PKCS#8 key, None for a certificate without one. Times are ISO 8601 in UTC.
    """

    label: str
    chain_pem: bytes
    key_pem: bytes | None = field(repr=False)
    trusted: bool = True
    default: bool = False
    subject: str = ""
    not_before: str = ""
    not_after: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """All entries of a key database, in its order."""

    entries: tuple[Entry, ...] = ()

    def entry(self, label: str) -> Entry | None:
        """The entry with this label; labels are compared as they are written."""
        return next((entry for entry in self.entries if entry.label == label), None)

    def why_not(self, label: str) -> str:
        """Why no server context can be made for this label; empty if one can."""
        entry = self.entry(label)
        if entry is None:
            return f"the key database has no label {label}"
        return "" if entry.key_pem is not None else f"label {label} has no private key"

    @property
    def trusted_pem(self) -> bytes:
        """The certificates that client certificates may end at: the trusted ones that have no key here."""
        chosen = (entry.chain_pem for entry in self.entries if entry.trusted and entry.key_pem is None)
        return b"".join(pem if pem.endswith(b"\n") else pem + b"\n" for pem in chosen)

    @property
    def trusted_mark(self) -> bytes:
        """A fingerprint of the trusted certificates."""
        return hashlib.sha256(self.trusted_pem).digest()
