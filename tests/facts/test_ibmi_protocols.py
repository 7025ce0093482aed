"""Protocol values and their meeting, as the whole table; ciphers and releases."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.facts import ibmi_levels, ibmi_protocols
from ssldiag.facts.ibmi_protocols import V5R4, cipher, meet, meet_lists, opsys_protocols, tries
from ssldiag.wire.suites import suite

VALUES = ("TLSV1", "TLSV1_SSLV3", "ALL", "SSLV3_SSLV2", "SSLV3", "SSLV2")
TABLE = {
    "TLSV1": ("TLSV1", "TLSV1", "TLSV1", None, None, None),
    "TLSV1_SSLV3": ("TLSV1", "TLSV1", "TLSV1", "SSLV3", "SSLV3", None),
    "ALL": ("TLSV1", "TLSV1", "TLSV1", "SSLV3", "SSLV3", "SSLV2"),
    "SSLV3_SSLV2": (None, "SSLV3", "SSLV3", "SSLV3", "SSLV3", "SSLV2"),
    "SSLV3": (None, "SSLV3", "SSLV3", "SSLV3", "SSLV3", None),
    "SSLV2": (None, None, "SSLV2", "SSLV2", None, "SSLV2"),
}
"""What two values of V5R4 agree on, columns in the order of VALUES."""


@pytest.mark.parametrize("one", VALUES)
def test_the_whole_table_of_v5r4(one: str) -> None:
    assert tuple(meet(one, other) for other in VALUES) == TABLE[one]
    assert tuple(meet(other, one) for other in VALUES) == TABLE[one]


def test_the_table_has_every_value() -> None:
    assert set(V5R4) == set(VALUES) == set(TABLE)


@pytest.mark.parametrize(
    ("ours", "theirs", "version"),
    [
        (("*TLSV1.3", "*TLSV1.2"), ("TLSV1.2", "TLSV1.1"), "TLSV1.2"),
        (("*TLSV1.2",), ("ALL",), None),
        (("*TLSV1.2", "*TLSV1"), ("TLSV1_SSLV3",), "TLSV1"),
        ((), ("TLSV1",), None),
        (("rubbish",), ("rubbish",), None),
    ],
)
def test_lists(ours: tuple[str, ...], theirs: tuple[str, ...], version: str | None) -> None:
    assert meet_lists(ours, theirs) == version


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=20), st.sampled_from(VALUES))
def test_any_word_meets_only_what_it_tries(word: str, value: str) -> None:
    version = meet(word, value)
    assert version is None or (version in tries(word) and version in tries(value))


def test_what_opsys_stands_for() -> None:
    assert opsys_protocols(720) == (("TLSV1.2", "TLSV1.1", "TLSV1"), True)
    assert opsys_protocols(540) is None
    certain = {level for level in ibmi_levels.LEVELS if (known := opsys_protocols(level)) and known.certain}
    assert certain == {710, 720}  # of the others IBM's pages leave something open


def test_what_can_be_enabled() -> None:
    assert ibmi_protocols.supported_protocols(540) == ("TLSV1", "SSLV3", "SSLV2")
    assert "TLSV1.2" in ibmi_protocols.supported_protocols(710)
    assert ibmi_protocols.supported_protocols(750) == ibmi_protocols.ORDER
    assert ibmi_protocols.supported_protocols(440) == ()


def test_names_and_numbers_agree_with_the_registry() -> None:
    for item in ibmi_protocols.ciphers():
        if item.code is not None:
            known = suite(item.code)
            assert known is not None
            assert known.name == item.registry
        assert cipher(f"*{item.name}") == cipher(item.registry) == item


def test_tls13_ciphers_are_for_tls13_alone() -> None:
    for item in ibmi_protocols.ciphers():
        assert (item.protocols == ("TLSV1.3",)) == (item.code is not None and 0x1300 < item.code < 0x1400)


def test_weak_ciphers() -> None:
    weak = {item.name for item in ibmi_protocols.ciphers() if item.weak}
    assert {"RSA_RC4_128_SHA", "RSA_3DES_EDE_CBC_SHA", "RSA_DES_CBC_SHA", "RSA_NULL_SHA256"} <= weak
    assert not {"RSA_AES_128_CBC_SHA", "AES_128_GCM_SHA256", "CHACHA20_POLY1305_SHA256"} & weak


def test_shipped_lists() -> None:
    for level, number, certain in ((710, 10, False), (720, 29, True), (730, 22, True), (740, 9, True)):
        known = ibmi_protocols.shipped_ciphers(level)
        assert known is not None
        assert (len(known.values), known.certain) == (number, certain), level
    assert ibmi_protocols.shipped_ciphers(750) is None


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("V5R4", 540),
        ("v5r4m0", 540),
        ("V5R4M5", 545),
        ("IBM i 7.4", 740),
        ("i5/OS V5R3", 530),
        ("Version 7 Release 1", 710),
        ("7.4.0", 740),
        ("610", 610),
        ("", None),
        ("V5", None),
        ("8.14", None),
        ("x" * 100, None),
    ],
)
def test_releases(text: str, level: int | None) -> None:
    assert ibmi_levels.parse(text) == level
    if level is not None:
        assert ibmi_levels.parse(ibmi_levels.spoken(level)) == level
