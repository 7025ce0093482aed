from __future__ import annotations

import ssl
from datetime import timedelta
from pathlib import Path

import pytest

from ssldiag.keydb.certificate import parse
from ssldiag.probe.chains import Authorities, NoAuthorities, authorities, is_address, served
from ssldiag.probe.model import ChainServed
from tests.keydb.makers import NOW, Authority

NAME = "server.example.test"
ROOT = Authority("Root")
MIDDLE = Authority("Issuing CA", ROOT)
LEAF = MIDDLE.issue(NAME)
TRUST = Authorities("ca.pem", (parse(ROOT.der),))


def judged(*ders: bytes, name: str = NAME, trust: Authorities | None = TRUST, days: int = 0) -> ChainServed:
    return served(NAME, ders, name, NOW + timedelta(days=days), trust)


def causes(chain: ChainServed) -> list[str]:
    return [problem.cause for problem in chain.problems]


def test_a_chain_that_leads_to_an_authority() -> None:
    found = judged(LEAF, MIDDLE.der)
    assert (found.ok, found.trusted, found.problems) == (True, True, ())
    assert found.why == "ca.pem has CN=Root,O=Example,C=DE"
    assert judged(LEAF, MIDDLE.der, ROOT.der).ok, "the root may come with it"


def test_a_missing_intermediate() -> None:
    found = judged(LEAF)
    assert (found.ok, found.trusted) == (False, False)
    assert "CN=Issuing CA,O=Example,C=DE is neither in the chain nor in ca.pem" in found.why
    assert causes(found) == ["incomplete_chain"]


def test_an_authority_that_is_another_one() -> None:
    found = judged(LEAF, MIDDLE.der, ROOT.der, trust=Authorities("x", (parse(Authority("Other").der),)))
    assert (found.ok, found.trusted) == (False, False)
    assert found.why == "the chain ends at CN=Root,O=Example,C=DE, which x does not have"


def test_the_same_name_with_another_key_is_not_trusted() -> None:
    found = judged(LEAF, MIDDLE.der, trust=Authorities("x", (parse(Authority("Root").der),)))
    assert found.trusted is False


def test_without_authorities_nothing_is_said_of_trust() -> None:
    found = judged(LEAF, MIDDLE.der, trust=None)
    assert (found.ok, found.trusted, found.why) == (None, None, "no authorities were given to trust (--ca)")


def test_a_self_signed_certificate_that_is_trusted() -> None:
    own = Authority("own.example", is_ca=False).der
    trusted = served(None, (own,), "own.example", NOW, Authorities("x", (parse(own),)))
    assert (trusted.ok, trusted.problems) == (True, ())
    assert causes(served(None, (own,), "own.example", NOW)) == ["self_signed_certificate"]


@pytest.mark.parametrize("days", [-400, 400])
def test_dates(days: int) -> None:
    wanted = "certificate_expired" if days > 0 else "certificate_not_yet_valid"
    found = judged(LEAF, MIDDLE.der, days=days)
    assert wanted in causes(found) and found.ok is False


@pytest.mark.parametrize(
    ("name", "right"),
    [(NAME, True), ("other.test", False), ("192.0.2.10", True), ("192.0.2.11", False), ("::1", False)],
)
def test_names_and_addresses(name: str, right: bool) -> None:
    assert ("certificate_wrong_name" in causes(judged(LEAF, MIDDLE.der, name=name))) is not right


def test_the_order_of_a_chain() -> None:
    (problem,) = (one for one in judged(LEAF, ROOT.der, MIDDLE.der).problems)
    assert problem.cause == "chain_out_of_order"
    assert problem.what == (
        "certificate 2 is not the issuer of the one before it, which is also in the chain"
    )
    (problem,) = judged(LEAF, MIDDLE.der, ROOT.der, MIDDLE.der).problems
    assert problem.what == "certificate 4 follows a root and belongs to nothing"


def test_what_is_no_certificate() -> None:
    found = judged(LEAF, b"rubbish")
    assert "certificate_unreadable" in causes(found)
    assert judged(b"rubbish").ok is False
    assert judged().ok is False


def test_files_of_authorities(tmp_path: Path) -> None:
    pem = tmp_path / "ca.pem"
    pem.write_text(ssl.DER_cert_to_PEM_cert(ROOT.der) + ssl.DER_cert_to_PEM_cert(MIDDLE.der), "ascii")
    assert [one.subject for one in authorities(pem).certificates] == [
        "CN=Root,O=Example,C=DE",
        "CN=Issuing CA,O=Example,C=DE",
    ]
    (tmp_path / "x").write_bytes(b"nothing at all")
    with pytest.raises(NoAuthorities, match="x: "):
        authorities(tmp_path / "x")


def test_addresses() -> None:
    assert [is_address(word) for word in ("192.0.2.1", "::1", "fe80::1%eth0", "host", "")] == [
        True,
        True,
        True,
        False,
        False,
    ]
