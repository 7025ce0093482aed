"""A chain as it was served, a name and a moment in, what is wrong with it out.

Flaws are those of :mod:`ssldiag.wire.judging.trust`, in the words of ``ssldiag pcap``. Whether a chain is
trusted is only said where authorities were given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path

from ssldiag.keydb.model import Certificate, Entry, KeyDatabase
from ssldiag.probe.model import ChainServed, Problem
from ssldiag.probe.record import parsed

OUT_OF_ORDER = "chain_out_of_order"
"""RFC 5246 7.4.2: each certificate certifies the one before it. RFC 8446 4.4.2 asks to bear with less."""

MAX_AUTHORITIES = 64 * 1024 * 1024
"""Bytes of a file of authorities, as of any key database."""


@dataclass(frozen=True, slots=True)
class Authorities:
    """Whom to trust; ``source`` says where they are from."""

    source: str
    certificates: tuple[Certificate, ...]


class NoAuthorities(ValueError):
    """The file has none; the text says why."""


def authorities(path: Path) -> Authorities:
    """The certificates of a file: PEM, DER, PKCS#7 or a key database of GSKit. Raises NoAuthorities."""
    from ssldiag.keydb.model import NotAKeyDatabase
    from ssldiag.keydb.read import read

    with path.open("rb") as stream:
        data = stream.read(MAX_AUTHORITIES)
    try:
        found = read(data, str(path))
    except NotAKeyDatabase as error:
        raise NoAuthorities(f"{path}: {error}") from error
    trusted = (entry for entry in found.entries if entry.trusted is not False)
    known = tuple(entry.certificate for entry in trusted if entry.certificate is not None)
    if not known:
        raise NoAuthorities(f"{path}: has no certificate that can be read")
    return Authorities(str(path), known)


def system_authorities() -> Authorities:
    """Those of this system, as OpenSSL finds them. Raises NoAuthorities."""
    import ssl

    context = ssl.create_default_context()
    ders = context.get_ca_certs(binary_form=True)
    if not ders:
        raise NoAuthorities("this system has no list of authorities that can be found")
    return Authorities("the system's list", tuple(_all(ders)))


def _all(ders: Sequence[bytes]) -> list[Certificate]:
    from ssldiag.keydb.certificate import NotACertificate, parse

    found = []
    for der in ders:
        try:
            found.append(parse(der))
        except NotACertificate:
            continue
    return found


def served(
    asked: str | None,
    ders: tuple[bytes, ...],
    name: str | None,
    now: datetime,
    trust: Authorities | None = None,
    stapled: bool | None = None,
) -> ChainServed:
    """The chain, judged. ``name`` is the host's name or address, None if it is not to be compared."""
    from ssldiag.wire.judging.trust import flaws

    chain = parsed(ders)
    address = is_address(name) if name else False
    found = [
        Problem(flaw.cause, flaw.what) for flaw in flaws(chain, "server", None if address else name, now)
    ]
    if address and name and chain and not _has_address(chain[0], name):
        found.append(Problem("certificate_wrong_name", f"the certificate is not for the address {name}"))
    if len(chain) < len(ders):
        bad = len(ders) - len(chain)
        found.append(Problem("certificate_unreadable", f"{bad} of {len(ders)} certificates cannot be read"))
    found += _order(chain)
    trusted, why = _trusted(chain, trust)
    if trusted:
        found = [problem for problem in found if problem.cause not in SETTLED]
    return ChainServed(asked, ders, name, trusted, tuple(found), stapled, why)


SETTLED = ("self_signed_certificate", "incomplete_chain")
"""Flaws that are none if an authority that is trusted made the signature."""


def _order(chain: Sequence[Certificate]) -> list[Problem]:
    for at, (one, issuer) in enumerate(pairwise(chain)):
        if one.issuer_der == issuer.subject_der:
            continue
        if one.self_issued:
            what = f"certificate {at + 2} follows a root and belongs to nothing"
        elif any(other.subject_der == one.issuer_der for other in chain):
            what = f"certificate {at + 2} is not the issuer of the one before it, which is also in the chain"
        else:
            what = f"certificate {at + 2} is not the issuer of the one before it"
        return [Problem(OUT_OF_ORDER, what)]
    return []


def _trusted(chain: Sequence[Certificate], trust: Authorities | None) -> tuple[bool | None, str]:
    """Whether an authority is reached, through what was served alone, as most clients do it."""
    if trust is None:
        return None, "no authorities were given to trust (--ca)"
    if not chain:
        return False, "there is no certificate"
    from ssldiag.keydb.chain import Reason
    from ssldiag.keydb.chain import chain as build

    leaf = Entry("served", "personal", False, certificate=chain[0])
    roots = {certificate.sha256 for certificate in trust.certificates}
    entries = [leaf, *(_entry(one) for one in (*chain[1:], *trust.certificates))]
    found = build(leaf, KeyDatabase("", "pem", entries=tuple(entries)))
    if any(one.sha256 in roots for one in found.certificates):
        return True, f"{trust.source} has {found.certificates[-1].subject or 'its root'}"
    if found.reason is Reason.COMPLETE:
        top = found.certificates[-1].subject
        return False, f"the chain ends at {top}, which {trust.source} does not have"
    if found.missing_issuer:
        return False, f"{found.missing_issuer} is neither in the chain nor in {trust.source}"
    return False, f"no way leads from the certificate to {trust.source}"


def _entry(certificate: Certificate) -> Entry:
    return Entry(certificate.sha256, "signer", False, certificate=certificate)


def is_address(name: str) -> bool:
    """Whether a host is an address; it may have a scope behind ``%``."""
    try:
        ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return True


def _has_address(leaf: Certificate, name: str) -> bool:
    wanted = ip_address(name.partition("%")[0])
    return any(is_address(one) and ip_address(one) == wanted for one in leaf.ip_addresses)
