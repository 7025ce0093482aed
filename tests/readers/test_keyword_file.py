"""TCPIP DATA, SRVRFTP CONFIG and SMTP CONFIG: statements, comments, prefixes and lists."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.readers.keyword_file import KeywordFile, read
from tests.readers.support import located, pointed_at, source, values

DATA = """\
; TCPIP DATA
* an old habit
TCPIPUSERID  TCPIPQA
VMQA: HOSTNAME vmqa   ; the node
VMQB:HOSTNAME vmqb
  NsInterAddr 192.0.2.53 ; first
  NSINTERADDR 2001:db8::53;second
SECURETELNETCLIENT
"""


def parsed(text: str, kind: str = "tcpip_data") -> KeywordFile:
    return read(source(text, kind))


def test_statements() -> None:
    found = parsed(DATA)
    assert [(item.key, values(item.words)) for item in found.keywords] == [
        ("TCPIPUSERID", ["TCPIPQA"]),
        ("HOSTNAME", ["vmqa"]),
        ("HOSTNAME", ["vmqb"]),
        ("NSINTERADDR", ["192.0.2.53"]),
        ("NSINTERADDR", ["2001:db8::53"]),
        ("SECURETELNETCLIENT", []),
    ]
    assert found.unreadable == ()
    assert found.kind == "tcpip_data"


def test_get_gives_the_first() -> None:
    keyword = parsed(DATA).get("HOSTNAME")
    assert keyword is not None
    assert keyword.value is not None
    assert keyword.value.value == "vmqa"
    assert parsed(DATA).get("hostname") is None
    assert parsed("TLS\n").keywords[0].value is None


def test_prefixes_stand_apart_or_glued() -> None:
    prefixes = [item.prefix.value if item.prefix else None for item in parsed(DATA).keywords]
    assert prefixes == [None, "VMQA", "VMQB", None, None, None]


def test_every_place_points_at_its_word() -> None:
    for word in located(parsed(DATA)):
        assert pointed_at(word.place, DATA) == word.value


def test_a_glued_comment_is_told() -> None:
    found = parsed(DATA)
    assert [pointed_at(place, DATA) for place in found.glued] == ["2001:db8::53;"]
    assert parsed("A b;c d ;e\n\tX\ty;z\n").glued[1].line == 2  # type: ignore[union-attr]


def test_a_label_in_quotation_marks_is_one_word() -> None:
    (keyword,) = parsed('TLSLABEL "My FTP" ; glued no more\n', "srvrftp_config").keywords
    assert values(keyword.words) == ["My FTP"]


def test_a_prefix_alone_is_told() -> None:
    found = parsed("VMQA:\nHOSTNAME x\n")
    assert [item.reason for item in found.unreadable] == ["a system name without a statement behind it"]
    assert [item.key for item in found.keywords] == ["HOSTNAME"]


def test_only_tcpip_data_has_prefixes() -> None:
    found = parsed("note: x\n", "smtp_config")
    assert [item.key for item in found.keywords] == ["NOTE:"]


@pytest.mark.parametrize(
    "text",
    [
        "SMSGAUTHLIST\n TCPMAINT\n OPERATOR MAINT ; two\nENDSMSGAUTHLIST\n",
        "SmsgAuthList tcpmaint operator maint endSMSGauthlist\n",
    ],
)
def test_lists_are_one_statement(text: str) -> None:
    found = parsed(f"TLS ALLOWED\n{text}TLSLABEL SMTP1\n", "smtp_config")
    assert [item.key for item in found.keywords] == ["TLS", "SMSGAUTHLIST", "TLSLABEL"]
    assert [word.upper() for word in values(found.keywords[1].words)] == ["TCPMAINT", "OPERATOR", "MAINT"]


def test_lists_inside_and_after_each_other() -> None:
    found = parsed("A 1\nB\nC\nENDB\nC\nENDA\nB\nC\nENDB\nENDC\n", "smtp_config")
    assert [(item.key, values(item.words)) for item in found.keywords] == [
        ("A", ["1", "B", "C", "C"]),
        ("B", ["C"]),
        ("ENDC", []),
    ]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="AB:;* \nEND\t\xa0é", max_size=120))
def test_any_text_gives_statements_that_point_at_their_words(text: str) -> None:
    for word in located(parsed(text)):
        assert word.value
        assert word.value in pointed_at(word.place, text) or "\t" in text


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_value(data: bytes) -> None:
    assert read(source(data, "srvrftp_config")).kind == "srvrftp_config"
