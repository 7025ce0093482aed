"""Key databases and the certificates in them, whether a database file or a gskkyman session told of them.

Sources: the key database format as GSKit writes it (:mod:`ssldiag.keydb.cms`); gskkyman listings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from ssldiag.facts.core import Facts
from ssldiag.facts.ibmi_documents import documents
from ssldiag.facts.pools import SslServerPool
from ssldiag.facts.runtime import responses
from ssldiag.facts.usage import servers_in_use
from ssldiag.keydb import model as keydb
from ssldiag.keydb.judge import problems_as_gskit
from ssldiag.keydb.troubles import Trouble
from ssldiag.model import FilePlace, Place, Source, Unreadable
from ssldiag.readers import gskkyman_list
from ssldiag.readers.gskkyman_list import GskkymanCertificate, GskkymanListing
from ssldiag.readers.ibmi.certificates import CertificateRow
from ssldiag.readers.ibmi.document import Document

STORES = ("gskit_keydb", "pkcs12", "pem", "der", "pkcs7")
DATE = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:[ T](\d{1,2}):(\d{2}):(\d{2}))?")


@dataclass(frozen=True, slots=True)
class StoredCertificate:
    """A certificate under its label. Fields are None where the source does not tell.

    ``entry`` and ``certificate`` are there when a database file was read, not for a gskkyman listing or rows
    of an IBM i's CERTIFICATE_INFO; of these ``issuer`` and ``serial`` are.
    """

    label: str
    database: str
    place: Place
    has_key: bool | None
    trusted: bool | None
    default: bool
    not_before: datetime | None
    not_after: datetime | None
    key_bits: int | None
    subject: str | None
    entry: keydb.Entry | None = None
    certificate: keydb.Certificate | None = None
    issuer: str | None = None
    serial: str | None = None


@dataclass(frozen=True, slots=True)
class KeyDatabase:
    """A key database. ``complete``: all its labels are known, so a label's absence means something.

    ``pools`` are the SSL servers that use it; ``assumed`` if only because it is the one database of
    the one pool. ``keyfiles`` are the databases that KEYFILE names instead, where that is known.
    ``is_store`` is False for loose certificate files (PEM, DER, PKCS#7).
    """

    name: str
    file: str
    place: Place
    complete: bool
    is_store: bool
    certificates: tuple[StoredCertificate, ...]
    store: keydb.KeyDatabase | None = None
    listing: GskkymanListing | None = None
    source: Source | None = None
    pools: tuple[str, ...] = ()
    assumed: bool = False
    keyfiles: tuple[str, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()

    def label(self, label: str) -> StoredCertificate | None:
        """The certificate of this label; letter case counts. One with a private key wins over one without."""
        found = [item for item in self.certificates if item.label == label]
        return next((item for item in found if item.has_key), found[0] if found else None)

    @property
    def request(self) -> bool:
        """Whether it is the file of pending requests (.rdb) or of revocation lists (.crl)."""
        return self.store is not None and self.store.kind_text in ("X509KYP", "X509CRL")

    @property
    def unused(self) -> bool:
        """Whether the SSL servers in use are known, and KEYFILE of none names it."""
        return bool(self.keyfiles) and not self.pools

    @property
    def holds_keys(self) -> bool:
        """Whether it is a database that SSL servers can use."""
        return self.is_store and not self.request


def build(facts: Facts) -> Iterator[KeyDatabase]:
    """Every database, certificate file and gskkyman session of the snapshot."""
    found = [read(source, facts) for source in facts.snapshot.of_kind(*STORES)]
    listings = [
        listed(gskkyman_list.parse(item.lines)) for item in responses(facts, "gskkyman") if item.lines
    ]
    found.extend(item for item in listings if item is not None)
    count = sum(item.holds_keys for item in found)
    for item in found:
        yield owned(item, facts, count) if item.holds_keys else item
    for document in documents(facts, "ibmi_certificates"):
        yield from of_rows(document)


def read(source: Source, facts: Facts) -> KeyDatabase:
    """Read one file, with each password in turn until one fits. What cannot be read is said in
    ``unreadable``.
    """
    place = FilePlace(source.path)
    is_store = source.kind in ("gskit_keydb", "pkcs12")
    try:
        store = opened(source, facts)
    except (keydb.NotAKeyDatabase, OSError) as error:
        refused = Unreadable(place, str(getattr(error, "strerror", None) or error))
        return KeyDatabase(
            source.name, source.path, place, False, is_store, (), source=source, unreadable=(refused,)
        )
    return KeyDatabase(
        source.name,
        source.path,
        place,
        not store.needs_password and not store.problems,
        is_store,
        tuple(stored(entry, source.path) for entry in store.entries),
        store,
        None,
        source,
    )


def opened(source: Source, facts: Facts) -> keydb.KeyDatabase:
    """The database of a file, with the first password that fits. Raises NotAKeyDatabase."""
    from ssldiag.keydb.read import read_with

    return read_with(source.read(), source.path, facts.settings.passwords)


def stored(entry: keydb.Entry, file: str) -> StoredCertificate:
    """An entry of a database file."""
    certificate = entry.certificate
    return StoredCertificate(
        entry.label,
        file,
        FilePlace(file, entry.offset),
        entry.has_private_key,
        entry.trusted,
        entry.default,
        certificate.not_before if certificate else None,
        certificate.not_after if certificate else None,
        certificate.key_bits if certificate else None,
        entry.subject,
        entry,
        certificate,
    )


def listed(listing: GskkymanListing) -> KeyDatabase | None:
    """A database as a gskkyman session showed it; None if it names no database and shows nothing."""
    if listing.database is None and not listing.labels and not listing.certificates:
        return None
    path = listing.database.value if listing.database else ""
    place = listing.place
    file = place.file
    shown = {item.label.value: item for item in listing.certificates if item.label}
    listed_first = {item.label.value: item for item in reversed(listing.labels)}
    labels = dict.fromkeys((*(item.label.value for item in listing.labels), *shown))
    certificates = [
        from_listing(label, listed_first.get(label), shown.get(label), place, file) for label in labels
    ]
    return KeyDatabase(
        path.rsplit("/", 1)[-1],
        file,
        place,
        "keys" in listing.complete_lists,
        True,
        tuple(certificates),
        None,
        listing,
    )


def from_listing(
    label: str,
    item: gskkyman_list.GskkymanLabel | None,
    certificate: GskkymanCertificate | None,
    place: Place,
    file: str,
) -> StoredCertificate:
    """One certificate of a gskkyman session; the field names are not verified, so each may be missing."""
    field = certificate.field if certificate else lambda name: None
    trusted = field("trusted")
    size = field("public key size")
    subject = field("subject name")
    where = (
        item.label.place if item else certificate.label.place if certificate and certificate.label else place
    )
    return StoredCertificate(
        label,
        file,
        where,
        item.has_key if item else None,
        trusted.value.strip().lower().startswith("y") if trusted else None,
        False,
        gskkyman_date(field("effective date")),
        gskkyman_date(field("expiration date")),
        int(size.value)
        if size and size.value.isascii() and size.value.isdigit() and len(size.value) < 7
        else None,
        subject.value if subject else None,
    )


def of_rows(document: Document[CertificateRow]) -> Iterator[KeyDatabase]:
    """The stores that rows of CERTIFICATE_INFO show; *SYSTEM where no column names one, the service's
    default. No z/VM server uses them, so they count as certificates without a store.
    """
    stores: dict[str, list[CertificateRow]] = {}
    for row in document.rows:
        stores.setdefault(row.store or "*SYSTEM", []).append(row)
    for name, rows in stores.items():
        certificates = tuple(of_row(row, document.file) for row in rows)
        yield KeyDatabase(name, document.file, rows[0].place, document.complete, False, certificates)


def of_row(row: CertificateRow, file: str) -> StoredCertificate:
    """One row. Its dates have no time zone: taken for UTC, they are a day off at most."""
    return StoredCertificate(
        row.label.value,
        file,
        row.label.place,
        row.has_key,
        row.enabled,
        False,
        row.not_before.value.replace(tzinfo=UTC) if row.not_before else None,
        row.not_after.value.replace(tzinfo=UTC) if row.not_after else None,
        row.key_bits,
        row.subject,
        issuer=row.issuer,
        serial=row.serial,
    )


def gskkyman_date(field: object) -> datetime | None:
    """A date as gskkyman seems to print it (year first), in UTC; None where it is written otherwise."""
    match = DATE.search(str(field)) if field is not None else None
    if match is None:
        return None
    try:
        return datetime(*(int(part or 0) for part in match.groups()), tzinfo=UTC)  # type: ignore[misc, arg-type]
    except ValueError:
        return None


def owned(database: KeyDatabase, facts: Facts, count: int) -> KeyDatabase:
    """The database with the SSL servers that use it: those whose KEYFILE has its name, else the only one
    there is.
    """
    from dataclasses import replace

    pools = facts.all(SslServerPool)
    names = [pool.name for pool in pools if basename(pool) == database.name]
    if not names:
        names = [pool.name for pool in pools if basename(pool).lower() == database.name.lower()]
    if names:
        return replace(database, pools=tuple(names))
    if len(pools) == 1 and count == 1:
        return replace(database, pools=(pools[0].name,), assumed=True, keyfiles=(pools[0].keyfile,))
    named = dict.fromkeys(pool.keyfile for pool in servers_in_use(facts))
    return replace(database, keyfiles=tuple(named)) if database.name else database


def basename(pool: SslServerPool) -> str:
    """The file name of a pool's KEYFILE."""
    return pool.keyfile.rsplit("/", 1)[-1]


def databases_of(facts: Facts, pool: SslServerPool) -> tuple[KeyDatabase, ...]:
    """What was collected of the key database that this pool uses: a file, a listing, or both."""
    return tuple(item for item in facts.all(KeyDatabase) if pool.name in item.pools)


def stash_beside(facts: Facts, database: KeyDatabase) -> Source | None:
    """The stash file that was collected with a key database: in the same folder, with the same name."""
    base = database.file.rpartition(".")[0].lower()
    found = (item for item in facts.snapshot.of_kind("stash") if item.path.lower() == f"{base}.sth")
    return next(found, None) if database.source is not None and base else None


def opened_by(database: KeyDatabase, stash: Source) -> bool | None:
    """Whether the password in a stash file opens a database; None where that cannot be told
    (:mod:`ssldiag.keydb.unlock`).
    """
    from ssldiag.keydb.unlock import opens

    if database.source is None:
        return None
    try:
        return opens(database.source.read(), stash.read(4_096))
    except OSError:
        return None


def all_labels_known(facts: Facts) -> bool:
    """Whether a key database was collected whole."""
    return any(item.complete and item.is_store for item in facts.all(KeyDatabase))


def build_certificates(facts: Facts) -> Iterator[StoredCertificate]:
    """Every certificate of every database and certificate file."""
    for database in facts.all(KeyDatabase):
        if not database.request:
            yield from database.certificates


@dataclass(frozen=True, slots=True)
class KeyTrouble:
    """Something wrong with a key database or a certificate in it, as GSKit would meet it."""

    database: KeyDatabase
    trouble: Trouble

    @property
    def place(self) -> Place:
        """The record, or the file where no record is meant."""
        entry, problem = self.trouble.entry, self.trouble.problem
        offset = entry.offset if entry else problem.offset if problem else None
        return FilePlace(self.database.file, offset)


def build_troubles(facts: Facts) -> Iterator[KeyTrouble]:
    """The troubles of every database that was read from a file; of loose certificates only their own."""
    for database in facts.all(KeyDatabase):
        if database.store is not None:
            for trouble in problems_as_gskit(database.store, facts.now, facts.settings.expiry_days):
                yield KeyTrouble(database, trouble)
