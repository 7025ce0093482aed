"""PKCS#7 signed data (RFC 2315; RFC 5652) in, the certificates it carries out; signatures and content are
not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.keydb import der, plain
from ssldiag.keydb.model import Entry, KeyDatabase, NotAKeyDatabase, Problem
from ssldiag.keydb.oids import SIGNED_DATA

# A whole public trust store has some 150 certificates.
MAX_CERTIFICATES = 5000


def read(data: bytes, file: str) -> KeyDatabase:
    """Read a file. Raises :class:`NotAKeyDatabase` if it is no PKCS#7 signed data."""
    try:
        found, problems = contents(data)
    except der.DerError as error:
        raise NotAKeyDatabase(f"no PKCS#7 certificates: {error}") from error
    return KeyDatabase(file, "pkcs7", records=len(found), entries=tuple(found), problems=tuple(problems))


def contents(data: bytes) -> tuple[list[Entry], list[Problem]]:
    """The certificates inside. Raises :class:`ssldiag.keydb.der.DerError`."""
    problems: list[Problem] = []
    whole = der.expect(der.read(data), der.SEQUENCE, "PKCS#7")
    if whole.end < len(data):
        problems.append(Problem(f"{len(data) - whole.end} bytes follow the structure", whole.end, "trailing"))
    entries: list[Entry] = []
    for element in _certificates(_signed_data(whole)):
        if len(entries) >= MAX_CERTIFICATES:
            problems.append(Problem(f"only the first {MAX_CERTIFICATES} were read", element.start, "limit"))
            break
        entry = plain.certificate_entry(element.raw, len(entries) + 1, element.start)
        if entry.error:
            what = f"certificate {entry.record} cannot be read: {entry.error}"
            problems.append(Problem(what, element.start, "certificate"))
        entries.append(entry)
    return entries, problems


def _signed_data(whole: der.Element) -> der.Element:
    """ContentInfo { signedData, [0] { SEQUENCE } }."""
    parts = der.children(whole)
    if len(parts) < 2 or der.oid(parts[0]) != SIGNED_DATA:
        raise der.DerError("signed data expected", whole.start)
    return der.expect(der.first(parts[1], "signed data"), der.SEQUENCE, "signed data")


def _certificates(signed: der.Element) -> Iterator[der.Element]:
    """The [0] field; other than X.509 certificates are context-tagged there (RFC 5652 10.2.2) and passed
    over.
    """
    for part in der.children(signed):
        if part.tag == 0xA0:
            yield from (element for element in der.children(part) if element.tag == der.SEQUENCE)
