"""Lists of what to take: what a row may be, and what is never asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.collect.zvm_list import BadList, Wanted, built_in, listed, parse

LIST = """
# what the second stack has
* and a comment as CMS has them
TCPMAINT.198   QA.TCPIP
QATCP.191      PROFILE TCPIP          # a name with a blank
/../VMBFS:VMSYSU:GSKSSLDB/  Database.kdb  binary
VMSYSU:QASSL.LOGS  *
QATCP.191      TRACE LISTING ebcdic
QATCP.191      PROFILE TCPIP
"""


def test_rows() -> None:
    assert parse(LIST) == (
        Wanted("TCPMAINT.198", "QA.TCPIP"),
        Wanted("QATCP.191", "PROFILE.TCPIP"),
        Wanted("/../VMBFS:VMSYSU:GSKSSLDB/", "Database.kdb", "binary"),
        Wanted("VMSYSU:QASSL.LOGS", "*.*"),
        Wanted("QATCP.191", "TRACE.LISTING", "ebcdic"),
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "there is no row in it"),
        ("# nothing", "there is no row in it"),
        ("TCPMAINT.198", "line 1: give DIRECTORY NAME"),
        ("A B C D E", "line 1: give DIRECTORY NAME"),
        ("\nTCPMAINT.198 A/B", "line 2: this name is none of z/VM"),
        ("TCPMAINT'198 A.B", "line 1: this directory is none of z/VM"),
        ("TCPMAINT.198 " + "A" * 129, "this name is none of z/VM"),
        ("A" * 256 + " A.B", "this directory is none of z/VM"),
        ("TCPMAINT.198 *A*B*C*", "at most 3 \\* in a name"),
        ("GSKADMIN.191 DATABASE STH", "DATABASE.STH holds a password or a key"),
        ("/../VMBFS:X:Y/ Database.sth binary", "never collected"),
        ("PMAINT.2CC USER.WITHPASS", "never collected"),
        ("PMAINT.2CC USER WITHPASS ascii", "never collected"),
        ("A.191 server.key", "never collected"),
        ("\n".join(f"A.191 F{number}.X" for number in range(501)), "more than 500 rows"),
    ],
)
def test_rows_that_cannot_be_used(text: str, why: str) -> None:
    with pytest.raises(BadList, match=why):
        parse(text)


def test_key_databases_are_binary() -> None:
    assert parse("A.191 DATABASE KDB ascii") == (Wanted("A.191", "DATABASE.KDB", "binary"),)


def test_the_built_in_list_is_a_list_too_and_looks_at_the_users_own_disk() -> None:
    rows = built_in("maint720.by.anna")
    assert parse("\n".join(listed(rows))) == tuple(replace(row, otherwise=False) for row in rows)
    assert Wanted("MAINT720.191", "SSLDIAG.OUTPUT") in rows
    assert len(built_in("TCPMAINT")) == len(rows) - 2  # its own disk stands there already


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_a_list_or_a_bad_one(text: str) -> None:
    try:
        rows = parse(text)
    except BadList:
        return
    for row in rows:
        assert row.name.isprintable() and row.directory.isprintable()
        assert " " not in row.name + row.directory
