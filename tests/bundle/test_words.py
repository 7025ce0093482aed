"""Hosts inside longer words."""

from __future__ import annotations

import pytest

from ssldiag.bundle.mapping import Mapping
from ssldiag.bundle.redact import Redactor


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("in/heron.canary-corp.com.zip", "in/host01.domain01.example.zip"),
        ('"odd name"@canary-corp.com', '"odd name"@domain01.example'),
    ],
)
def test_a_host_inside_a_longer_word(text: str, said: str) -> None:
    redactor = Redactor(Mapping(b"salt"))
    redactor.learn_text("mail to www.canary-corp.com")
    redactor.settle()
    assert redactor.text(text) == said
