"""A certificate or request that stands alone, in DER, in; an entry or a database of one out."""

from __future__ import annotations

from dataclasses import replace

from ssldiag.keydb import certificate, der, request
from ssldiag.keydb.model import Entry, EntryKind, KeyDatabase, NotACertificate, NotAKeyDatabase


def certificate_entry(
    data: bytes, record: int, offset: int | None, label: str = "", has_private_key: bool = False
) -> Entry:
    """An entry for one certificate; if it cannot be read, the entry says why."""
    kind: EntryKind = "personal" if has_private_key else "signer"
    entry = Entry(label, kind, has_private_key, record=record, offset=offset)
    try:
        return replace(entry, certificate=certificate.parse(data))
    except NotACertificate as error:
        return replace(entry, error=str(error))


def request_entry(data: bytes, record: int, offset: int | None) -> Entry:
    """An entry for one certification request."""
    entry = Entry("", "request", False, record=record, offset=offset)
    try:
        return replace(entry, request=request.parse(data))
    except NotACertificate as error:
        return replace(entry, error=str(error))


def is_request(data: bytes) -> bool:
    """Whether this looks like a request: its body starts with version 0 (RFC 2986 4.1), a certificate's
    never does.
    """
    try:
        body = der.first(der.expect(der.read(data), der.SEQUENCE, "a request"), "its body")
        start = der.children(der.expect(body, der.SEQUENCE, "its body"))[:2]
        return len(start) == 2 and start[0].raw == b"\x02\x01\x00" and _holds_sets(start[1])
    except der.DerError:
        return False


def _holds_sets(name: der.Element) -> bool:
    """A Name is a SEQUENCE of SETs; in a version 1 certificate an AlgorithmIdentifier stands in its place."""
    return name.tag == der.SEQUENCE and (not name.length or name.data[name.body] == der.SET)


def read(data: bytes, file: str) -> KeyDatabase:
    """Read a file that holds one certificate or request in DER. Raises :class:`NotAKeyDatabase`."""
    entry = request_entry(data, 1, 0) if is_request(data) else certificate_entry(data, 1, 0)
    if entry.error:
        raise NotAKeyDatabase(f"no certificate in DER: {entry.error}")
    return KeyDatabase(file, "der", records=1, entries=(entry,))
