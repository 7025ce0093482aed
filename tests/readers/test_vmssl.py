"""VMSSL operands: the grammar of every release, abbreviations, and what belongs to nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.model import Located
from ssldiag.readers.vmssl import VmsslOperands, parse
from tests.readers.support import located, pointed_at, values, words


def parsed(text: str) -> VmsslOperands:
    return parse(words(text))


def value(word: Located[object] | None) -> object:
    return None if word is None else word.value


FULL = """\
KEYFILE /etc/gskadm/QaStore.kdb CACHELIFE 8 H CACHECLEANUP 200
MODE FIPS-140-2 PROTOCOL +TLSV1_2 -SSLV3 EXEMPT LOW ENABLE 3DES_168_SHA
TLSFALLBACKSCSV off GSKTRACE 0 TRACE CONNECTIONS DATA 10.1.2.3:992 100 VMDUMP Socket"""


def test_every_operand_at_once() -> None:
    found = parsed(FULL)
    assert value(found.keyfile) == "/etc/gskadm/QaStore.kdb"
    assert value(found.cache_life) == 8 * 3600
    assert value(found.cache_cleanup) == 200
    assert value(found.mode) == "FIPS-140-2"
    assert values(found.protocols) == [("+", "TLSV1_2"), ("-", "SSLV3")]
    assert values(found.exempt) == ["LOW"]
    assert values(found.enable) == ["3DES_168_SHA"]
    assert value(found.fallback_scsv) == "OFF"
    assert value(found.gsktrace) == "0"
    assert value(found.vmdump) == "SOCKET"
    assert found.trace is not None
    assert (found.trace.type, found.trace.data) == ("CONNECTIONS", True)
    assert (value(found.trace.selector), value(found.trace.length)) == ("10.1.2.3:992", "100")
    assert found.unknown == ()
    assert found.unreadable == ()


def test_every_place_points_at_its_word() -> None:
    found = parsed(FULL)
    assert found.cache_life is not None
    assert pointed_at(found.cache_life.place, FULL) == "8 H"
    for word in located(found):
        if isinstance(word.value, str):
            assert pointed_at(word.place, FULL).upper() == word.value.upper()


def test_operands_keep_their_order() -> None:
    assert [item.key for item in parsed("TRACE FLOW FIPS KEYF x EXEMPT LOW").operands] == [
        "TRACE",
        "FIPS",
        "KEYFILE",
        "EXEMPT",
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("keyf x", "KEYFILE"),
        ("KEYFI x", "KEYFILE"),
        ("CACHEL 1", "CACHELIFE"),
        ("CACHEC 10", "CACHECLEANUP"),
        ("PROTO TLSV1_2", "PROTOCOL"),
        ("GSKT 0", "GSKTRACE"),
        ("TRA FLOW", "TRACE"),
        ("NOTRA", "NOTRACE"),
    ],
)
def test_abbreviations(text: str, key: str) -> None:
    found = parsed(text)
    assert [item.key for item in found.operands] == [key]
    assert found.unknown == ()


@pytest.mark.parametrize("text", ["KEY", "CACHE", "PROT", "TR", "NOTR", "GSK", "FIP", "KEYFILES", "EXEMPTS"])
def test_what_is_too_short_or_too_long_for_an_operand(text: str) -> None:
    assert values(parsed(text).unknown) == [text]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("8 H", 28_800),
        ("8H", 28_800),
        ("1440 M", 86_400),
        ("86400S", 86_400),
        ("8", 28_800),
        ("0", 0),
        ("5 m", 300),
    ],
)
def test_cache_life(text: str, seconds: int) -> None:
    found = parsed(f"CACHELIFE {text} FIPS")
    assert value(found.cache_life) == seconds
    assert found.fips is not None
    assert found.unreadable == ()


@pytest.mark.parametrize("text", ["H", "x", "8HH", "8 8", "-1", "9999999999", "8D"])
def test_cache_life_that_is_no_duration(text: str) -> None:
    found = parsed(f"CACHELIFE {text}")
    assert found.get("CACHELIFE") is not None
    assert found.unreadable or found.unknown


def test_a_unit_belongs_to_its_number_alone() -> None:
    found = parsed("CACHELIFE 8H M")
    assert value(found.cache_life) == 28_800
    assert values(found.unknown) == ["M"]


def test_lists_end_at_the_next_operand() -> None:
    found = parsed("EXEMPT RC4_128_SHA NULL ENABLE DES_56_SHA FIPS EXEMPT LOW")
    assert values(found.exempt) == ["RC4_128_SHA", "NULL", "LOW"]
    assert values(found.enable) == ["DES_56_SHA"]
    assert found.fips is not None


def test_commas_and_quotes_are_tolerated() -> None:
    text = "KEYFILE '/etc/gskadm/a,b.kdb', EXEMPT RC4_128_SHA,RC4_128_MD5, , NULL"
    found = parsed(text)
    assert value(found.keyfile) == "/etc/gskadm/a,b.kdb"
    assert values(found.exempt) == ["RC4_128_SHA", "RC4_128_MD5", "NULL"]
    assert [pointed_at(word.place, text) for word in found.exempt] == ["RC4_128_SHA", "RC4_128_MD5", "NULL"]


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        ("TLSV1_2", [("", "TLSV1_2")]),
        ("+TLSV1_2 -sslv3 TLSV1_1", [("+", "TLSV1_2"), ("-", "SSLV3"), ("", "TLSV1_1")]),
        ("+ TLSV1_2 - SSLV3", [("+", "TLSV1_2"), ("-", "SSLV3")]),
        ("+whatever", [("+", "WHATEVER")]),
    ],
)
def test_protocols(text: str, versions: list[tuple[str, str]]) -> None:
    found = parsed(f"PROTOCOL {text} FIPS")
    assert values(found.protocols) == versions
    assert found.unknown == ()


def test_a_sign_apart_is_part_of_the_place() -> None:
    text = "PROTOCOL + TLSV1_2"
    assert pointed_at(parsed(text).protocols[0].place, text) == "+ TLSV1_2"


def test_signs_and_words_that_are_no_version() -> None:
    found = parsed("PROTOCOL + - TLSV1_2 WRONG -")
    assert values(found.protocols) == [("-", "TLSV1_2")]
    assert sorted(values(found.unknown)) == ["+", "-", "WRONG"]


@pytest.mark.parametrize(
    ("text", "kind", "data", "selector", "length"),
    [
        ("", "NORMAL", False, None, None),
        ("ALL", "NORMAL", False, "ALL", None),
        ("NORM ALL", "NORMAL", False, "ALL", None),
        ("CONN", "CONNECTIONS", False, None, None),
        ("CONN NODATA :992", "CONNECTIONS", False, ":992", None),
        ("CONNECTIONS DATA ALL 20", "CONNECTIONS", True, "ALL", "20"),
        ("CONN DATA ALL ALL", "CONNECTIONS", True, "ALL", "ALL"),
        ("CONN DATA 10.0.0.1", "CONNECTIONS", True, "10.0.0.1", None),
        ("CONN DATA 64", "CONNECTIONS", True, None, "64"),
        ("FLOW 10.0.0.1:21", "FLOW", False, "10.0.0.1:21", None),
        ("FLOW 10.0.0.1..21", "FLOW", False, "10.0.0.1..21", None),
        ("FLOW fe80::1..21", "FLOW", False, "fe80::1..21", None),
        ("FLOW 10.0.0.1 :21", "FLOW", False, "10.0.0.1:21", None),
        ("DEB", "DEBUG", False, None, None),
    ],
)
def test_trace(text: str, kind: str, data: bool, selector: str | None, length: str | None) -> None:
    found = parsed(f"TRACE {text} FIPS")
    assert found.trace is not None
    assert (found.trace.type, found.trace.data) == (kind, data)
    assert (value(found.trace.selector), value(found.trace.length)) == (selector, length)
    assert found.fips is not None
    assert found.unknown == ()


def test_what_a_trace_does_not_take() -> None:
    assert values(parsed("TRACE DEBUG ALL").unknown) == ["ALL"]
    assert values(parsed("TRACE FLOW ALL 20").unknown) == ["20"]
    assert values(parsed("TRACE NORMAL DATA").unknown) == ["DATA"]


def test_notrace_is_no_trace() -> None:
    found = parsed("NOTRACE")
    assert found.trace is None
    assert found.get("NOTRACE") is not None


@pytest.mark.parametrize(
    ("text", "mode"), [("FIPS", "FIPS"), ("fips-140-2", "FIPS-140-2"), ("NIST-800-131A", "NIST-800-131A")]
)
def test_mode(text: str, mode: str) -> None:
    found = parsed(f"MODE {text}")
    assert value(found.mode) == mode
    assert found.fips is None


def test_obsolete_operands_stay_operands() -> None:
    found = parsed("CACHESIZE 500 MAXSESSIONS 100 MAXUSERS 50")
    assert [(item.key, values(item.words)) for item in found.operands] == [
        ("CACHESIZE", ["500"]),
        ("MAXSESSIONS", ["100"]),
        ("MAXUSERS", ["50"]),
    ]


def test_a_leading_vmssl_is_set_aside() -> None:
    found = parsed("vmssl FIPS VMSSL")
    assert value(found.leading_vmssl) == "vmssl"
    assert values(found.unknown) == ["VMSSL"], "only the first word can be the command"


@pytest.mark.parametrize(
    "text", ["KEYFILE FIPS", "KEYFILE", "CACHECLEANUP", "EXEMPT FIPS", "PROTOCOL", "MODE"]
)
def test_operands_without_a_value(text: str) -> None:
    found = parsed(text)
    assert [str(item.reason) for item in found.unreadable] == [f"{text.split()[0]} has no value"]


def test_cleanup_that_is_no_number() -> None:
    found = parsed("CACHECLEANUP often")
    assert found.cache_cleanup is None
    assert [item.reason for item in found.unreadable] == ["CACHECLEANUP needs a number"]


def test_of_an_operand_given_twice_the_last_counts() -> None:
    found = parsed("KEYFILE /a KEYFILE /b")
    assert value(found.keyfile) == "/b"
    assert len([item for item in found.operands if item.key == "KEYFILE"]) == 2


def test_nothing_in_nothing_out() -> None:
    assert parse(()) == VmsslOperands(())


SOUP = st.lists(
    st.one_of(
        st.sampled_from((*FULL.split(), "TRACE", "+", "-", "ALL", "FIPS", "'", ",", "VMSSL", "MODE")),
        st.text(max_size=12),
    ),
    max_size=30,
)


@settings(max_examples=100, deadline=None)
@given(SOUP)
def test_any_words_give_a_value_and_none_is_lost(texts: list[str]) -> None:
    given_words = [Located(text, word.place) for text, word in zip(texts, words("x\n" * 30), strict=False)]
    found = parse(given_words)
    seen = sum(1 + len(item.words) for item in found.operands) + len(found.unknown)
    strays = sum(word in item.words for item in found.operands for word in found.unknown)
    leading = found.leading_vmssl is not None
    assert seen + leading - strays >= sum(bool(text.strip(",'\"")) for text in texts)
