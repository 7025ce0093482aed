"""Hellos that GSKit makes, and some that it does not."""

from __future__ import annotations

from dataclasses import replace

from ssldiag.wire.judging.looks import gskit_client
from tests.wire.plays import GSKIT12, GSKIT13, HELLO, HELLO13


def test_gskit_is_known_by_its_hello() -> None:
    assert gskit_client(GSKIT12) == "likely"
    assert gskit_client(GSKIT13) == "likely"
    assert gskit_client(replace(GSKIT12, extensions=(10, 11, 16))) == "likely"
    assert gskit_client(replace(GSKIT13, extensions=(43, 51, 10, 13, 0))) == "likely"
    assert gskit_client(replace(GSKIT12, extensions=())) == "likely"


def test_an_old_hello_may_be_that_of_gskit() -> None:
    assert gskit_client(replace(HELLO, format="sslv2", legacy_version=0x0301)) == "possible"
    assert gskit_client(replace(HELLO, format="sslv2", legacy_version=0x0002)) is None
    assert gskit_client(replace(HELLO, format="sslv2", legacy_version=0x0303)) is None


def test_others_are_not_taken_for_gskit() -> None:
    assert gskit_client(None) is None
    assert gskit_client(HELLO) is None
    assert gskit_client(HELLO13) is None
    assert gskit_client(replace(GSKIT12, extensions=(10, 11, 23))) is None
    assert gskit_client(replace(GSKIT12, ciphers=(0x009C, 0x00FF))) is None
    assert gskit_client(replace(GSKIT12, record_version=0x0301)) is None
    assert gskit_client(replace(GSKIT13, extensions=(51, 43, 10, 13))) is None
