"""Listings: the two forms of z/VM, bare names, and whatever else a server may say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.collect.zvm_list import Wanted
from ssldiag.collect.zvm_listing import MOST_LINES, Entry, chosen, entries
from tests import effort


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        (
            "PROFILE  TCPIP    V         72          9          1 1999-09-20 17:16:18 -",
            Entry("PROFILE.TCPIP", "V 72"),
        ),
        (
            "USER     DIRECT   F         80         21          1 2026-12-27 16:19:00 TCM198",
            Entry("USER.DIRECT", "F 80"),
        ),
        (
            "MAIL     PROFILE  A2 F      80     1      1       10/14/92  16:12:27",
            Entry("MAIL.PROFILE", "F 80"),
        ),
        ("NOTYPE            F         80          1          1 11/21/97 23:26:08 A", Entry("NOTYPE", "F 80")),
        (
            "-rw-r--r--   1 TCPMAINT SYSTEM     1429 Nov 21 14:02 SYSTEM.DTCPARMS",
            Entry("SYSTEM.DTCPARMS", "1429 bytes"),
        ),
        ("-rwx------   1 gskadmin 80 2026-11-21 14:02 Database.rdb", Entry("Database.rdb", "80 bytes")),
        ("SYSTEM.DTCPARMS\r", Entry("SYSTEM.DTCPARMS")),
    ],
)
def test_lines_that_name_a_file(line: str, entry: Entry) -> None:
    assert list(entries([line])) == [entry]


@pytest.mark.parametrize(
    "line",
    [
        "PICS              DIR        -          -          - 2000-10-12 15:43:23 -",
        "AUTHORS            A1 DIR    -      -      -       9/20/99   10:31:11",
        "drwxr-x---   2 gskadmin security       0 Nov 21 14:02 private",
        "lrwxrwxrwx   1 gskadmin security      10 Nov 21 14:02 link",
        "total 12",
        "",
        "Volume Unit    Referred Ext Used Recfm Lrecl BlkSz Dsorg Dsname",
    ],
)
def test_lines_that_name_none(line: str) -> None:
    assert list(entries([line])) == []


NAMES = [Entry(name) for name in ("SYSTEM.DTCPARMS", "system.dtcparms", "IBM.DTCPARMS", "X.DTCPARMS.OLD")]


def test_patterns_without_regard_to_case_outside_the_byte_file_system() -> None:
    assert [entry.name for entry in chosen(NAMES, Wanted("TCPMAINT.198", "*.dtcparms"))] == [
        "SYSTEM.DTCPARMS",
        "IBM.DTCPARMS",
    ]
    assert [entry.name for entry in chosen(NAMES, Wanted("TCPMAINT.198", "IB?.*"))] == ["IBM.DTCPARMS"]
    inside = Wanted("/../VMBFS:VMSYSU:ROOT/", "*.dtcparms")
    assert [entry.name for entry in chosen(NAMES, inside)] == ["system.dtcparms"]


@pytest.mark.parametrize(
    "name", ["../X.CONSOLE", "A/B.CONSOLE", "LONGNAMED.LOG", "\x1bA.CONSOLE", "A\nB.CONSOLE"]
)
def test_names_that_no_file_of_cms_has(name: str) -> None:
    assert list(chosen([Entry(name)], Wanted("TCPMAINT.191", "*.*"))) == []


@pytest.mark.parametrize("name", ["..", ".hidden", "a/b", "Database.sth", "x" * 129])
def test_names_that_are_not_asked_for_in_the_byte_file_system(name: str) -> None:
    assert list(chosen([Entry(name)], Wanted("/../VMBFS:VMSYSU:ROOT/", "*"))) == []


def test_patterns_are_compared_in_little_time() -> None:
    row = Wanted("/../VMBFS:VMSYSU:ROOT/", "*a*a*ac")
    assert effort.seconds(lambda: list(chosen([Entry("a" * 127 + "b")] * 2_000, row))) < 0.5
    assert [entry.name for entry in chosen([Entry("xaya.zac")], row)] == ["xaya.zac"]


def test_a_listing_is_bounded() -> None:
    assert len(list(entries(["A.B"] * (MOST_LINES + 5)))) == MOST_LINES


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=120), max_size=20))
def test_any_lines_are_names_or_nothing(lines: list[str]) -> None:
    for entry in chosen(entries(lines), Wanted("TCPMAINT.198", "*.*")):
        assert entry.name.isascii() and "/" not in entry.name
