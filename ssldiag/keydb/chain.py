"""Entries in, the chain of each certificate to its root out, as far as this database alone can build it.
Pure.

GSKit stores no chains: an issuer is another record, found by its name, and a chain counts only if it ends
at a trusted self-signed certificate in the same database (measured with GSKit 8.0.60.5; docs/keydb.md).
Which of several issuers of one name GSKit takes is not known; here the one that made the signature and is
trusted comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from ssldiag.keydb import certificate as x509
from ssldiag.keydb import der, names
from ssldiag.keydb.model import Certificate, Entry, KeyDatabase

# Chains of five are rare; OpenSSL stops at 100 (X509_VERIFY_PARAM). Ten keeps a made-up loop of names short.
MAX_LENGTH = 10
# Issuers of the same name: a renewed one or two. Each costs the check of a signature.
MAX_CANDIDATES = 8
# How many certificates of one name are sorted to find those eight.
MAX_NAMESAKES = 64


class Reason(StrEnum):
    """How the search for the root ended."""

    COMPLETE = "complete"
    NO_CERTIFICATE = "no_certificate"
    NO_ISSUER = "no_issuer"
    WRONG_KEY = "wrong_key"
    NOT_A_CA = "not_a_ca"
    LOOP = "loop"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Chain:
    """From a certificate up to its root. ``complete``: it ends at a self-signed certificate in the database.

    ``untrusted`` are the labels on the way (the root included) that are not trusted; ``missing_issuer`` is
    the name that is looked for in vain. ``entries`` are those the ``certificates`` come from.
    """

    certificates: tuple[Certificate, ...]
    entries: tuple[Entry, ...]
    complete: bool
    missing_issuer: str | None
    untrusted: tuple[str, ...]
    reason: Reason

    @property
    def accepted(self) -> bool:
        """Whether GSKit would take it: complete, and trusted all the way."""
        return self.complete and not self.untrusted


Found = tuple[Entry | None, Reason]


class Issuers:
    """The certificates of a database by subject. It remembers the issuers it has found: signatures are
    dear.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_subject: dict[object, list[Entry]] = {}
        self._found: dict[str, Found] = {}
        for entry in entries:
            if entry.certificate is not None:
                namesakes = self._by_subject.setdefault(_key(entry.certificate.subject_der), [])
                if len(namesakes) < MAX_NAMESAKES:
                    namesakes.append(entry)

    def of(self, certificate: Certificate) -> Found:
        """The entry whose name and, where it can be checked, whose key issued this certificate; or why there
        is none. A self-signed certificate is its own issuer.
        """
        if certificate.sha256 not in self._found:
            self._found[certificate.sha256] = self._search(certificate)
        return self._found[certificate.sha256]

    def _search(self, certificate: Certificate) -> Found:
        namesakes = self._by_subject.get(_key(certificate.issuer_der), [])
        ranked = sorted(namesakes, key=_rank(certificate), reverse=True)[:MAX_CANDIDATES]
        possible = None
        for entry in ranked:
            signed = x509.signed_by(certificate, entry.certificate) if entry.certificate else False
            if signed:
                return entry, Reason.COMPLETE
            if signed is None and possible is None:
                possible = entry
        if possible is not None:
            return possible, Reason.COMPLETE
        return None, Reason.WRONG_KEY if namesakes else Reason.NO_ISSUER


def _key(name: bytes) -> object:
    """What makes names equal (RFC 5280 7.1)."""
    return names.read(der.read(name)).key


LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def _rank(certificate: Certificate) -> Callable[[Entry], tuple[bool | datetime, ...]]:
    """Orders issuers of one name: itself, key identifiers that agree, trusted ones, CAs, signers, the longest
    lived.
    """

    def rank(entry: Entry) -> tuple[bool | datetime, ...]:
        issuer = entry.certificate
        assert issuer is not None  # only certificates are filed under a subject
        wanted = certificate.authority_key_id
        return (
            issuer.sha256 == certificate.sha256,
            wanted is None or issuer.subject_key_id == wanted,
            entry.trusted is not False,
            issuer.is_ca is not False,
            entry.kind == "signer",
            issuer.not_after or LONG_AGO,
        )

    return rank


def chain(entry: Entry, database: KeyDatabase | Issuers) -> Chain:
    """Follow issuers from this entry to a self-signed certificate, or to where there is none."""
    issuers = database if isinstance(database, Issuers) else Issuers(database.entries)
    if entry.certificate is None:
        return Chain((), (), False, None, (), Reason.NO_CERTIFICATE)
    links = [entry]
    certificate = entry.certificate
    while len(links) <= MAX_LENGTH:
        issuer, reason = issuers.of(certificate)
        if issuer is None or issuer.certificate is None:
            return _chain(links, reason, certificate.issuer)
        if issuer.certificate.sha256 == certificate.sha256:
            return _chain(links, Reason.COMPLETE, None)
        if any(link.certificate == issuer.certificate for link in links):
            return _chain(links, Reason.LOOP, None)
        links.append(issuer)
        if issuer.certificate.is_ca is False:
            return _chain(links, Reason.NOT_A_CA, None)
        certificate = issuer.certificate
    return _chain(links, Reason.TOO_LONG, None)


def _chain(links: list[Entry], reason: Reason, missing: str | None) -> Chain:
    """A personal certificate's own flag does not count: only signers are asked whether they are trusted."""
    judged = links if links[0].kind == "signer" else links[1:]
    return Chain(
        certificates=tuple(link.certificate for link in links if link.certificate is not None),
        entries=tuple(links),
        complete=reason is Reason.COMPLETE,
        missing_issuer=missing,
        untrusted=tuple(link.label for link in judged if link.trusted is False),
        reason=reason,
    )
