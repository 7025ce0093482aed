"""What authorities may certify: real certificates with name constraints."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from ipaddress import ip_network

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from ssldiag.keydb.certificate import parse
from ssldiag.keydb.model import Certificate
from ssldiag.wire.judging.constraints import broken
from ssldiag.wire.judging.trust import flaws
from tests.wire.plays import ISSUED, ISSUING, NOW

HOST, NET = x509.DNSName("example.com"), x509.IPAddress(ip_network("192.0.2.0/24"))


@cache
def authority(
    permitted: tuple[x509.GeneralName, ...] = (), excluded: tuple[x509.GeneralName, ...] = ()
) -> Certificate:
    """An authority that may certify these names alone, or all but those."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Limited")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW)
        .not_valid_after(NOW.replace(year=2030))
        .add_extension(x509.NameConstraints(permitted or None, excluded or None), critical=True)
    )
    return parse(made.sign(key, hashes.SHA256()).public_bytes(Encoding.DER))


def names(*hosts: str, addresses: tuple[str, ...] = ()) -> Certificate:
    return replace(ISSUED, dns_names=hosts, ip_addresses=addresses)


@pytest.mark.parametrize(
    ("leaf", "issuer", "found"),
    [
        (names("example.com"), authority((HOST,)), []),
        (names("a.b.EXAMPLE.com."), authority((HOST,)), []),
        (names("a.example.com", "myexample.com"), authority((HOST,)), [("myexample.com", 47)]),
        (names("example.com"), authority((), (HOST,)), [("example.com", 48)]),
        (names("example.org"), authority((), (HOST,)), []),
        (names("example.org"), authority((NET,)), []),
        (names(addresses=("192.0.2.7",)), authority((HOST,)), []),
        (names(addresses=("192.0.2.7",)), authority((HOST, NET)), []),
        (names(addresses=("198.51.100.7",)), authority((NET,)), [("198.51.100.7", 47)]),
        (names(addresses=("2001:db8::1",)), authority((NET,)), [("2001:db8::1", 47)]),
        (names(), authority((HOST, NET)), []),
        (names("example.org"), ISSUING, []),
        (names("example.org"), replace(authority((HOST,)), der=b"junk \x06\x03\x55\x1d\x1e"), []),
    ],
)
def test_names_and_what_an_authority_may_certify(
    leaf: Certificate, issuer: Certificate, found: list[tuple[str, int]]
) -> None:
    assert [(one.name, one.verify) for one in broken((leaf, issuer))] == found


def test_a_chain_of_one_breaks_nothing() -> None:
    assert list(broken((authority((HOST,)),))) == []
    assert list(broken(())) == []


def test_the_flaw() -> None:
    leaf = names("example.org")
    (flaw,) = [
        one for one in flaws((leaf, authority((HOST,))), "server", None, NOW) if one.validation == "575049"
    ]
    assert (flaw.cause, flaw.verify) == ("certificate_wrong_usage", 47)
    assert flaw.what == "the authority Limited may not certify the name example.org"
