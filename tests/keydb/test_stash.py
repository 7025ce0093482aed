"""Stash files of the classic form."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb import detect, stash
from ssldiag.keydb.store import StoreError


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=128).filter(lambda password: b"\0" not in password))
def test_there_and_back(password: bytes) -> None:
    data = stash.encode(password, os.urandom)
    assert len(data) == stash.SIZE
    assert stash.decode(data) == password


def test_the_form() -> None:
    data = stash.encode(b"abc", lambda size: b"\x11" * size)
    assert data == bytes([0x61 ^ 0xF5, 0x62 ^ 0xF5, 0x63 ^ 0xF5, 0xF5]) + b"\xe4" * 125


def test_the_snapshot_knows_it_for_one() -> None:
    data = stash.encode(b"secret12", os.urandom)
    assert detect.sniff(data, len(data), "Database.sth") == "stash"
    assert detect.sniff(data, len(data), "other") == "stash"


@pytest.mark.parametrize("password", [b"", b"x" * 129, b"a\0b"])
def test_what_cannot_be_stashed(password: bytes) -> None:
    with pytest.raises(StoreError):
        stash.encode(password, os.urandom)


@pytest.mark.parametrize("data", [b"", b"x" * 193, b"\xf5" * 129, b"\x01" * 129])
def test_what_is_no_stash_file(data: bytes) -> None:
    with pytest.raises(StoreError):
        stash.decode(data)


def test_one_that_gskit_made(shared: Path) -> None:
    assert stash.decode((shared / "keydb" / "chain.sth").read_bytes()) == b"secret12"
    with pytest.raises(StoreError, match="193"):
        stash.decode((shared / "keydb" / "basic.sth").read_bytes())
