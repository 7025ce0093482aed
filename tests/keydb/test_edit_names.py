"""Names as users type them in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb.edit_names import MAX_NAMES, alternative_names, name
from ssldiag.keydb.store import StoreError


def test_subjects() -> None:
    assert name("CN=a,O=b\\, c,C=DE").rfc4514_string() == "CN=a,O=b\\, c,C=DE"
    for text in ("", "zvm1", "CN", "=x", "C=Germany"):
        with pytest.raises(StoreError):
            name(text)


def test_alternative_names() -> None:
    assert alternative_names(()) is None
    found = alternative_names(("a.example", "DNS:b.example", "::1", "ip:192.0.2.1", "EMAIL:a@b", "URI:x:y"))
    assert found is not None
    kinds = [type(one).__name__ for one in found]
    assert kinds == [
        "DNSName",
        "DNSName",
        "IPAddress",
        "IPAddress",
        "RFC822Name",
        "UniformResourceIdentifier",
    ]


@pytest.mark.parametrize("text", ["", "IP:x", "IP:", "DNS:", "ä.example", "EMAIL:ä@b"])
def test_names_that_are_none(text: str) -> None:
    with pytest.raises(StoreError):
        alternative_names((text,))


def test_too_many() -> None:
    with pytest.raises(StoreError, match="101 names"):
        alternative_names(("a",) * (MAX_NAMES + 1))


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=40))
def test_anything_gives_a_name_or_the_one_error(text: str) -> None:
    for make in (name, lambda value: alternative_names((value,))):
        try:
            make(text)
        except StoreError:
            continue
