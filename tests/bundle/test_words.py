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


@pytest.mark.parametrize(
    ("keep", "said"),
    [
        ("mail", "dave@domain01.example of host01.domain01.example at {ip}, DC=Name1"),
        ("hosts", "mail01@canary-corp.com of www.canary-corp.com at {ip}, DC=Name1"),
    ],
)
def test_what_is_kept_of_an_address_of_mail(keep: str, said: str) -> None:
    redactor = Redactor(Mapping(b"salt"), frozenset((keep,)))
    text = "dave@canary-corp.com of www.canary-corp.com at 198.18.7.7, DC=Canaryland"
    redactor.learn_text(text)
    redactor.learn_name("Canaryland")
    redactor.settle()
    assert redactor.text(text) == said.format(ip=redactor.text("198.18.7.7"))


@pytest.mark.parametrize(
    ("keep", "name"),
    [("hosts", "www.canary-corp.com"), ("hosts", "*.canary-corp.com"), ("ips", "198.18.7.7")],
)
def test_a_name_in_a_certificate_that_is_kept_as_a_host(keep: str, name: str) -> None:
    redactor = Redactor(Mapping(b"salt"), frozenset((keep,)))
    redactor.learn_name(name)
    redactor.settle()
    assert redactor.name(name) == name
    assert name not in redactor.originals()
