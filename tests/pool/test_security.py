"""VMSSL operands to OpenSSL: what is on, what is left, what is refused by name."""

from __future__ import annotations

import pytest

from ssldiag.model import Located, TextPlace
from ssldiag.pool.local_tls import local_tls
from ssldiag.pool.plan import SecurityPlan
from ssldiag.pool.security import LocalTls, VmsslError, security
from ssldiag.readers.ciphers import table
from ssldiag.readers.vmssl import parse

ALL = LocalTls(
    frozenset(("SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")),
    frozenset(cipher.openssl for cipher in table() if cipher.openssl),
)


def plan(text: str, local: LocalTls = ALL) -> SecurityPlan:
    """The plan of these operands."""
    words = [Located(word, TextPlace("SYSTEM.DTCPARMS", 1, 1)) for word in text.split()]
    return security(parse(words), local)


def test_the_default_is_tls_1_2() -> None:
    found = plan("")
    assert (found.protocols, found.minimum, found.maximum) == (("TLSV1_2",), "TLSv1.2", "TLSv1.2")
    assert found.suites == ()
    assert found.ciphers[:2] == ("ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384")
    assert "RC4-SHA" not in found.ciphers


@pytest.mark.parametrize(
    ("operands", "minimum", "maximum", "without"),
    [
        ("PROTOCOL TLSV1_2 TLSV1_3", "TLSv1.2", "TLSv1.3", ()),
        ("PROTOCOL +TLSV1_1", "TLSv1.1", "TLSv1.2", ()),
        ("PROTOCOL +TLSV1_0 +TLSV1_3", "TLSv1.0", "TLSv1.3", ("TLSv1.1",)),
        ("PROTOCOL TLSV1_0 TLSV1_2", "TLSv1.0", "TLSv1.2", ("TLSv1.1",)),
        ("PROTOCOL -TLSV1_2 +TLSV1_3", "TLSv1.3", "TLSv1.3", ()),
    ],
)
def test_signed_versions_change_the_default_others_replace_it(
    operands: str, minimum: str, maximum: str, without: tuple[str, ...]
) -> None:
    found = plan(operands)
    assert (found.minimum, found.maximum, found.without) == (minimum, maximum, without)


def test_exempting_a_set_takes_the_weaker_ones_along() -> None:
    found = plan("EXEMPT MEDIUM")
    strengths = {cipher.strength for cipher in table() if cipher.openssl in found.ciphers}
    assert strengths == {"High"}
    assert found.exempt == ("MEDIUM",)


def test_exempting_by_name_takes_that_one() -> None:
    assert "AES256-SHA" in plan("").ciphers
    assert "AES256-SHA" not in plan("EXEMPT RSA_AES_256").ciphers


def test_enable_brings_a_suite_back() -> None:
    assert "RC4-SHA" in plan("ENABLE RC4_128_SHA").ciphers


def test_what_the_local_openssl_lacks_is_named() -> None:
    local = LocalTls(frozenset(("TLSv1.2",)), ALL.ciphers - {"RC4-SHA"})
    found = plan("PROTOCOL TLSV1_2 SSLV3 ENABLE RC4_128_SHA", local)
    assert found.protocols == ("TLSV1_2",)
    assert found.refused == (
        "SSLV3 is not supported by the local OpenSSL",
        "not supported by the local OpenSSL: RC4_128_SHA",
    )


@pytest.mark.parametrize(
    ("operands", "why"),
    [
        ("PROTOCOL SSLV2 TLSV1_2", "together"),
        ("PROTOCOL TLSV9_9", "not a version"),
        ("PROTOCOL -TLSV1_2", "no version that can be used"),
        ("EXEMPT HIGH", "no cipher suite"),
        ("EXEMPT LOW RSA_AES_256", "not both"),
        ("EXEMPT RSA_AES_512", "not a cipher suite"),
    ],
)
def test_operands_that_cannot_be_meant_are_refused(operands: str, why: str) -> None:
    with pytest.raises(VmsslError, match=why):
        plan(operands)


def test_fips_mode_leaves_no_suite_that_it_forbids() -> None:
    assert "DES-CBC-SHA" not in plan("MODE FIPS-140-2").ciphers
    assert plan("FIPS").mode == "FIPS-140-2"


def test_the_local_openssl_can_do_something() -> None:
    local = local_tls()
    assert {"TLSv1.2", "TLSv1.3"} <= local.versions
    assert {"ECDHE-RSA-AES128-GCM-SHA256", "TLS_AES_128_GCM_SHA256"} <= local.ciphers
