"""The table of patterns: what it is made of."""

from __future__ import annotations

import re
import time

import pytest

from ssldiag.errors.kinds import rows
from ssldiag.errors.load import Tables
from ssldiag.errors.model import Reading
from ssldiag.errors.pattern import pattern, taking
from ssldiag.errors.patterns import GO_ALERTS, PATTERNS, REASON_TEXTS, VERIFY_TEXTS, Z_VM_TEXTS
from tests.errors import test_mentions

NASTY = (
    "SSL " * 1000,
    "gsk_" + "a" * 4000,
    "error:" * 700,
    "a:" * 2000,
    "((((" * 1000,
    "0" * 4096,
    " " * 4096,
    "GSK_" * 1000,
    "SSL0200E: " + "," * 4000,
    "ssl alert " * 400,
    "javax.net.ssl.A" * 270,
    "rc " * 1300,
    "530 " * 1000,
    "530 STARTTL" + " a" * 2000,
    "STARTTLS" + " 530 x" * 700,
)


SAMPLES = (
    *(line for line, _ in test_mentions.LINES),
    *REASON_TEXTS,
    *VERIFY_TEXTS,
    *(text.upper() for text in REASON_TEXTS),
    *Z_VM_TEXTS,
    "self-signed certificate in certificate chain, Hostname mismatch",
    "CPE3406 alert number 40 PKIX path validation failed TLS alert: 40",
    "remote error: tls: unknown certificate authority, comm rc 25023, Handshake failed rc: 8",
    "System SSL return code 402, trace point 17004, TRCPNT 17005, return code FFFFFFEA, failed with 414",
    "secure session timed out, error 402; status 53817370; error 575010; details: 575018",
    "gsk_status_code 402",
    "530 5.7.0 Must issue a STARTTLS command first",
    "<- 521 Data connection cannot be opened with this PROT setting.",
    "521 mail.example.com does not accept mail",
    "530 Not logged in",
)


@pytest.mark.parametrize("text", NASTY)
def test_no_pattern_takes_long(text: str) -> None:
    """Four thousand characters made to be hard; a second is a thousand times what they should take."""
    for entry in PATTERNS:
        start = time.process_time()
        for match in entry.regex.finditer(text):
            list(entry.read(match))
        assert time.process_time() - start < 1, entry.regex.pattern


def test_groups_that_are_shown_exist() -> None:
    for entry in PATTERNS:
        assert entry.shown == 0 or entry.shown in entry.regex.groupindex


def test_texts_are_those_of_the_tables(tables: Tables) -> None:
    for text in REASON_TEXTS:
        assert rows(tables, Reading("text", text)), text
    for text in VERIFY_TEXTS:
        plain = re.sub(r"\[(.)[^\]]*\]", r"\1", text)
        assert rows(tables, Reading("verify-text", plain)), text
    for ident in Z_VM_TEXTS.values():
        assert rows(tables, Reading("message", ident)), ident
    for name in GO_ALERTS.values():
        assert rows(tables, Reading("alert-name", name)), name


@pytest.mark.parametrize("number", range(len(PATTERNS)))
def test_every_match_holds_a_word_of_its_pattern(number: int) -> None:
    """The words save a search; a match without any would be lost."""
    for line in SAMPLES:
        for match in PATTERNS[number].regex.finditer(line):
            assert any(word in match[0].lower() for word in PATTERNS[number].words), match


def test_every_pattern_has_a_sample() -> None:
    dull = [
        entry.regex.pattern for entry in PATTERNS if not any(entry.regex.search(line) for line in SAMPLES)
    ]
    assert dull == []


def test_taking() -> None:
    entry = pattern("id|x", r"id (?P<id>\w+)", taking("message", "id"))
    match = entry.regex.search("the id X1 here")
    assert match is not None
    assert list(entry.read(match)) == [Reading("message", "X1")]
    assert entry.words == ("id", "x") and entry.near is False
