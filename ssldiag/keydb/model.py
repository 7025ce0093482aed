"""The values that key databases become: certificates, entries, problems. No bytes of a private key ever get
in here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Format = Literal["gskit-cms", "pkcs12", "pem", "der", "pkcs7"]
EntryKind = Literal["personal", "signer", "request"]


class NotACertificate(ValueError):
    """These bytes are no X.509 certificate, or too broken to say whose it is."""


class NotAKeyDatabase(ValueError):
    """This file is none of the kinds of key database that can be read; the text says what it looks like
    instead.
    """


@dataclass(frozen=True, slots=True)
class Certificate:
    """What one X.509 certificate says (RFC 5280).

    ``subject`` and ``issuer`` are RFC 4514 strings. ``not_before`` and ``not_after`` are in UTC, or None
    where the date in the certificate is none. ``key`` reads like ``RSA 2048`` or ``EC P-256``;
    ``signature_hash`` like ``sha256`` and is None where the algorithm brings its own. The fields from
    extensions are None where the extension is absent or could not be read. ``tolerant`` is true when the
    strict parser refused the certificate and only the tolerant reading is here; ``defects`` says what is
    wrong, one sentence each. ``signers`` is None but in a certificate from a bundle, which has no ``der``:
    it tells for each certificate that may be its issuer (by SHA-256) whether that one signed it, or None
    where that is not known.
    """

    subject: str
    issuer: str
    subject_der: bytes = field(repr=False)
    issuer_der: bytes = field(repr=False)
    serial: int
    not_before: datetime | None
    not_after: datetime | None
    key: str
    key_bits: int | None
    signature: str
    signature_hash: str | None
    sha256: str
    der: bytes = field(repr=False)
    version: int = 3
    is_ca: bool | None = None
    path_length: int | None = None
    key_usage: frozenset[str] | None = None
    extended_key_usage: frozenset[str] | None = None
    dns_names: tuple[str, ...] = ()
    ip_addresses: tuple[str, ...] = ()
    authority_key_id: str | None = None
    subject_key_id: str | None = None
    unknown_critical: tuple[str, ...] = ()
    tolerant: bool = False
    defects: tuple[str, ...] = ()
    signers: tuple[tuple[str, bool | None], ...] | None = None

    @property
    def self_issued(self) -> bool:
        """Subject and issuer are the same name (RFC 5280 3.2). Whether it also signed itself is another
        question.
        """
        return self.subject_der == self.issuer_der

    @property
    def serial_hex(self) -> str:
        """The serial number in lower-case hexadecimal, as GSKit and most tools show it."""
        return format(self.serial, "x")


@dataclass(frozen=True, slots=True)
class Request:
    """A certification request (RFC 2986): the name and key that a certificate is wanted for."""

    subject: str
    subject_der: bytes = field(repr=False)
    key: str
    key_bits: int | None
    signature: str
    defects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One record. ``trusted`` is None where the format has no such mark (only GSKit's own has).

    ``record`` is GSKit's record number, elsewhere the position in the file counted from 1; ``offset`` is
    where the record starts in the file, or None where it was encrypted. ``error`` says why there is no
    certificate.
    """

    label: str
    kind: EntryKind
    has_private_key: bool
    trusted: bool | None = None
    default: bool = False
    certificate: Certificate | None = None
    request: Request | None = None
    record: int | None = None
    offset: int | None = None
    error: str | None = None

    @property
    def subject(self) -> str | None:
        """Whose certificate or request this is."""
        holder = self.certificate or self.request
        return holder.subject if holder else None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the file itself. ``word`` is stable, ``what`` is for people; ``label`` names the
    record meant.

    Words: ``header``, ``version``, ``truncated``, ``trailing``, ``slot``, ``record``, ``number``, ``label``,
    ``flags``, ``index``, ``digest``, ``padding``, ``certificate``, ``double``, ``limit``, ``unread``,
    ``password``, ``encryption``.
    """

    what: str
    offset: int | None = None
    word: str = "record"
    label: str | None = None


@dataclass(frozen=True, slots=True)
class PrivateKeyNote:
    """A private key lies in the file at ``offset``, encrypted or not. That is all that is ever known about
    it.
    """

    what: str
    encrypted: bool
    offset: int | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class KeyDatabase:
    """A whole file. ``records`` counts the slots or blocks it says to have, deleted ones included.

    ``kind_text`` is the word in the header of a GSKit file (X509KEY, X509KYP, X509CRL). ``needs_password``
    is true as long as something could not be read for want of the right password. ``private_keys`` are
    those that no entry accounts for.
    """

    file: str
    format: Format
    version: int | None = None
    record_length: int | None = None
    records: int = 0
    deleted: int = 0
    password_expires: datetime | None = None
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    kind_text: str | None = None
    needs_password: bool = False
    private_keys: tuple[PrivateKeyNote, ...] = ()

    def labelled(self, label: str) -> Entry | None:
        """The first entry under exactly this label; letter case counts, as it does for GSKit."""
        return next((entry for entry in self.entries if entry.label == label), None)
