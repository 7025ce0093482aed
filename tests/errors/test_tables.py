"""The shape of ``errortables/``: columns, words, references, and no cell empty where words belong."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

import ssldiag
from ssldiag.errors import names
from ssldiag.errors.forms import CMS, SYSTEM_SSL
from ssldiag.errors.load import ENTRY_TABLES, Tables
from ssldiag.errors.model import CONFIDENCES, PLATFORMS, Row
from ssldiag.pool.admin.requests import LATER, NUMBERS, PREFIXES

PAIR_TABLES = {
    "observed": 200,
    "alert_pairs": 70,
    "cross_map": 40,
    "conflicts": 19,
    "ibmi_message_pairs": 31,
    "number_forms": 20,
    "sources": 100,
}
"""Tables of pairs, and how many rows they have at least."""

LEAST = {
    "ibmi_gsk": 185,
    "ibmi_ssl": 31,
    "ibmi_ssl_unverified": 2,
    "gskit8": 195,
    "gskkm": 303,
    "sysssl": 57,
    "sysssl_unverified": 52,
    "cms": 29,
    "cms_unverified": 35,
    "zos_names": 52,
    "zos_deprecated": 10,
    "alerts": 37,
    "openssl": 321,
    "openssl_verify": 95,
    "java": 30,
    "python": 10,
    "zvm_messages": 92,
    "ibmi_messages": 10,
    "ibmi_trace": 10,
    "products": 20,
    "causes": 30,
    "replies": 16,
    "pool_messages": 86,
}

SUCCESS = re.compile(r"^(GSK(KM)?_OK|GSK_SC_OK|X509_V_OK|completed)$")


def test_every_file_is_a_table(folder: Path) -> None:
    files = {path.stem for path in folder.glob("*.csv")}
    assert files == {*ENTRY_TABLES, *PAIR_TABLES}
    assert set(LEAST) == set(ENTRY_TABLES)


@pytest.mark.parametrize("table", ENTRY_TABLES)
def test_columns_and_size(table: str, folder: Path, tables: Tables) -> None:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        lines = list(csv.reader(stream))
    assert tuple(lines[0]) == Row._fields
    assert {len(line) for line in lines} == {len(Row._fields)}
    assert len(tables.rows(table)) >= LEAST[table]


@pytest.mark.parametrize("path", ["ibmi_gsk.csv", "observed.csv"])
def test_files_are_plain_text(path: str, folder: Path) -> None:
    data = (folder / path).read_bytes()
    assert b"\r" not in data and data.endswith(b"\n") and data.decode("utf-8").isprintable() is False


@pytest.mark.parametrize("table", PAIR_TABLES)
def test_pairs_size(table: str, tables: Tables) -> None:
    assert len(tables.records(table)) >= PAIR_TABLES[table]


@pytest.mark.parametrize("table", ENTRY_TABLES)
def test_words_and_references(table: str, tables: Tables) -> None:
    sources = {record["id"] for record in tables.records("sources")}
    for row in tables.rows(table):
        assert row.platforms and set(row.platforms) <= set(PLATFORMS), row
        assert row.confidence in CONFIDENCES, row
        assert row.source in sources, row
        assert row.api, row
        assert row.meaning.endswith("."), row
        assert all(cell == cell.strip() for cell in row), row
        assert "  " not in row.meaning + row.cause + row.recovery, row
        if not SUCCESS.match(row.constant):
            assert row.cause.endswith(".") and row.recovery.endswith("."), row


@pytest.mark.parametrize("table", ENTRY_TABLES)
def test_rows_are_unique(table: str, tables: Tables) -> None:
    keys = Counter(
        (row.platform, row.api, row.code, row.constant, row.message_id, row.text)
        for row in tables.rows(table)
    )
    assert [key for key, count in keys.items() if count > 1] == []
    codes = Counter((row.platform, row.api, row.code) for row in tables.rows(table) if row.code)
    assert [key for key, count in codes.items() if count > 1] == []


@pytest.mark.parametrize("table", ENTRY_TABLES)
def test_numbers_and_their_hexadecimal_agree(table: str, tables: Tables) -> None:
    for row in tables.rows(table):
        if not row.code or row.message_id.startswith(("AMQ", "SSL0")):
            continue
        code = int(row.code)
        assert str(code) == row.code, row
        value = int(row.hex, 16)
        if row.api == "System SSL function":
            assert value == SYSTEM_SSL << 12 | code, row
        elif row.api == "certificate management status":
            assert value == code and value >> 12 == CMS and len(row.hex) == 8, row
        elif row.platform == "openssl" and row.hex.startswith("0x") is False:
            assert value & 0x7FFFFF == code, row
        elif code < 0:
            assert value - (1 << 32) == code, row
        else:
            assert value == code and row.hex.startswith("0x"), row


def test_unverified_tables_hold_unverified_rows_alone(tables: Tables) -> None:
    for table, row in tables.every():
        if table.endswith("_unverified"):
            assert row.confidence == "unverified", row
    assert {pair["confidence"] for pair in tables.records("ibmi_message_pairs")} == {"unverified"}


@pytest.mark.parametrize("row_kind", ["constant", "message_id"])
def test_recalled_is_never_certain(row_kind: str, tables: Tables) -> None:
    for _, row in tables.every():
        if row.source.startswith("recalled"):
            assert row.confidence == "unverified", (row_kind, row)


def test_ids_are_spelled_as_they_are_printed(tables: Tables) -> None:
    for _, row in tables.every():
        if row.message_id and "-" not in row.message_id:
            assert names.message(row.message_id) in row.message_id, row


def test_every_id_of_the_reference_pool_is_there_and_is_ours(tables: Tables) -> None:
    pool = Path(ssldiag.__file__).parent / "pool"
    written = {
        found
        for path in pool.rglob("*.py")
        for found in re.findall(r"DTC[A-Z]{3}T\d{2}[EIW]", path.read_text("utf-8"))
    }
    grammar = {kind for kind in NUMBERS if kind not in LATER} - {"system", "topic"}
    written |= {PREFIXES["SSLADMIN"] + number for number in NUMBERS.values()}
    written |= {prefix + NUMBERS[kind] for prefix in PREFIXES.values() for kind in grammar}
    written |= {
        PREFIXES["NETSTAT"] + NUMBERS[kind] for kind in ("server", "state", "stack", "rights", "topic")
    }
    known = {row.message_id for row in tables.rows("pool_messages")}
    assert len(written) > 60 and written <= known
    for row in tables.rows("pool_messages"):
        assert re.fullmatch(r"DTC[A-Z]{3}T\d{2}[EIW]", row.message_id), row
        assert (row.platform, row.confidence, row.source) == ("ssldiag", "own", "own"), row
    for table, row in tables.every():
        ours = re.match(r"DTC[A-Z]{3}T\d", row.message_id) is not None
        assert ours == (table == "pool_messages"), row


def test_conflicts_agree_with_the_tables(tables: Tables) -> None:
    """A conflict names constants as the tables do, and the platforms do differ."""
    for conflict in tables.records("conflicts"):
        found = {}
        for column, table in (("ibmi", "ibmi_gsk"), ("gskit8", "gskit8"), ("zvm", "sysssl")):
            rows = tables.find(table, "code", conflict["code"])
            found[column] = rows[0] if rows else None
            if conflict[column]:
                assert rows and rows[0].constant == conflict[column], conflict
        assert found["zvm"] is not None, conflict
        assert any(row and row.meaning != found["zvm"].meaning for row in found.values() if row), conflict


def test_clashing_names_are_listed_as_conflicts(tables: Tables) -> None:
    """Where GSKit 8 and System SSL name one number differently, the table of conflicts says so."""
    listed = {conflict["code"] for conflict in tables.records("conflicts")}
    for row in tables.rows("sysssl"):
        for twin in tables.find("gskit8", "code", row.code):
            if row.constant and names.bare(row.constant) != names.bare(twin.constant):
                assert row.code in listed, (row, twin)


def test_pairs_point_at_rows(tables: Tables) -> None:
    for pair in tables.records("ibmi_message_pairs"):
        table = "ibmi_ssl" if pair["code"].startswith("-") else "ibmi_gsk"
        rows = tables.find(table, "code", pair["code"])
        assert rows and rows[0].constant == pair["constant"], pair
    for record in tables.records("observed"):
        assert tables.find("gskit8", "code", record["code"])[0].constant == record["constant"], record
        for alert in (record["alert_sent"], record["alert_received"]):
            assert not alert or tables.find("alerts", "code", alert), record
        if record["other_platform"] == "openssl" and record["other_code"]:
            assert tables.find("openssl", "hex", record["other_code"]), record
        if record["other_platform"] == "gskit8" and record["other_code"] != "0":
            assert tables.find("gskit8", "code", record["other_code"]), record
    for pair in tables.records("alert_pairs"):
        assert tables.find("alerts", "code", pair["alert"]), pair


def test_cross_map_points_at_rows(tables: Tables) -> None:
    for record in tables.records("cross_map"):
        assert record["look_for"].endswith("."), record
        for column, table in (("ibmi_ssl", "ibmi_ssl"), ("ibmi_gsk", "ibmi_gsk"), ("alerts", "alerts")):
            for code in filter(None, record[column].split("|")):
                assert tables.find(table, "code", code), (column, record)
        for text in filter(None, record["openssl"].split("|")):
            assert tables.find("openssl", "text", text) or tables.find("openssl_verify", "text", text), record


def test_sources_are_used_and_complete(tables: Tables) -> None:
    used = {row.source for _, row in tables.every()} | {
        form["source"] for form in tables.records("number_forms")
    }
    for record in tables.records("sources"):
        assert record["what"], record
        assert record["id"] in used or record["id"] in ("own", "measured-gskit8"), record
        assert not record["where"] or record["where"].startswith("http"), record


def test_the_vocabulary_of_the_verdict(tables: Tables) -> None:
    words = {row.constant for row in tables.rows("causes")}
    assert words >= {
        "unknown_ca",
        "certificate_expired",
        "no_common_version",
        "no_common_cipher",
        "client_certificate_missing",
        "plaintext_on_tls_port",
        "peer_closed",
        "reset",
        "timeout",
        "capture_cut",
    }
    assert all(re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", word) for word in words)


def test_every_cause_with_advice_is_explained(tables: Tables) -> None:
    advice = pytest.importorskip("ssldiag.wire.judging.advice", reason="captures are not judged yet")
    words = {row.constant for row in tables.rows("causes")}
    assert {*advice.GENERAL, *advice.SPECIAL, *advice.REPLACE} - words == set()


def test_the_readme_names_every_table(folder: Path) -> None:
    text = (folder / "README.md").read_text("utf-8")
    assert [path.name for path in sorted(folder.glob("*.csv")) if path.name not in text] == []
    assert [word for word in CONFIDENCES if f"| {word} |" not in text] == []


def test_only_what_was_measured_says_so(tables: Tables) -> None:
    """GSKit 8 and OpenSSL were measured; what IBM i and System SSL say of that names GSKit 8."""
    for table, row in tables.every(("ibmi_gsk", "ibmi_ssl", "sysssl", "cms")):
        words = row.meaning + row.cause + row.recovery
        assert "measured" not in words or "GSKit 8" in words, (table, row)
