"""What may be kept of a fetched file: text without passwords, key databases; never what opens them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.collect.zvm_clean import NotKept, kept

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "zvm" / "broken-several"
DIRECT = """\
USER TCPIP HOSTPW88 256M 512M ABCG
 MDISK 0191 3390 1 5 VOL1 MR RDPW77 WRPW66
USER SSLDCSSM LBYONLY 32M
"""
CLEAN = DIRECT.replace("HOSTPW88", "XXXXXXXX").replace("RDPW77 WRPW66", "XXXXXX XXXXXX")


@pytest.mark.parametrize("encoding", ["ascii", "cp037"])
def test_passwords_are_overwritten_in_their_place(encoding: str) -> None:
    assert kept(DIRECT.encode(encoding)) == CLEAN.encode(encoding)


@pytest.mark.parametrize("length", [80, 72])
def test_records_without_line_ends(length: int) -> None:
    cards, clean = ("".join(line.ljust(length) for line in text.splitlines()) for text in (DIRECT, CLEAN))
    assert kept(cards.encode("cp037")) == clean.encode("cp037")


def test_lines_that_end_as_new_lines_of_ebcdic() -> None:
    data = DIRECT.encode("cp037").replace(b"\x25", b"\x15")
    assert kept(data) == CLEAN.encode("cp037").replace(b"\x25", b"\x15")


@pytest.mark.parametrize("name", ["Database.kdb", "Database.rdb"])
def test_key_databases_are_kept_as_they_are(name: str) -> None:
    data = (SAMPLE / name).read_bytes()
    assert kept(data) == data


KEY = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it is empty"),
        (KEY.encode(), "a private key is in it"),
        (("a note\n" + KEY).encode("cp037"), "a private key is in it"),
        (bytes(range(129)), "it looks like a stashed password|neither a text"),
        (b"\x7fELF" + bytes(500), "it is neither a text nor a key database"),
        (DIRECT.encode("utf-16"), "it is neither a text nor a key database"),
    ],
)
def test_what_is_not_kept(data: bytes, why: str) -> None:
    with pytest.raises(NotKept, match=why):
        kept(data)


def test_lines_longer_than_any_of_cms() -> None:
    with pytest.raises(NotKept, match="a line is longer than any of CMS"):
        kept(b"a" * 70_000)


def test_looking_for_passwords_ends() -> None:
    hard = (b"a" * 4_000 + b" :// pass link auto user l a password token key secret\n") * 2_000
    begun = time.monotonic()
    with pytest.raises(NotKept, match="takes too long"):
        kept(hard, 0.2)
    assert time.monotonic() - begun < 3


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("cp037", "replace")))
def test_any_bytes_are_kept_or_not(data: bytes) -> None:
    try:
        assert len(kept(data)) == len(data)
    except NotKept as error:
        assert str(error)
