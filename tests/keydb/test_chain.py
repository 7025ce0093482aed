"""Chains: found by name and signature, ended by a self-signed certificate, and bounded."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from ssldiag.keydb import certificate, cms
from ssldiag.keydb.chain import MAX_LENGTH, Issuers, Reason, chain
from ssldiag.keydb.model import Entry, EntryKind, KeyDatabase
from tests.effort import calls

from .makers import CN, END, START, Authority, ec_key, name, raw_certificate


def entry(der: bytes, label: str = "", kind: EntryKind = "signer", trusted: bool | None = True) -> Entry:
    return Entry(label, kind, kind == "personal", trusted, certificate=certificate.parse(der))


def of(*entries: Entry) -> KeyDatabase:
    return KeyDatabase("x", "gskit-cms", entries=entries)


@pytest.fixture(scope="module")
def pki() -> tuple[Authority, Authority, bytes]:
    root = Authority("Root")
    issuing = Authority("Issuing", root)
    return root, issuing, issuing.issue()


PKI = tuple[Authority, Authority, bytes]


def test_whole_chain(pki: PKI) -> None:
    root, issuing, server = pki
    own = entry(server, "SRV", "personal")
    found = chain(own, of(own, entry(root.der, "ROOT"), entry(issuing.der, "ISSUING")))
    assert [link.label for link in found.entries] == ["SRV", "ISSUING", "ROOT"]
    assert [link.subject.split(",")[0] for link in found.certificates] == [
        "CN=server.example.test",
        "CN=Issuing",
        "CN=Root",
    ]
    assert (found.complete, found.accepted, found.reason) == (True, True, Reason.COMPLETE)
    assert (found.missing_issuer, found.untrusted) == (None, ())


def test_missing_issuers(pki: PKI) -> None:
    root, issuing, server = pki
    own = entry(server, "SRV", "personal")
    alone = chain(own, of(own, entry(root.der, "ROOT")))
    assert (alone.reason, alone.missing_issuer) == (Reason.NO_ISSUER, "CN=Issuing,O=Example,C=DE")
    rootless = chain(own, of(own, entry(issuing.der, "ISSUING")))
    assert (rootless.reason, rootless.missing_issuer) == (Reason.NO_ISSUER, "CN=Root,O=Example,C=DE")
    assert not rootless.accepted


@pytest.mark.parametrize("label", ["ROOT", "ISSUING"])
def test_untrusted_links(pki: PKI, label: str) -> None:
    root, issuing, server = pki
    own = entry(server, "SRV", "personal", trusted=False)
    links = [
        entry(der, word, trusted=word != label)
        for der, word in ((root.der, "ROOT"), (issuing.der, "ISSUING"))
    ]
    found = chain(own, of(own, *links))
    assert (found.complete, found.accepted, found.untrusted) == (True, False, (label,))


def test_formats_without_trust(pki: PKI) -> None:
    root, issuing, server = pki
    own = entry(server, "SRV", "personal", trusted=None)
    found = chain(own, of(own, entry(root.der, "R", trusted=None), entry(issuing.der, "I", trusted=None)))
    assert found.accepted


def test_self_signed(pki: PKI) -> None:
    root = pki[0]
    own = entry(root.der, "SELF", "personal", trusted=False)
    assert chain(own, of(own)).accepted
    signer = entry(root.der, "ROOT", trusted=False)
    assert chain(signer, of(signer)).untrusted == ("ROOT",)


def test_namesake_with_another_key(pki: PKI) -> None:
    _, issuing, server = pki
    own = entry(server, "SRV", "personal")
    impostor = entry(Authority("Issuing").der, "IMPOSTOR")
    found = chain(own, of(own, impostor))
    assert (found.reason, found.missing_issuer) == (Reason.WRONG_KEY, "CN=Issuing,O=Example,C=DE")
    right = Issuers([impostor, entry(issuing.der, "RIGHT")]).of(own.certificate or pytest.fail())[0]
    assert right is not None and right.label == "RIGHT"


def renewed(authority: Authority, subject: x509.Name | None = None) -> bytes:
    """The same CA again: same key, later end."""
    builder = authority.builder(subject or authority.name, authority.key, START, END + timedelta(days=1000))
    return builder.sign(authority.key, hashes.SHA256()).public_bytes(Encoding.DER)


def test_renewed_issuer(pki: PKI) -> None:
    root, issuing, _ = pki
    child = certificate.parse(issuing.der)
    old, new = entry(root.der, "OLD"), entry(renewed(root), "NEW")
    assert Issuers([old, new]).of(child)[0] is new
    assert Issuers([entry(root.der, "OLD"), entry(renewed(root), "NEW", trusted=False)]).of(child)[0] == old
    assert Issuers([old, new]).of(certificate.parse(root.der))[0] is old  # itself before anybody else


def test_not_a_ca(pki: PKI) -> None:
    root = pki[0]
    no_ca = Authority("No CA", root, is_ca=False)
    own = entry(no_ca.issue(), "SRV", "personal")
    found = chain(own, of(own, entry(no_ca.der, "NOCA"), entry(root.der, "ROOT")))
    assert (found.reason, found.complete) == (Reason.NOT_A_CA, False)
    assert found.entries[-1].label == "NOCA"


def test_names_that_only_mean_the_same() -> None:
    """RFC 5280 7.1: letter case and string type do not matter; the signature cannot be checked then."""
    child = certificate.parse(raw_certificate(issuer=name((CN, 0x13, b"BROKEN  ca"))))
    root = entry(raw_certificate(subject=name((CN, 0x0C, b"Broken CA"))), "ROOT")
    assert Issuers([root]).of(child)[0] is root


def test_circle() -> None:
    first, second = Authority("First"), Authority("Second")
    one = first.builder(second.name, second.key, START, END).sign(first.key, hashes.SHA256())
    two = second.builder(first.name, first.key, START, END).sign(second.key, hashes.SHA256())
    links = [entry(each.public_bytes(Encoding.DER), str(at)) for at, each in enumerate((one, two))]
    assert chain(links[0], of(*links)).reason is Reason.LOOP


def test_chain_without_end() -> None:
    authority = Authority("CA 0")
    links = [entry(authority.der, "0")]
    for at in range(1, MAX_LENGTH + 3):
        authority = Authority(f"CA {at}", authority)
        links.append(entry(authority.der, str(at)))
    found = chain(links[-1], of(*links))
    assert (found.reason, len(found.entries)) == (Reason.TOO_LONG, MAX_LENGTH + 1)
    assert chain(links[4], of(*links)).accepted


def test_no_certificate() -> None:
    broken = Entry("BROKEN", "signer", False, error="unreadable")
    assert chain(broken, of(broken)).reason is Reason.NO_CERTIFICATE


def test_many_namesakes_stay_cheap(pki: PKI) -> None:
    _, issuing, server = pki
    other = ec_key("secp384r1")
    builder = issuing.builder(issuing.name, other, START, END)
    impostor = entry(builder.sign(other, hashes.SHA256()).public_bytes(Encoding.DER), "IMPOSTOR")
    own = entry(server, "SRV", "personal")
    issuers = Issuers([own, *[impostor] * 5000])
    first = calls(lambda: chain(own, issuers))
    assert not chain(own, issuers).complete
    assert first < 20_000  # 8 of the 5,000 are tried
    assert calls(lambda: chain(own, issuers)) < first / 2  # and remembered


def test_real_databases(data: Path) -> None:
    for file, label, reason, untrusted in (
        ("chain.kdb", "TLSCERT2", Reason.COMPLETE, ()),
        ("chain.kdb", "SELFSIGN", Reason.COMPLETE, ()),
        ("noca.kdb", "TLSCERT1", Reason.NO_ISSUER, ()),
        ("order.kdb", "TLSCERT1", Reason.COMPLETE, ("ISSUING",)),
        ("trust.kdb", "DISTRUST", Reason.COMPLETE, ("DISTRUST",)),
    ):
        found = cms.read((data / file).read_bytes(), file)
        own = found.labelled(label)
        assert own is not None
        built = chain(own, found)
        assert (built.reason, built.untrusted) == (reason, untrusted)
