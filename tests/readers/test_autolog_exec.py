"""User ids that an EXEC autologs, in the forms that people write, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.readers.autolog_exec import AutologExec, read
from tests.readers.support import pointed_at, source, values

SAMPLE = """\
/***********************/
/* Autolog1 Profile Exec */
/***********************/
Address Command
'CP XAUTOLOG VMSERVS'
"CP XAUTOLOG TCPIP"   /* Autolog TCPIP */
"CP SET MDC STOR 0M 256M" /* Limit minidisk cache
  'CP XAUTOLOG SSL00009' in a comment */
'XAUTOLOG sslserv #begin'
if rc = 0 then 'CP AUTOLOG SSL00001 secret'
Exit
"""


def parsed(text: str) -> AutologExec:
    return read(source(text, "autolog_exec", "PROFILE.EXEC"))


def test_the_users_of_a_usual_exec() -> None:
    found = parsed(SAMPLE)
    assert values(found.users) == ["VMSERVS", "TCPIP", "SSLSERV", "SSL00001"]
    assert [pointed_at(word.place, SAMPLE).upper() for word in found.users] == values(found.users)
    assert found.unreadable == ()


@pytest.mark.parametrize(
    "text",
    [
        "'CP XAUTOLOG SSL00001'",
        '"XAUTOLOG" SSL00001',
        "CP XAUTOLOG SSL00001",
        "'AUTOLOG SSL00001 x'",
        "xautolog ssl00001",
        "'CP XAUTO SSL00001'",
        "'EXECIO 0 CP (STRING XAUTOLOG SSL00001'",
        "'EXECIO * CP ( STRING XAUTOLOG SSL00001'",
        "Address 'CP' 'XAUTOLOG SSL00001'",
        "call diag 8, 'XAUTOLOG SSL00001'",
        "x = diag(8,'XAUTOLOG SSL00001')",
        "if a then do; 'CP XAUTOLOG SSL00001'; end",
        "Parse Value Diag(8,'XAUTOLOG SSL00001') With a b",
        "'CP XAUTOLOG',\n   'SSL00001'",
        "'CP XAUTOLOG SSL00001'/* now */",
        "address command 'CP XAUTOLOG SSL00001'",
    ],
)
def test_forms_in_rexx(text: str) -> None:
    assert values(parsed(f"/* */\n{text}\n").users) == ["SSL00001"]


@pytest.mark.parametrize(
    "text", ["CP XAUTOLOG SSL00001", "&COMMAND CP XAUTOLOG SSL00001", "EXEC CP XAUTOLOG SSL00001"]
)
def test_forms_in_exec_2(text: str) -> None:
    assert values(parsed(f"&TRACE OFF\n* CP XAUTOLOG OLD\n{text}\n&TYPE XAUTOLOG DONE\n").users) == [
        "SSL00001"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "say 'XAUTOLOG SSL00001 failed'",
        "if rc \\= 0 then say 'XAUTOLOG SSL00001 failed'",
        "'CP MSG OP XAUTOLOG SSL00001 failed'",
        "'CP SET AUTOPOLL OFF'",
        "'CP XAUTOLOG'",
        "'CP XAUTOLOG SSL0000'i",
        "'CP XAUTOLOG SSL' || i",
        "parse arg name\n'CP XAUTOLOG' name",
        "name = 'SSL00001'\n'CP XAUTOLOG' name",
        "if a then parse arg name\n'CP XAUTOLOG' name",
        "do user over list; 'CP XAUTOLOG' user; end",
        "'CP XAUTOLOG' list.i",
        "'CP XAUTOLOG' word(list, 1)",
        "xautolog: procedure",
        "xautolog = 1",
        "'CP XAUTOLOG WAYTOOLONG'",
        "/* 'CP XAUTOLOG SSL00001'",
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert parsed(f"/* */\n{text}\n").users == ()


def test_an_endless_comment_is_told() -> None:
    found = parsed("/* never closed\n'CP XAUTOLOG SSL00001'\n")
    assert [str(note.place) for note in found.unreadable] == ["PROFILE.EXEC:1"]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(["'", '"', "/*", "*/", "XAUTOLOG", "CP", "A1", ",", "\n", ";", "||"]),
            st.text(max_size=5),
        )
    )
)
def test_any_text_gives_users_that_stand_where_they_say(pieces: list[str]) -> None:
    for word in parsed(" ".join(pieces)).users:
        assert 1 <= len(word.value) <= 8


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_value(data: bytes) -> None:
    assert read(source(data, "autolog_exec")).file == "folder/FILE"
