from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.probe import shares
from ssldiag.probe.shares import BadShare, share

COMPUTED = (shares.X25519, shares.X448, *shares.CURVES, *list(shares.FFDHE)[:2])


@pytest.mark.parametrize("group", COMPUTED)
def test_both_sides_come_to_the_same_secret(group: int) -> None:
    one, two = share(group), share(group)
    if one is None or two is None:
        pytest.skip(f"the library has no group {group:#06x}")
    assert one.secret(two.public) == two.secret(one.public)
    assert one.public != two.public


def test_groups_that_cannot_be_computed() -> None:
    assert share(0x11EC) is None
    assert share(0xFFFF) is None


def test_the_primes_are_those_of_rfc_7919() -> None:
    prime = shares.prime(*shares.FFDHE[0x0100])
    assert f"{prime:X}".startswith("FFFFFFFFFFFFFFFFADF85458A2BB4A9AAFDC5620273D3CF1")
    assert f"{prime:X}".endswith("886B423861285C97FFFFFFFFFFFFFFFF")
    for bits, number in shares.FFDHE.values():
        assert shares.prime(bits, number).bit_length() == bits
    for group in (0x0100, 0x0101):
        prime = shares.prime(*shares.FFDHE[group])
        assert pow(2, prime - 1, prime) == 1
        assert pow(2, (prime - 1) // 2, prime) == 1, "2 generates the subgroup of a safe prime"


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=300))
@pytest.mark.parametrize("group", [shares.X25519, shares.X448, shares.P256, 0x0100])
def test_any_answer_gives_a_secret_or_the_one_error(group: int, answer: bytes) -> None:
    made = share(group)
    assert made is not None
    try:
        assert made.secret(answer)
    except BadShare as error:
        assert str(error)


@pytest.mark.parametrize("modulus", [0, 7, 2**512, (1 << 20_000) + 1], ids=["none", "small", "even", "huge"])
def test_primes_that_are_not_computed_with(modulus: int) -> None:
    with pytest.raises(BadShare):
        shares.finite(modulus, 2)


@pytest.mark.parametrize("answer", [0, 1])
def test_values_that_give_the_secret_away(answer: int) -> None:
    prime = shares.prime(*shares.FFDHE[0x0100])
    _, secret = shares.finite(prime, 2)
    for value in (answer, prime - 1, prime):
        with pytest.raises(BadShare):
            secret(value.to_bytes(256, "big"))
