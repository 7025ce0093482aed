"""The values that a key database is while it is worked on: records with their keys. Nothing here shows a key.

The reading values of :mod:`ssldiag.keydb.model` never hold key material; these do, and only the code that
writes databases, or serves TLS from them, uses them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from ssldiag.keydb import certificate as x509
from ssldiag.keydb import request as pkcs10
from ssldiag.keydb.model import Certificate, EntryKind, Request

# The largest public trust stores have some 150; servers keep a few dozen. Each change looks at all of them.
MAX_RECORDS = 1000
# Each key costs the rounds of its own derivation whenever the file is opened.
MAX_KEYS = 100


class StoreError(ValueError):
    """Something that cannot be done with a key database; the text is a sentence for the user."""


class WrongPassword(StoreError):
    """The password is not the one of the file, or none was given where one is needed."""


@dataclass(frozen=True)
class Record:
    """One label. With ``certificate`` (DER) a certificate, with ``request`` (DER) one that is waited for.

    ``key`` is a PKCS#8 PrivateKeyInfo in DER, not encrypted, or None.
    """

    label: str
    certificate: bytes | None = field(default=None, repr=False)
    key: bytes | None = field(default=None, repr=False)
    request: bytes | None = field(default=None, repr=False)
    trusted: bool = True
    default: bool = False

    @property
    def kind(self) -> EntryKind:
        """As the reader calls it."""
        if self.certificate is None:
            return "request"
        return "signer" if self.key is None else "personal"

    @cached_property
    def parsed(self) -> Certificate:
        """The certificate. Raises :class:`StoreError` for a request, NotACertificate for rubbish."""
        if self.certificate is None:
            raise StoreError(f'"{self.label}" is a request that has no certificate yet')
        return x509.parse(self.certificate)

    @cached_property
    def asked(self) -> Request:
        """The request. Raises :class:`StoreError` for a certificate, NotACertificate for rubbish."""
        if self.request is None:
            raise StoreError(f'"{self.label}" is no request')
        return pkcs10.parse(self.request)

    @property
    def subject(self) -> str:
        """Whose certificate or request it is."""
        return self.parsed.subject if self.certificate is not None else self.asked.subject


@dataclass(frozen=True)
class Database:
    """Certificates in the order of adding, then requests."""

    records: tuple[Record, ...] = ()

    def find(self, label: str) -> Record | None:
        """The record under exactly this label."""
        return next((record for record in self.records if record.label == label), None)

    @property
    def certificates(self) -> tuple[Record, ...]:
        return tuple(record for record in self.records if record.certificate is not None)

    @property
    def requests(self) -> tuple[Record, ...]:
        return tuple(record for record in self.records if record.certificate is None)

    @property
    def default(self) -> Record | None:
        return next((record for record in self.records if record.default), None)
