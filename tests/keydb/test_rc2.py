"""RC2 against the examples of RFC 2268 5."""

from __future__ import annotations

import pytest

from ssldiag.keydb import rc2

EXAMPLES = [
    ("0000000000000000", 63, "0000000000000000", "ebb773f993278eff"),
    ("ffffffffffffffff", 64, "ffffffffffffffff", "278b27e42e2f0d49"),
    ("3000000000000000", 64, "1000000000000001", "30649edf9be7d2c2"),
    ("88", 64, "0000000000000000", "61a8a244adacccf0"),
    ("88bca90e90875a", 64, "0000000000000000", "6ccf4308974c267f"),
    ("88bca90e90875a7f0f79c384627bafb2", 64, "0000000000000000", "1a807d272bbe5db1"),
    ("88bca90e90875a7f0f79c384627bafb2", 128, "0000000000000000", "2269552ab0f85ca6"),
]


@pytest.mark.parametrize(("key", "bits", "plain", "cipher"), EXAMPLES)
def test_examples(key: str, bits: int, plain: str, cipher: str) -> None:
    assert rc2.decrypt(bytes.fromhex(cipher), bytes.fromhex(key), bits, bytes(8)).hex() == plain


def test_blocks_are_chained() -> None:
    block = bytes.fromhex("ebb773f993278eff")  # of eight zeros
    assert rc2.decrypt(block * 2, bytes(8), 63, b"\xff" * 8) == b"\xff" * 8 + block


def test_the_table_is_a_permutation() -> None:
    assert sorted(rc2.PI) == list(range(256))
