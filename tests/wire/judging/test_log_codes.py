"""The table of codes says what the error tables say."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from ssldiag.wire.judging.conditions import COMMON, NAMED, SENT
from ssldiag.wire.judging.log_codes import (
    ALERT_ALSO,
    ALERT_TEXTS,
    CODES,
    PEER_CERTIFICATE,
    Code,
    openssl_alert,
)
from ssldiag.wire.judging.trust import Flaw

TABLES = {
    "gskit8": ("gskit8",),
    "zvm": ("sysssl", "sysssl_unverified"),
    "ibmi": ("ibmi_gsk",),
}

ALL = [
    (word, platform, code)
    for word, codes in {**CODES, **PEER_CERTIFICATE}.items()
    for platform, code in codes.items()
] + [(f"alert_{number}", "zvm", code) for number, code in ALERT_ALSO["zvm"].items()]


def rows(root: Path, *tables: str) -> Iterator[dict[str, str]]:
    """The rows of error tables."""
    for table in tables:
        with (root / "errortables" / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)


@pytest.mark.parametrize(("word", "platform", "code"), ALL, ids=[f"{word}-{name}" for word, name, _ in ALL])
def test_codes_stand_in_the_tables(root: Path, word: str, platform: str, code: Code) -> None:
    if platform == "openssl":
        if not code.code.startswith("errno"):
            known = {row["hex"]: row["text"] for row in rows(root, "openssl") if row["api"] == "SSL library"}
            assert known[code.code] == code.constant
        return
    found = {row["constant"] for row in rows(root, *TABLES[platform]) if row["code"] == code.code}
    assert code.constant in found


def test_texts_of_received_alerts(root: Path) -> None:
    known = {row["hex"]: row["text"] for row in rows(root, "openssl") if row["api"] == "SSL library"}
    for number in ALERT_TEXTS:
        code = openssl_alert(number)
        assert code is not None
        assert known[code.code] == code.constant
    assert openssl_alert(199) is None


def test_gskit_logs_what_was_measured(root: Path) -> None:
    pairs = [row for row in rows(root, "alert_pairs") if row["stack"] == "gskit8"]
    received = {row["code"] for row in pairs if row["direction"] == "rx"}
    assert received == {CODES["alert_received"]["gskit8"].code}
    sent = {row["alert"]: row["code"] for row in pairs if row["direction"] == "tx"}
    assert sent["42"] == CODES["peer_certificate"]["gskit8"].code
    assert sent["40"] == CODES["no_common_cipher"]["gskit8"].code
    assert sent["10"] == CODES["not_tls"]["gskit8"].code
    assert {int(number) for number in sent} <= set(SENT)


def test_words_are_known() -> None:
    assert set(COMMON.values()) <= set(CODES)


def test_validation_codes_stand_in_the_tables(root: Path) -> None:
    gskit = {row["code"] for row in rows(root, "gskit8")}
    verify = {row["code"] for row in rows(root, "openssl_verify")}
    assert all(validation in gskit and number in verify for validation, number in NAMED.values())
    assert Flaw.__slots__ == ("cause", "what", "validation", "verify")
