"""One slot: kinds, labels, flags, and what does not fit."""

from __future__ import annotations

import pytest

from ssldiag.keydb import cms_record
from ssldiag.keydb.cms_record import Slot

from .makers import (
    NO_FLAGS,
    TRUSTED,
    TRUSTED_DEFAULT,
    Authority,
    digests,
    index,
    number,
    personal,
    sequence,
    signer,
    slot,
    structure,
    tlv,
)


def read(data: bytes) -> cms_record.Record:
    return cms_record.read(Slot(data, 0, len(data), 1))


def words(data: bytes) -> list[str]:
    return [problem.word for problem in read(data).problems]


@pytest.mark.parametrize(
    ("flags", "trusted", "default"),
    [
        (TRUSTED, True, False),
        (TRUSTED_DEFAULT, True, True),
        (b"\x06\x40", False, True),
        (NO_FLAGS, False, False),
    ],
)
def test_flags(authority: Authority, flags: bytes, trusted: bool, default: bool) -> None:
    found = read(signer(authority.der, flags=flags))
    assert found.entry is not None
    assert (found.entry.trusted, found.entry.default, found.problems) == (trusted, default, ())


def test_unknown_and_broken_flags(authority: Authority) -> None:
    assert words(signer(authority.der, flags=b"\x05\xa0")) == ["flags"]
    assert words(signer(authority.der, flags=b"\x00\x80\x01")) == ["flags"]
    assert words(signer(authority.der, flags=b"")) == ["flags"]


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        (b"TLSCERT1", "TLSCERT1"),
        (b" lead ", " lead "),
        ("Größe".encode(), "Größe"),
        ("Größe".encode("latin-1"), "Größe"),
        (b"\x1b[31m", "\x1b[31m"),
        (b"L" * 2000, "L" * 2000),
    ],
)
def test_labels(authority: Authority, label: bytes, shown: str) -> None:
    data = slot(structure(authority.der, label), index(label, digests(authority.der)), length=9000)
    found = read(data)
    assert found.entry is not None
    assert (found.entry.label, found.problems) == (shown, ())


def test_the_second_copies(authority: Authority) -> None:
    behind = index(b"LABEL", digests(authority.der))
    assert words(slot(structure(authority.der), behind, record=2)) == ["number"]
    assert words(slot(structure(authority.der, b"OTHER"), behind)) == ["label"]
    found = read(slot(structure(authority.der, number_inside=2**80), behind, record=2))
    assert [problem.word for problem in found.problems] == ["number"]


def test_problems_name_record_and_label(authority: Authority) -> None:
    (problem,) = read(slot(structure(authority.der), b"", record=1)).problems
    assert problem.what == 'record 1 ("LABEL"): the index behind its certificate is missing'
    assert problem.label == "LABEL"


def test_length_beyond_the_slot(authority: Authority) -> None:
    data = signer(authority.der)
    found = read(data[:8] + b"\0\0\xff\xff" + data[12:])
    assert (found.entry, [problem.word for problem in found.problems]) == (None, ["slot"])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        tlv(0x04, b"x"),
        sequence(number(1)),
        structure(b"", kind=0xA1),
        structure(sequence(), kind=0xA3),
        sequence(number(1), tlv(0xA2, sequence()), tlv(0x1A, b"L"), tlv(0x03, TRUSTED)),
        sequence(number(1), tlv(0xA1, sequence()), tlv(0x02, b"L"), tlv(0x03, TRUSTED)),
        sequence(number(1), tlv(0xA1, sequence()), tlv(0x1A, b"L"), tlv(0x02, b"\1")),
    ],
)
def test_structures_that_are_none(content: bytes) -> None:
    found = read(slot(content))
    assert (found.entry, [problem.word for problem in found.problems]) == (None, ["record"])


def test_unreadable_certificate_keeps_its_label() -> None:
    found = read(slot(structure(sequence(b"\x05\0"), b"BROKEN"), index(b"BROKEN", [bytes(20)] * 5)))
    assert found.entry is not None
    assert (found.entry.label, found.entry.certificate) == ("BROKEN", None)
    assert found.entry.error
    assert [problem.word for problem in found.problems] == ["certificate"]


def test_key_that_should_be_there_is_not(authority: Authority) -> None:
    inside = structure(authority.der, kind=0xA2, key=b"")
    found = read(slot(inside, index(b"LABEL", digests(authority.der))))
    assert found.entry is not None
    assert (found.entry.kind, found.entry.has_private_key) == ("personal", False)
    assert [problem.word for problem in found.problems] == ["record"]


def test_state() -> None:
    for word in (1, 2, 9):
        assert cms_record.state(Slot(word.to_bytes(4, "big") + bytes(96), 0, 100, 1)) == word


def test_personal(authority: Authority) -> None:
    found = read(personal(authority.issue(), b"SRV"))
    assert found.problems == ()
    assert found.entry is not None
    assert (found.entry.kind, found.entry.has_private_key) == ("personal", True)
