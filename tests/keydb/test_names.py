"""Names as RFC 4514 writes them."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb import der, names

from .makers import CN, name, oid, sequence, tlv

O, C, OU = "2.5.4.10", "2.5.4.6", "2.5.4.11"  # noqa: E741


def read(data: bytes) -> names.Name:
    return names.read(der.read(data))


def test_last_first() -> None:
    found = read(name((C, 0x13, b"DE"), (O, 0x0C, b"Example"), (CN, 0x0C, b"x")))
    assert found.text == "CN=x,O=Example,C=DE"
    assert found.defects == ()


def test_several_attributes_in_one_rdn() -> None:
    pairs = [sequence(oid(kind), tlv(0x0C, value)) for kind, value in ((CN, b"a"), (OU, b"b"))]
    assert read(sequence(tlv(0x31, *pairs))).text == "CN=a+OU=b"


@pytest.mark.parametrize(
    ("tag", "value", "shown"),
    [
        (0x0C, b"Entrust, Inc.", "Entrust\\, Inc."),
        (0x0C, b'a"b+c;d<e>f\\g', 'a\\"b\\+c\\;d\\<e\\>f\\\\g'),
        (0x0C, b"#1", "\\#1"),
        (0x0C, b" lead", "\\ lead"),
        (0x0C, b"trail ", "trail\\ "),
        (0x0C, b" ", "\\ "),
        (0x0C, b"", ""),
        (0x0C, b"a=b", "a=b"),
        (0x0C, b"a\nb\x1b[31m", "a\\0Ab\\1B[31m"),
        (0x0C, b"good.example\0.evil.example", "good.example\\00.evil.example"),
        (0x0C, "C1 \u009b".encode(), "C1 \\C2\\9B"),
        (0x0C, "Größe".encode(), "Größe"),
        (0x0C, "Größe".encode("latin-1"), "Größe"),
        (0x13, "Größe".encode("latin-1"), "Größe"),
        (0x14, "Größe".encode("latin-1"), "Größe"),
        (0x1E, "Größe €".encode("utf-16-be"), "Größe €"),
        (0x1E, b"\xd8\x00\x00a", "\\ED\\A0\\80a"),
        (0x1E, b"\x00a\x00", "#1e03006100"),
        (0x1C, "€".encode("utf-32-be"), "€"),
        (0x1C, b"\xff\xff\xff\xff", "#1c04ffffffff"),
        (0x02, b"\x05", "#020105"),
    ],
)
def test_values(tag: int, value: bytes, shown: str) -> None:
    assert read(name((CN, tag, value))).text == f"CN={shown}"


def test_unknown_attribute_keeps_its_number() -> None:
    assert read(name(("1.2.3.4", 0x0C, b"x"))).text == "1.2.3.4=x"


def test_nul_is_a_defect() -> None:
    assert read(name((CN, 0x0C, b"a\0b"))).defects == ("CN holds a NUL character",)


def test_empty_name() -> None:
    assert read(sequence()) == names.Name("", ())


def test_names_are_bounded() -> None:
    parts = [(CN, 0x0C, b"x")] * (names.MAX_RDNS + 1)
    assert read(name(*parts[1:])).text.count("CN=x") == names.MAX_RDNS
    with pytest.raises(der.DerError, match="257 parts"):
        read(name(*parts))


def test_equal_names_whatever_their_form() -> None:
    one = read(name((CN, 0x13, b"Example  Root CA")))
    other = read(name((CN, 0x1E, " example root ca ".encode("utf-16-be"))))
    assert one.key == other.key
    assert one.key != read(name((OU, 0x13, b"Example Root CA"))).key


@pytest.mark.parametrize(
    "data", [b"\x05\x00", sequence(b"\x05\x00"), sequence(tlv(0x31)), sequence(tlv(0x31, sequence(oid(CN))))]
)
def test_no_name(data: bytes) -> None:
    with pytest.raises(der.DerError):
        read(data)


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=4))
def test_agrees_with_cryptography(values: list[str]) -> None:
    built = x509.Name([x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, value) for value in values])
    assert read(built.public_bytes()).text == built.rfc4514_string()
