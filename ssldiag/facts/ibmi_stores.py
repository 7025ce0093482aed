"""Certificate stores of an IBM i, whether DCM exports, store files or CERTIFICATE_INFO told of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ssldiag.keydb.model import Certificate
from ssldiag.model import Place

SYSTEM_STORE = "*SYSTEM"


@dataclass(frozen=True, slots=True)
class IbmiCertificate:
    """A certificate of a store. Fields are None where the source does not tell.

    ``subject`` and ``issuer`` are common names from CERTIFICATE_INFO, else whole names (RFC 4514).
    ``has_key``: there is a private key; ``enabled``: it is marked as trusted. ``certificate`` is there when
    the certificate itself was collected. Dates without a time zone were read as UTC.
    """

    system: str
    store: str
    label: str
    place: Place
    subject: str | None
    issuer: str | None
    serial: str | None
    not_before: datetime | None
    not_after: datetime | None
    key_bits: int | None
    has_key: bool | None
    enabled: bool | None
    certificate: Certificate | None = None

    @property
    def self_issued(self) -> bool | None:
        """Subject and issuer are the same; None where either is not known."""
        if self.certificate is not None:
            return self.certificate.self_issued
        return None if not self.subject or not self.issuer else self.subject == self.issuer


@dataclass(frozen=True, slots=True)
class IbmiStore:
    """A certificate store. ``name``: ``*SYSTEM``, ``*OBJECTSIGNING``, ``*SIGNATUREVERIFICATION``, a path, or
    the file's name where nothing tells which store it is.

    ``complete``: all its certificates are known, so that a label's absence tells. ``loose``: no store but
    certificate files (PEM, DER, PKCS#7), an exported CA for instance. ``pc``: it is a key file of a PC.
    """

    system: str
    name: str
    file: str
    place: Place
    complete: bool
    certificates: tuple[IbmiCertificate, ...]
    loose: bool = False
    pc: bool = False

    def label(self, label: str) -> IbmiCertificate | None:
        """The certificate of this label; one with a private key wins."""
        found = [item for item in self.certificates if item.label == label]
        return next((item for item in found if item.has_key), found[0] if found else None)

    def named(self, subject: str) -> tuple[IbmiCertificate, ...]:
        """The certificates with this subject, by common name or whole name."""
        wanted = common_name(subject)
        return tuple(
            item for item in self.certificates if item.subject and common_name(item.subject) == wanted
        )


def common_name(name: str) -> str:
    """The common name of a whole name (RFC 4514), or the text as it is.

    >>> common_name("CN=Local CA,O=Shop"), common_name("Local CA")
    ('Local CA', 'Local CA')
    """
    for part in name.split(","):
        key, equals, value = part.strip().partition("=")
        if equals and key.upper() == "CN":
            return value
    return name.strip()
