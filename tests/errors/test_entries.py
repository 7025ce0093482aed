"""Rows into entries."""

from __future__ import annotations

from pathlib import Path

from ssldiag.errors.entries import anchor, entry, notes, page
from ssldiag.errors.load import Tables


def test_sources_are_spelled_out(tables: Tables) -> None:
    (row,) = tables.find("ibmi_ssl", "code", "-93")
    assert entry(tables, row).source.startswith("Troubleshooting SSL, i5/OS 5.4 <https://")
    assert entry(tables, row).other_side == ()
    assert entry(tables, row, full=True).same_as


def test_shared_tables_are_said_to_be_shared(tables: Tables) -> None:
    (row,) = tables.find("sysssl", "code", "435")
    assert any("share" in note for note in notes(tables, row))
    assert any("different things" in note for note in notes(tables, row))
    assert entry(tables, row, "zos").platform == "zos"


def test_validation_numbers_differ(tables: Tables) -> None:
    (gskit,) = tables.find("gskit8", "code", "575061")
    (ibmi,) = tables.find("ibmi_gsk", "code", "575061")
    assert "GSKVAL_ERROR_NO_UPCALL_PROCESS" in " ".join(notes(tables, gskit))
    assert "GSKVAL_ERROR_REVOCATIONSTATUS_UNDETERMINED" in " ".join(notes(tables, ibmi))
    (same,) = tables.find("gskit8", "code", "575010")
    assert list(notes(tables, same)) == []
    (only,) = tables.find("ibmi_gsk", "code", "575961")
    assert "GSKit 8 does not have this number" in " ".join(notes(tables, only))


def test_probable_messages_are_no_more_than_that(tables: Tables) -> None:
    (row,) = tables.find("ibmi_ssl", "code", "-93")
    assert entry(tables, row).message_id == ""
    assert "probably CPDBCB3" in " ".join(notes(tables, row)) and "not seen" in " ".join(notes(tables, row))


def test_pages_hold_the_anchors(tables: Tables, root: Path) -> None:
    texts = {path: (root / path).read_text("utf-8") for path in {page(row) for _, row in tables.every()}}
    for _, row in tables.every():
        assert f'<a id="{anchor(row)}"></a>' in texts[page(row)]
