"""Certificate stores of an IBM i, whether DCM exports, store files or CERTIFICATE_INFO told of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ssldiag.facts.core import Facts
from ssldiag.facts.ibmi_documents import sections
from ssldiag.facts.ibmi_folders import folders, home_of
from ssldiag.facts.ibmi_systems import system_of
from ssldiag.facts.keys import KeyDatabase, StoredCertificate
from ssldiag.keydb.model import Certificate
from ssldiag.kinds import CONFIGURATION
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


def build_stores(facts: Facts) -> Iterator[IbmiStore]:
    """Every key database and certificate file in the folder of a system, and those of PCs."""
    zvm = {source.path.rpartition("/")[0] for source in facts.snapshot.of_kind(*CONFIGURATION)}
    pcs = {section.name.value.upper() for _, section in sections(facts, "pc")}
    homes = folders(facts)
    for database in facts.all(KeyDatabase):
        folder = database.file.rpartition("/")[0]
        ours = homes and home_of(database.file, homes) is not None and folder not in zvm
        pc = folder.rpartition("/")[2].upper() in pcs
        if (ours or pc) and not database.request:
            yield store(facts, database, pc)


def store(facts: Facts, database: KeyDatabase, pc: bool) -> IbmiStore:
    """A store from a database."""
    system = "" if pc else system_of(facts, database.file)
    name = name_of(database, pc)
    certificates = tuple(certificate(system, name, item) for item in database.certificates)
    loose = not database.is_store and database.source is not None
    return IbmiStore(system, name, database.file, database.place, database.complete, certificates, loose, pc)


def name_of(database: KeyDatabase, pc: bool) -> str:
    """Which store a database is: DEFAULT.KDB of a system is its system store (DCM's path ends in it), one in
    CertAuth that of the local CA.
    """
    if database.source is None or pc:
        return database.name
    parts = database.file.upper().split("/")
    return SYSTEM_STORE if parts[-1] == "DEFAULT.KDB" and "CERTAUTH" not in parts else database.name


def certificate(system: str, store_name: str, item: StoredCertificate) -> IbmiCertificate:
    """A certificate of a store."""
    return IbmiCertificate(
        system,
        store_name,
        item.label,
        item.place,
        item.subject,
        item.certificate.issuer if item.certificate else item.issuer,
        item.certificate.serial_hex if item.certificate else item.serial,
        item.not_before,
        item.not_after,
        item.key_bits,
        item.has_key,
        item.trusted,
        item.certificate,
    )


def build_certificates(facts: Facts) -> Iterator[IbmiCertificate]:
    """Every certificate of every store."""
    for item in facts.all(IbmiStore):
        yield from item.certificates
