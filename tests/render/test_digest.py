"""Hashes of sources."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import BinaryIO

import pytest

from ssldiag.render.digest import CHUNK, sha256
from tests.render.reports import source


def test_sha256_streams() -> None:
    data = b"x" * (CHUNK + 1)
    assert sha256(source("F", data)) == hashlib.sha256(data).hexdigest()


def test_a_file_that_went_away_has_none() -> None:
    def gone() -> BinaryIO:
        raise FileNotFoundError

    assert sha256(replace(source("F", b""), opener=gone)) is None


@pytest.mark.parametrize("kind", ["private_key", "stash"])
def test_secrets_are_not_read(kind: str) -> None:
    def opened() -> BinaryIO:
        raise AssertionError("a secret was opened")

    assert sha256(replace(source("F", b"secret"), kind=kind, opener=opened)) is None
