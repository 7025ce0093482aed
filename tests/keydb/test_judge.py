"""What is wrong with a database at a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ssldiag.keydb import cms, judge
from ssldiag.keydb.model import Certificate, Entry, KeyDatabase, Problem
from ssldiag.keydb.troubles import Trouble
from ssldiag.model import Severity

from .makers import (
    NO_FLAGS,
    NOW,
    TRUSTED_DEFAULT,
    Authority,
    database,
    number,
    personal,
    raw_certificate,
    signer,
)
from .test_chain import entry


def words(troubles: list[Trouble]) -> list[tuple[str, str | None]]:
    return [(trouble.word.value, trouble.entry.label if trouble.entry else None) for trouble in troubles]


def judged(data: bytes, now: datetime = NOW, days: int = 30) -> list[tuple[str, str | None]]:
    return words(judge.problems_as_gskit(cms.read(data, "x"), now, days))


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("basic.kdb", []),
        ("labels.kdb", []),
        ("deleted.kdb", []),
        ("strong4.kdb", []),
        ("empty.kdb", []),
        ("chain.kdb", [("self_signed", "SELFSIGN")]),
        ("expired.kdb", [("expired", "TLSCERT1")]),
        ("noca.kdb", [("issuer_missing", "TLSCERT1")]),
        ("order.kdb", [("issuer_untrusted", "TLSCERT1"), ("stored_untrusted_before_issuer", "ISSUING")]),
        (
            "trust.kdb",
            [
                ("stored_untrusted_expired", "EXPIRED"),
                ("stored_untrusted_early", "FUTURE"),
                ("not_trusted", "DISTRUST"),
            ],
        ),
        ("corrupt.kdb", [("damaged", "PARTNER")]),
        ("truncated.kdb", [("truncated", None)]),
        ("requests.rdb", [("pending", "NEWREQ")]),
    ],
)
def test_samples(data: Path, file: str, expected: list[tuple[str, str | None]]) -> None:
    assert judged((data / file).read_bytes()) == expected


def test_expiry_by_the_day(data: Path) -> None:
    content = (data / "basic.kdb").read_bytes()
    end = datetime(2027, 11, 22, 10, 38, 42, tzinfo=UTC)
    assert judged(content, end - timedelta(days=31)) == []
    assert judged(content, end - timedelta(days=29)) == [("expires_soon", "TLSCERT1")]
    assert judged(content, end - timedelta(days=29), days=10) == []
    assert judged(content, end) == [("expires_soon", "TLSCERT1")]
    assert judged(content, end + timedelta(seconds=1)) == [("expired", "TLSCERT1")]
    late = datetime(2036, 11, 20, tzinfo=UTC)
    assert judged(content, late) == [
        ("expired", "TLSCERT1"),
        ("issuer_expired", "TLSCERT1"),
        ("signer_expired", "Example Root CA"),
    ]
    early = datetime(2026, 11, 1, tzinfo=UTC)
    assert judged(content, early) == [("not_yet_valid", "TLSCERT1")]


def test_sentence_says_when(data: Path) -> None:
    database_ = cms.read((data / "expired.kdb").read_bytes(), "x")
    (trouble,) = judge.problems_as_gskit(database_, NOW)
    assert trouble.what == '"TLSCERT1" expired on 2026-09-13'
    assert [str(answer) for answer in trouble.answers] == ["401 GSK_ERROR_BAD_DATE"]


def test_password_expiry(data: Path) -> None:
    content = (data / "empty.kdb").read_bytes()
    end = datetime(2030, 3, 17, 17, 46, 40, tzinfo=UTC)
    assert judged(content, end - timedelta(days=5)) == [("password_expires", None)]
    assert judged(content, end + timedelta(days=5)) == [("password_expired", None)]


def test_defaults(authority: Authority) -> None:
    slots = (
        signer(authority.der, b"ROOT", 1, TRUSTED_DEFAULT),
        personal(authority.issue(), b"A", 2, TRUSTED_DEFAULT),
    )
    assert judged(database(*slots)) == [("several_defaults", None), ("default_is_signer", "ROOT")]


def test_signers_that_cannot_work(authority: Authority) -> None:
    issuing = Authority("Issuing", authority)
    assert judged(database(signer(issuing.der, b"ISSUING"))) == [("signer_without_root", "ISSUING")]
    both = (signer(authority.der, b"ROOT", 1, NO_FLAGS), signer(issuing.der, b"ISSUING", 2))
    assert judged(database(*both)) == [("signer_without_root", "ISSUING"), ("not_trusted", "ROOT")]
    assert judged(database(signer(issuing.der, b"ISSUING", 1, NO_FLAGS))) == [
        ("stored_untrusted_without_issuer", "ISSUING")
    ]


def test_broken_chains(authority: Authority) -> None:
    impostor = Authority("Issuing")
    own = Authority("Issuing", authority).issue()
    assert judged(database(signer(impostor.der, b"CA", 1), personal(own, b"A", 2))) == [
        ("issuer_wrong_key", "A")
    ]
    no_ca = Authority("No CA", authority, is_ca=False)
    slots = (
        signer(authority.der, b"ROOT", 1),
        signer(no_ca.der, b"NOCA", 2),
        personal(no_ca.issue(), b"A", 3),
    )
    assert ("issuer_not_a_ca", "A") in judged(database(*slots))


def test_header_words(authority: Authority) -> None:
    slots = (signer(authority.der),)
    whole = database(*slots)
    for broken, word in (
        (database(*slots, magic=b"\x36\x48"), "header_magic"),
        (whole[:3] + b"\x07" + whole[4:], "header_damaged"),
        (database(*slots, version=9), "header_version"),
        (whole + b"x", "trailing"),
        (whole[:-1], "truncated"),
        (whole[:84] + b"\xff" + whole[85:], "damaged"),
        (database(signer(authority.der, flags=b"\x05\xa0")), "unknown_flags"),
        (database(*slots, kind=b"X509CRL"), "unread"),
        (database(*slots, *slots), "double"),
    ):
        assert next(found for found, _ in judged(broken)) == word


def test_defects_and_weak_keys(authority: Authority) -> None:
    def own(**changes: Any) -> KeyDatabase:
        root = entry(authority.der, "ROOT")
        fields: dict[str, Any] = {"key": "RSA 1024", "key_bits": 1024} | changes
        certificate = _changed(entry(authority.issue(), "A", "personal").certificate, **fields)
        return KeyDatabase(
            "x", "gskit-cms", entries=(root, Entry("A", "personal", True, True, certificate=certificate))
        )

    assert words(judge.problems_as_gskit(own(), NOW)) == [("weak_key", "A")]
    assert words(judge.problems_as_gskit(own(key="EC P-256", key_bits=256), NOW)) == []
    assert words(judge.problems_as_gskit(own(key="RSA 2048", key_bits=2048), NOW)) == []
    assert words(judge.problems_as_gskit(own(key="RSA", key_bits=None), NOW)) == []
    broken = entry(raw_certificate(serial=number(-1)), "BAD")
    found = judge.problems_as_gskit(KeyDatabase("x", "pem", entries=(broken,)), NOW)
    assert words(found) == [("defective", "BAD")]
    assert "negative" in found[0].what


def _changed(certificate: Certificate | None, **fields: Any) -> Certificate:
    from dataclasses import replace

    assert certificate is not None
    return replace(certificate, **fields)


def test_loose_certificates_need_no_chain(authority: Authority) -> None:
    issuing = Authority("Issuing", authority)
    loose = entry(issuing.der, "", trusted=None)
    assert judge.problems_as_gskit(KeyDatabase("x", "pem", entries=(loose,)), NOW) == []
    stored = KeyDatabase("x", "pkcs12", entries=(entry(issuing.issue(), "A", "personal", None),))
    assert words(judge.problems_as_gskit(stored, NOW)) == [("issuer_missing", "A")]


def test_without_dates_nothing_is_said_of_them(authority: Authority) -> None:
    undated = _changed(entry(authority.der).certificate, not_before=None, not_after=None)
    item = Entry("A", "signer", False, True, certificate=undated)
    assert judge.problems_as_gskit(KeyDatabase("x", "gskit-cms", entries=(item,)), NOW) == []


def test_worst_first_and_one_for_each_record() -> None:
    problems = tuple(Problem(f"damage {at}", at, "digest", "A") for at in range(5))
    found = judge.problems_as_gskit(
        KeyDatabase("x", "gskit-cms", problems=(*problems, Problem("f", 1, "flags"))), NOW
    )
    assert [(trouble.word.value, trouble.severity) for trouble in found] == [
        ("damaged", Severity.ERROR),
        ("unknown_flags", Severity.INFO),
    ]
    assert found[0].what == "damage 0 (and 4 more signs of it)"


def test_wrong_password_is_an_error() -> None:
    found = list(judge.file_problems(KeyDatabase("x", "pkcs12", problems=(Problem("no", 1, "password"),))))
    assert [(trouble.word.value, trouble.severity) for trouble in found] == [
        ("password_wrong", Severity.ERROR)
    ]


def test_labels_with_braces_stay_as_they_are(authority: Authority) -> None:
    own = entry(authority.issue(), "{0.__class__}", "personal")
    (trouble,) = judge.problems_as_gskit(KeyDatabase("x", "gskit-cms", entries=(own,)), NOW)
    assert trouble.what.startswith('"{0.__class__}" needs its issuer')
