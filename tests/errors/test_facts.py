"""Every code of the reference material is known here, under the same name."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from ssldiag.errors import Tables, explain
from ssldiag.errors.names import constant

MAIN = {
    "ibmi_gsk.csv": "ibmi",
    "ibmi_ssl.csv": "ibmi",
    "distributed_gskit.csv": "gskit8",
    "zos_zvm_gsk_ssl.csv": "zvm",
    "zos_zvm_gsk_cms.csv": "zvm",
    "zos_deprecated_ssl.csv": "zos",
    "tls_alerts.csv": "tls",
}
UNVERIFIED = {
    "ibmi_ssl_codes.csv": "ibmi",
    "zos_zvm_gsk_ssl.csv": "zvm",
    "zos_zvm_gsk_cms.csv": "zvm",
}


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


@pytest.mark.parametrize("name", MAIN)
def test_main_tables(name: str, shared: Path, tables: Tables) -> None:
    for row in rows(shared / "facts" / "errors" / name):
        query = row["code"] if "code" in row else f"alert {row['value']}"
        (explanation,) = explain(query, tables, MAIN[name])
        found = [entry for entry in explanation.entries if entry.confidence != "unverified"]
        assert found, row
        wanted = row.get("constant") or ""
        if wanted:
            assert constant(wanted) in {constant(entry.constant) for entry in found}, row
        if row.get("message_id"):
            assert row["message_id"] in {entry.message_id for entry in found}, row
            assert explain(row["message_id"], tables)[0].entries, row


@pytest.mark.parametrize("name", UNVERIFIED)
def test_unverified_tables(name: str, shared: Path, tables: Tables) -> None:
    for row in rows(shared / "facts" / "errors" / "unverified" / name):
        (explanation,) = explain(row["code"], tables, UNVERIFIED[name])
        assert "unverified" in {entry.confidence for entry in explanation.entries}, row


def test_unverified_message_ids(shared: Path, tables: Tables) -> None:
    for row in rows(shared / "facts" / "errors" / "unverified" / "ibmi_message_ids.csv"):
        found = {(entry.code, entry.confidence) for entry in explain(row["message_id"], tables)[0].entries}
        assert (int(row["code"]), "unverified") in found, row


def test_names_and_numberings(shared: Path, tables: Tables) -> None:
    folder = shared / "facts" / "errors"
    for row in rows(folder / "zos_names_without_number.csv"):
        assert any(
            entry.constant == row["constant"] for entry in explain(row["constant"], tables, "zos")[0].entries
        ), row
    for name in ("gskkm_numbering.csv", "gskval_numbering.csv"):
        for row in rows(folder / name):
            for column, platform in (("gskit8_constant", "gskit8"), ("ibmi_constant", "ibmi")):
                if row[column]:
                    (explanation,) = explain(row[column], tables, platform)
                    assert int(row["code"]) in {entry.code for entry in explanation.entries}, row


def test_messages_of_zvm(shared: Path, tables: Tables) -> None:
    for row in rows(shared / "facts" / "zvm_messages.csv"):
        found = explain(row["id"], tables)[0].entries
        assert row["id"] in {entry.message_id for entry in found}, row


def test_conflicts_and_cross_map(shared: Path, tables: Tables) -> None:
    folder = shared / "facts" / "errors"
    ours = {conflict["code"] for conflict in tables.records("conflicts")}
    assert {row["code"] for row in rows(folder / "conflicts.csv")} <= ours
    concepts = {record["concept"] for record in tables.records("cross_map")}
    assert {row["concept"] for row in rows(folder / "cross_map.csv")} <= concepts


def test_measured_codes(shared: Path, tables: Tables) -> None:
    for row in rows(shared / "facts" / "errors" / "gskit8_measured.csv"):
        (explanation,) = explain(row["rc"], tables, "gskit8")
        assert row["constant"] in {entry.constant for entry in explanation.entries}, row
        if row["last_validation_error"]:
            (detail,) = explain(row["last_validation_error"], tables, "gskit8")
            assert row["validation_constant"] in {entry.constant for entry in detail.entries}, row


def test_observed_pairs_can_be_asked_for(shared: Path, tables: Tables) -> None:
    """What the peer said in each case of a failure is among the other sides of the code."""
    for row in rows(shared / "facts" / "errors" / "gskit_observed.csv"):
        other = row["openssl_other_side"]
        if (
            row["gskit_rc"] == "0"
            or not other.startswith(("GSKit ", "error:"))
            or other.startswith("GSKit 0")
        ):
            continue
        (explanation,) = explain(row["gskit_rc"], tables, "gskit8")
        code = int(other.split()[1]) if other.startswith("GSKit") else int(other[6:14], 16) & 0xFFF
        sides = {side.code for entry in explanation.entries for side in entry.other_side}
        assert code in sides, (row["gskit_rc"], other)
