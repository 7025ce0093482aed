"""Readings into rows."""

from __future__ import annotations

from ssldiag.errors.kinds import KINDS, rows
from ssldiag.errors.load import ENTRY_TABLES, Tables
from ssldiag.errors.model import Reading, Row


def test_looks_name_tables_and_columns() -> None:
    for looks in KINDS.values():
        for look in looks:
            assert set(look.tables) <= set(ENTRY_TABLES)
            assert look.column in Row._fields


def test_platforms_of_a_reading_order_and_limit_its_rows(tables: Tables) -> None:
    assert [row.platforms[0] for row in rows(tables, Reading("function", "402"))] == ["gskit8", "ibmi", "zvm"]
    found = rows(tables, Reading("function", "402", ("zos", "ibmi")))
    assert [row.platforms[0] for row in found] == ["zvm", "ibmi"]
    assert rows(tables, Reading("function", "402", ("java",))) == []


def test_an_unknown_kind_finds_nothing(tables: Tables) -> None:
    assert rows(tables, Reading("no such kind", "402")) == []


def test_the_most_telling_text_of_an_exception_counts(tables: Tables) -> None:
    said = "javax.net.ssl.SSLHandshakeException: PKIX path building failed: no chain"
    assert [row.text for row in rows(tables, Reading("exception", said))] == ["PKIX path building failed"]
    bare = "javax.net.ssl.SSLHandshakeException: something new"
    assert [row.text for row in rows(tables, Reading("exception", bare))] == [""]
    other = "com.example.FooException: PKIX path building failed"
    assert [row.text for row in rows(tables, Reading("exception", other))] == ["PKIX path building failed"]
    assert rows(tables, Reading("exception", "com.example.FooException: NotAfter")) == []
