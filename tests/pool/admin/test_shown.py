"""What is shown on a terminal is what :mod:`ssldiag.render.escape` would show."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.pool.admin.shown import shown
from ssldiag.render.escape import visible


@given(st.text())
@settings(max_examples=100, deadline=None)
def test_the_same_rule(text: str) -> None:
    assert shown(text) == visible(text)
    assert shown(text).isprintable()


def test_what_it_shows() -> None:
    assert shown("CN=a\x1b[31m\u202e\U000e0001\ud800") == "CN=a\\x1b[31m\\u202e\\U000e0001\\ud800"
