"""What is wrong with a chain, and in which order it is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ssldiag.keydb.model import Certificate
from ssldiag.wire.judging.trust import SMALL, _checked, called, common_name, covers, flaws, missing_issuer
from tests.wire.plays import (
    EXPIRED,
    FUTURE,
    ISSUED,
    ISSUING,
    LEAF,
    NOW,
    ROOT,
    SELF,
    certificate,
    chain_of_two,
)

NAME = "tls.example.test"


def causes(*chain: Certificate, name: str | None = NAME) -> list[str]:
    """The causes of the flaws of a server's chain."""
    return [flaw.cause for flaw in flaws(chain, "server", name, NOW)]


def test_a_good_chain_has_no_flaw() -> None:
    assert causes(ISSUED, ISSUING) == []
    assert causes(LEAF, ROOT) == []
    assert causes() == []


def test_dates_need_a_moment() -> None:
    assert causes(EXPIRED) == ["certificate_expired"]
    assert causes(FUTURE) == ["certificate_not_yet_valid"]
    assert flaws((EXPIRED, FUTURE), "server", NAME, None) == []


def test_the_dates_of_issuers_count() -> None:
    old = replace(ISSUING, not_after=NOW - timedelta(days=1))
    [flaw] = flaws((ISSUED, old), "server", NAME, NOW)
    assert flaw.what == "the certificate Example Issuing CA expired on 2026-11-21"
    assert (flaw.validation, flaw.verify) == ("575018", 10)


def test_dates_come_before_trust() -> None:
    assert causes(replace(SELF, not_after=NOW - timedelta(days=1))) == [
        "certificate_expired",
        "self_signed_certificate",
    ]


@pytest.mark.parametrize(
    ("changes", "cause", "validation"),
    [
        ({"key_bits": 1024, "key": "RSA 1024"}, "certificate_weak_key", "575073"),
        ({"signature_hash": "md5", "signature": "md5WithRSAEncryption"}, "certificate_weak_key", "575072"),
        ({"unknown_critical": ("1.2.3",)}, "certificate_unsupported", "575019"),
        ({"extended_key_usage": frozenset(("clientAuth",))}, "certificate_wrong_usage", ""),
        ({"dns_names": ("other.example.test",)}, "certificate_wrong_name", ""),
        ({"dns_names": (), "subject": "CN=other"}, "certificate_wrong_name", ""),
        ({"issuer": "CN=Example Issuing CA", "issuer_der": b"?"}, "incomplete_chain", "575010"),
    ],
)
def test_each_flaw(changes: dict[str, object], cause: str, validation: str) -> None:
    [flaw] = flaws((replace(LEAF, **changes),), "server", NAME, NOW)  # type: ignore[arg-type]
    assert (flaw.cause, flaw.validation) == (cause, validation)


def test_a_short_ec_key_and_any_purpose_are_no_flaws() -> None:
    assert causes(replace(LEAF, key="EC P-256", key_bits=256)) == []
    assert causes(replace(LEAF, extended_key_usage=frozenset(("anyExtendedKeyUsage",)))) == []


def test_clients_are_not_dialled_by_name() -> None:
    leaf = replace(LEAF, dns_names=("somebody",), extended_key_usage=frozenset(("clientAuth",)))
    assert flaws((leaf,), "client", NAME, NOW) == []


def test_an_address_is_no_name() -> None:
    assert causes(replace(LEAF, dns_names=(), ip_addresses=("192.0.2.1",))) == ["certificate_wrong_name"]
    assert causes(replace(LEAF, dns_names=()), name=None) == []


def test_issuers_must_be_authorities() -> None:
    assert causes(ISSUED, replace(ISSUING, is_ca=False)) == ["certificate_wrong_usage"]
    unrelated = certificate("Somebody", "Somebody else", is_ca=False)
    assert causes(ISSUED, ISSUING, unrelated) == []


def test_path_lengths_count_what_is_between() -> None:
    root = replace(ROOT, path_length=0)
    [flaw] = flaws((ISSUED, ISSUING, root), "server", NAME, NOW)
    assert flaw.validation == "575027"
    assert causes(ISSUED, replace(ISSUING, path_length=0), replace(ROOT, path_length=1)) == []


def test_a_wrong_signature_is_seen() -> None:
    good, bad = chain_of_two(NAME)
    assert causes(*good) == []
    assert causes(*bad) == ["certificate_bad_signature"]


def test_missing_issuers() -> None:
    assert missing_issuer((ISSUED, ISSUING)) == "CN=Example Root"
    assert missing_issuer((ISSUED,)) == "CN=Example Issuing CA"
    assert missing_issuer((LEAF, ROOT)) is None
    assert missing_issuer(()) is None


def test_a_circle_of_issuers_ends() -> None:
    one, two = certificate("One", "Two"), certificate("Two", "One")
    assert missing_issuer((one, two)) in ("CN=One", "CN=Two")


def test_names() -> None:
    assert common_name("OU=x,CN=a\\, b,C=US") == "a, b"
    assert common_name("O=x") == ""
    assert called(replace(LEAF, subject="")) == "a certificate without a name"
    assert covers("TLS.example.test.", "tls.EXAMPLE.test")
    assert not covers("*.test", "a.example.test")
    assert not covers("*", "localhost")


def test_signatures_are_checked_once_unless_certificates_are_large() -> None:
    (leaf, root), _ = chain_of_two()
    _checked.cache_clear()
    for _ in range(3):
        assert causes(leaf, root) == []
    assert _checked.cache_info().misses == 2  # that of the leaf and that of the root
    large = replace(leaf, der=leaf.der + bytes(SMALL))
    assert causes(large, root) == []
    assert _checked.cache_info().currsize == 2
