"""The cipher table against independent lists, look-ups by name, and what EXEMPT removes."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.readers.ciphers import (
    STRENGTHS,
    Cipher,
    by_any_name,
    by_code,
    by_name,
    exempted,
    strength_set,
    table,
)

SYSTEM_SSL_DEFAULTS = "05 04 35 36 37 38 39 2F 30 31 32 33 0A 16 13 10 0D 09 15 12 0F 0C 03 06 02 01 00"
"""System SSL's default cipher list, from z/OS Cryptographic Services: the very suites of the 2010 table."""


def test_the_documented_table_is_the_list_of_system_ssl() -> None:
    codes = {cipher.code for cipher in table() if cipher.first_release == "540"}
    assert codes == {int(digits, 16) for digits in SYSTEM_SSL_DEFAULTS.split()}


def test_the_documented_table_has_as_many_of_each_strength_as_the_manual_shows() -> None:
    counts = Counter(cipher.strength for cipher in table() if cipher.first_release == "540")
    assert [counts[strength] for strength in STRENGTHS] == [10, 7, 7, 3]


def test_no_code_and_no_name_comes_twice() -> None:
    for field in ("code", "name", "registry", "openssl"):
        values = [value for cipher in table() if (value := getattr(cipher, field)) is not None]
        assert len(values) == len(set(values)), field


def test_only_names_that_a_source_shows_are_documented() -> None:
    newer = {
        cipher.name
        for cipher in table()
        if cipher.first_release != "540" and cipher.certainty == "documented"
    }
    assert newer == {"NULL_SHA256"}


def test_off_by_default_are_null_rc4_and_rc2() -> None:
    off = {cipher.name for cipher in table() if cipher.off_by_default}
    assert off == {name for cipher in table() if re.search("NULL|RC[24]", name := cipher.name)}


@pytest.mark.parametrize("cipher", table(), ids=lambda cipher: cipher.name)
def test_every_name_of_a_suite_finds_it(cipher: Cipher) -> None:
    for name in filter(None, (cipher.name, cipher.registry, cipher.openssl)):
        assert by_any_name(name) is cipher
        assert by_any_name(name.lower()) is cipher
    assert by_code(cipher.code) is cipher


def test_names_reduce_to_the_same_parts_for_the_unconfirmed_only() -> None:
    spellings = (
        "ECDHE_RSA_AES_256_GCM_SHA384",
        "ecdhe-rsa-aes256-gcm-sha384",
        "ECDHE_RSA_WITH_AES256_GCM_SHA_384",
    )
    assert {by_name(word) for word in spellings} == {by_code(0xC030)}
    assert by_name("RSA_AES_256") is by_code(0x35)
    assert by_name("RSA_AES256") is None, "a documented suite has one name"
    assert by_any_name("RSA_AES256") is by_code(0x35)


@pytest.mark.parametrize("word", ["", "AES", "RSA_AES_512", "HIGH", "RC4_128_SHA1", "X" * 100_000])
def test_what_names_no_suite(word: str) -> None:
    assert by_name(word) is None


def test_exempting_a_strength_takes_the_weaker_ones_along() -> None:
    def kinds(word: str) -> set[str]:
        return {cipher.strength for cipher in table() if cipher.code in exempted([word])}

    assert [kinds(word) for word in ("HIGH", "medium", "LOW", "None")] == [
        {"High", "Medium", "Low", "None"},
        {"Medium", "Low", "None"},
        {"Low", "None"},
        {"None"},
    ]
    assert exempted(["HIGH"]) == {cipher.code for cipher in table()}


def test_exempting_names() -> None:
    assert exempted(["RC4_128_SHA", "rc4_128_md5", "NO_SUCH"]) == {0x05, 0x04}
    assert exempted(["NULL"]) == {0x00}, "the suite, not the set"
    assert exempted([]) == frozenset()


def test_strength_sets() -> None:
    assert [strength_set(word) for word in ("high", "NONE", "NULL", "")] == ["High", "None", None, None]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=5))
def test_any_words_remove_codes_of_the_table(words: list[str]) -> None:
    assert exempted(words) <= {cipher.code for cipher in table()}


def test_against_the_fact_table(shared: Path) -> None:
    text = (shared / "facts" / "zvm_config.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| (High|Medium|Low|None) \| (\w+) \| 0x(\w{4}) \| (\w+) \| (yes|no) \| (yes)?", text, re.M
    )
    found = {(c.strength, c.name, f"{c.code:04X}", c.registry, "yes" if c.fips else "no") for c in table()}
    assert len(rows) == 27
    assert {row[:5] for row in rows} <= found
    assert {int(row[2], 16) for row in rows if row[5]} == {c.code for c in table() if c.off_by_default} - {
        0x3B
    }
