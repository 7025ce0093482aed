"""Questions: each ready one runs, and tells what it should; wrong SQL is a sentence."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ssldiag.fleet.asks import ASKS
from ssldiag.fleet.model import FleetError
from ssldiag.fleet.query import opened, parameters
from ssldiag.fleet.schema import IN_SQL, TABLES
from ssldiag.fleet.schema_page import text
from tests.fleet.support import NOW, ask


def answer(fleet: Path, name: str, days: int = 3650, since: datetime | None = None) -> list[dict[str, Any]]:
    with opened(fleet) as questions:
        return questions.ask(ASKS[name].sql, parameters(NOW, days, since)).records()


@pytest.mark.parametrize("name", ASKS)
def test_each_runs_on_an_empty_dataset(tmp_path: Path, name: str) -> None:
    (tmp_path / "manifest.jsonl").touch()
    assert answer(tmp_path, name) == []


@pytest.mark.parametrize("name", sorted(set(ASKS) - {"label-drift", "weak-keys", "resumption-rate"}))
def test_each_has_an_answer_here(fleet: Path, name: str) -> None:
    assert answer(fleet, name)


def test_expiring(fleet: Path) -> None:
    found = answer(fleet, "expiring")
    assert found[0]["days_left"] > 0
    assert {"TLSCERT1"} & {row["label"] for row in found}
    assert answer(fleet, "expiring", 0) == []


def test_legacy_clients(fleet: Path) -> None:
    (row,) = answer(fleet, "legacy-clients")
    assert (row["client_ip"], row["newest_offer"], row["failed"]) == ("192.0.2.66", "SSLv3", 1)


def test_who_fails_and_why(fleet: Path) -> None:
    causes = {row["cause"]: row["failed"] for row in answer(fleet, "who-fails-and-why")}
    assert causes == {"no_common_cipher": 3, "no_common_version": 1, "unknown_ca": 1}
    assert sum(row["failed"] for row in answer(fleet, "top-causes")) == 5


def test_certificate_reuse(fleet: Path) -> None:
    assert max(row["hosts_with_key"] for row in answer(fleet, "certificate-reuse")) == 6


def test_new_since(fleet: Path) -> None:
    assert answer(fleet, "new-since", since=datetime(2026, 11, 22)) == []
    assert answer(fleet, "new-since", since=datetime(2026, 11, 20))


def test_trend(fleet: Path) -> None:
    rows = {f"{row['day']}": (row["hosts"], row["handshakes"]) for row in answer(fleet, "trend")}
    assert rows == {"2026-11-20": (0, 10), "2026-11-21": (8, 0), "2026-11-22": (8, 0)}


def test_unreadable(fleet: Path) -> None:
    assert [row["what"] for row in answer(fleet, "unreadable")] == ["file", "host", "host"]


def test_documents_are_json(fleet: Path) -> None:
    rows = ask(fleet, "SELECT document->>'$.schema', count(*) FROM handshakes GROUP BY 1").rows
    assert rows == (("ssldiag.handshake/1", 10),)


def test_types_and_columns_are_those_of_the_schema(fleet: Path) -> None:
    for table in TABLES.values():
        rows = ask(fleet, f"DESCRIBE SELECT * FROM history.{table.name}").rows
        told = {row[0]: row[1] for row in rows}
        assert told.pop("day") == "DATE"
        assert told == {column.name: IN_SQL[column.type] for column in table.columns}


def test_what_is_wrong_is_a_sentence(fleet: Path, tmp_path: Path) -> None:
    with pytest.raises(FleetError, match="the query is wrong"):
        ask(fleet, "SELECT nothing FROM nowhere")
    for sql in ("", " ", "-- nothing"):
        with pytest.raises(FleetError, match="the query is empty"):
            ask(fleet, sql)
    with pytest.raises(FleetError) as wrong:
        ask(fleet, "SELECT host\nFORM hosts")
    assert "\n" not in str(wrong.value) and not str(wrong.value).endswith("^")
    assert "LINE 2: FORM hosts" in str(wrong.value)
    with pytest.raises(FleetError, match="is no dataset"):
        ask(tmp_path, "SELECT 1")


def test_the_page_of_tables_is_fresh(root: Path) -> None:
    page = (root / "docs" / "fleet" / "schema.md").read_text("utf-8")
    assert page == text(), "run python -m ssldiag.fleet.schema_page docs/fleet/schema.md"
