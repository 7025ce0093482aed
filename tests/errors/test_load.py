"""Tables are read when they are asked for, and once."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssldiag.errors import names
from ssldiag.errors.load import ENTRY_TABLES, Tables

HEAD = "platform,api,code,hex,constant,message_id,text,meaning,cause,recovery,source,confidence\n"


def test_rows_are_read_once(tmp_path: Path) -> None:
    file = tmp_path / "alerts.csv"
    file.write_text(HEAD + "tls,alert,42,0x2A,bad_certificate,,fatal,Bad.,,,iana,measured\n", "utf-8")
    tables = Tables(tmp_path)
    (row,) = tables.rows("alerts")
    assert (row.code, row.constant, row.platforms) == ("42", "bad_certificate", ["tls"])
    file.unlink()
    assert tables.rows("alerts") == [row]
    assert tables.find("alerts", "code", "42") == [row]
    assert tables.find("alerts", "constant", "BAD_CERTIFICATE", names.constant) == [row]
    assert tables.find("alerts", "message_id", "") == []


def test_nothing_is_read_before_it_is_needed(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "missing")
    with pytest.raises(FileNotFoundError):
        tables.rows("alerts")


def test_records_and_sources(tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text(
        "id,what,where\nown,ssldiag,\niana,IANA,https://iana.org\n", "utf-8"
    )
    tables = Tables(tmp_path)
    assert tables.records("sources")[0] == {"id": "own", "what": "ssldiag", "where": ""}
    assert tables.source("own") == "ssldiag"
    assert tables.source("iana") == "IANA <https://iana.org>"
    assert tables.source("other") == "other"


def test_every_row_of_every_table(tables: Tables) -> None:
    assert len(list(tables.every())) > 1500
    assert {table for table, _ in tables.every()} == set(ENTRY_TABLES)
