"""A chain as it was shown in, the name that one of its authorities may not certify out (RFC 5280 4.2.1.10).

Host names and addresses are looked at; constraints on other kinds of names are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ipaddress import ip_address, ip_network
from typing import NamedTuple

from ssldiag.keydb.model import Certificate

NUMBER = bytes.fromhex("0603551d1e")
"""2.5.29.30, name constraints, as DER: hardly a certificate has it, and then it need not be read again."""

MOST = 200
"""Names of a certificate that are compared with the constraints of an authority."""

NOT_PERMITTED, EXCLUDED = 47, 48
"""X509_V_ERR_PERMITTED_VIOLATION and X509_V_ERR_EXCLUDED_VIOLATION of OpenSSL."""


class Broken(NamedTuple):
    """``name`` of the first certificate is none that ``issuer`` may certify."""

    issuer: Certificate
    name: str
    verify: int


def broken(chain: Sequence[Certificate]) -> Iterator[Broken]:
    """The constraints that the first certificate of a chain breaks: at most one for each authority."""
    for issuer in chain[1:]:
        if NUMBER in issuer.der:
            found = _broken(chain[0], issuer)
            if found is not None:
                yield found


def _broken(leaf: Certificate, issuer: Certificate) -> Broken | None:
    permitted, excluded = _constraints(issuer)
    for name in (*leaf.dns_names[:MOST], *leaf.ip_addresses[:MOST]):
        if any(_covers(subtree, name) for subtree in excluded):
            return Broken(issuer, name, EXCLUDED)
        alike = [subtree for subtree in permitted if _is_address(subtree) == _is_address(name)]
        if alike and not any(_covers(subtree, name) for subtree in alike):
            return Broken(issuer, name, NOT_PERMITTED)
    return None


def _constraints(issuer: Certificate) -> tuple[list[str], list[str]]:
    """Host names and networks that are permitted, and those that are excluded."""
    from cryptography import x509

    try:
        extensions = x509.load_der_x509_certificate(issuer.der).extensions
        found = extensions.get_extension_for_class(x509.NameConstraints).value
    except Exception:  # whatever the library finds wrong with it is among the defects of the certificate
        return [], []
    kinds = x509.DNSName, x509.IPAddress
    return (
        [str(one.value) for one in found.permitted_subtrees or () if isinstance(one, kinds)],
        [str(one.value) for one in found.excluded_subtrees or () if isinstance(one, kinds)],
    )


def _is_address(text: str) -> bool:
    try:
        ip_address(text.partition("/")[0])
    except ValueError:
        return False
    return True


def _covers(subtree: str, name: str) -> bool:
    """Whether a name lies in a subtree: a network, or a host name with all below it.

    >>> _covers("example.com", "a.example.com"), _covers("example.com", "myexample.com")
    (True, False)
    """
    if _is_address(subtree):
        return _is_address(name) and ip_address(name) in ip_network(subtree, strict=False)
    if _is_address(name):
        return False
    below = subtree.strip(".").lower()
    return not below or f".{name.rstrip('.').lower()}".endswith(f".{below}")
