"""Labels of SSL servers on z/VM, and those that nobody could use."""

from __future__ import annotations

import pytest

from ssldiag.keydb.edit_labels import checked, server_warning
from ssldiag.keydb.store import StoreError


@pytest.mark.parametrize("label", ["A", "TLSCERT1", "12345678"])
def test_good_ones(label: str) -> None:
    assert server_warning(label) is None
    assert checked(label) == label


@pytest.mark.parametrize(
    ("label", "why"),
    [
        ("TLSCERT10", "longer than 8"),
        ("tlscert1", "other characters"),
        ("A B", "other characters"),
        ("ÄB", "other characters"),
        ("A_B", "other characters"),
    ],
)
def test_those_that_a_configuration_cannot_name(label: str, why: str) -> None:
    assert why in (server_warning(label) or "")
    assert checked(label) == label


@pytest.mark.parametrize("label", ["", " ", "\t", "a\0", "\u202eabc", "x" * 128])
def test_refused(label: str) -> None:
    with pytest.raises(StoreError):
        checked(label)
