"""Bags inside a safe: attributes, bounds, and places."""

from __future__ import annotations

from ssldiag.keydb import pkcs12_safe
from ssldiag.keydb.model import Problem
from ssldiag.keydb.pkcs12_safe import Bag, Safe

from .makers import SECRET, oid, sequence, tlv

NAME = sequence(oid(pkcs12_safe.FRIENDLY_NAME), tlv(0x31, tlv(0x1E, "Maß".encode("utf-16-be"))))


def key(*attributes: bytes) -> bytes:
    return sequence(oid(pkcs12_safe.SHROUDED_KEY), tlv(0xA0, sequence(tlv(0x04, SECRET))), *attributes)


def read(content: bytes, base: int | None = 0) -> tuple[list[Bag], list[Problem]]:
    problems: list[Problem] = []
    return list(pkcs12_safe.bags_of([Safe(content, base)], problems)), problems


def test_key_bag_has_no_bytes() -> None:
    (bag,), problems = read(sequence(key(tlv(0x31, NAME))), 100)
    assert bag == Bag(pkcs12_safe.SHROUDED_KEY, "Maß", None, 102)
    assert problems == []


def test_odd_attributes_are_passed_over() -> None:
    odd = sequence(oid("1.2.3"), tlv(0x31, tlv(0x04, b"x")))
    empty = sequence(oid(pkcs12_safe.FRIENDLY_NAME), tlv(0x31))
    (bag,), _ = read(sequence(key(tlv(0x31, odd, empty, NAME, sequence()))))
    assert bag.label == "Maß"


def test_no_place_in_what_was_decrypted() -> None:
    (bag,), _ = read(sequence(key()), None)
    assert (bag.offset, pkcs12_safe.place(None, 5), pkcs12_safe.place(10, 5)) == (None, None, 15)


def test_other_bags_are_passed_over() -> None:
    secret = sequence(oid(pkcs12_safe.SECRET), tlv(0xA0, sequence()))
    sdsi = sequence(
        oid(pkcs12_safe.CERTIFICATE), tlv(0xA0, sequence(oid("1.2.840.113549.1.9.22.2"), tlv(0xA0)))
    )
    assert read(sequence(secret, sdsi)) == ([], [])


def test_what_is_broken_is_told_with_its_place() -> None:
    bags, (problem,) = read(sequence(key(), tlv(0x05)), 1000)
    assert len(bags) == 1
    assert (problem.word, problem.offset) == ("record", 1000 + 2 + len(key()))
    bags, (problem,) = read(b"rubbish", None)
    assert (bags, problem.offset) == ([], None)


def test_bags_are_bounded() -> None:
    bags, (problem,) = read(sequence(*[key()] * (pkcs12_safe.MAX_BAGS + 1)))
    assert (len(bags), problem.word) == (pkcs12_safe.MAX_BAGS, "limit")
