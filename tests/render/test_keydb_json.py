"""``ssldiag.keydb/1`` and CSV: the contract, exact strings, nothing dangerous."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ssldiag.keydb.judge import problems_as_gskit
from ssldiag.keydb.model import Entry, KeyDatabase, Request
from ssldiag.keydb.read import read
from ssldiag.render import keydb_json as render

SAMPLES = Path(__file__).parent.parent / "keydb" / "data"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

CONTRACT = {"schema", "file", "format", "version", "records", "entries", "problems"}
ENTRY = {
    *("label", "kind", "has_private_key", "trusted", "default", "subject", "issuer", "serial"),
    *("not_before", "not_after", "key", "signature", "sha256"),
}


def sample(name: str) -> KeyDatabase:
    return read((SAMPLES / name).read_bytes(), name)


def loaded(chunks: Any) -> dict[str, Any]:
    text = "".join(chunks)
    assert text.isascii() and text.endswith("}\n")
    found: dict[str, Any] = json.loads(text)
    return found


def test_the_contract() -> None:
    for path in sorted(SAMPLES.glob("*.[kr]db")):
        found = loaded(render.list_json(sample(path.name)))
        assert found["schema"] == "ssldiag.keydb/1"
        assert set(found) >= CONTRACT
        for entry in found["entries"]:
            assert set(entry) >= ENTRY
            assert "chain" not in entry
        for problem in found["problems"]:
            assert set(problem) >= {"what", "offset"}


def test_values() -> None:
    found = loaded(render.list_json(sample("basic.kdb")))
    assert (found["file"], found["format"], found["version"], found["records"]) == (
        "basic.kdb",
        "gskit-cms",
        3,
        2,
    )
    own = found["entries"][1]
    assert {name: own[name] for name in ENTRY} == {
        "label": "TLSCERT1",
        "kind": "personal",
        "has_private_key": True,
        "trusted": True,
        "default": True,
        "subject": "CN=zvm1.example.test,O=Example,C=DE",
        "issuer": "CN=Example Root CA,OU=PKI,O=Example,C=DE",
        "serial": "23cb85dcca46d41d0d8deec43b9f979978b5a778",
        "not_before": "2026-11-12T10:38:42Z",
        "not_after": "2027-11-22T10:38:42Z",
        "key": "RSA 2048",
        "signature": "sha256WithRSAEncryption",
        "sha256": "a1c5b506926be2f0ab90e01b4f785e0d618a0372870f005aef286a0531848bdc",
    }
    assert loaded(render.list_json(sample("empty.kdb")))["password_expires"] == "2030-03-17T17:46:40Z"


def test_requests_and_errors_keep_the_contract() -> None:
    waiting = Entry("R", "request", True, request=Request("CN=x", b"", "RSA 2048", 2048, "sig"))
    broken = Entry("B", "signer", False, error="cut off")
    found = loaded(render.list_json(KeyDatabase("x", "gskit-cms", entries=(waiting, broken))))
    one, two = found["entries"]
    assert set(one) >= ENTRY and set(two) >= ENTRY
    assert (one["subject"], one["key"], one["sha256"], "error" in one) == ("CN=x", "RSA 2048", None, False)
    assert (two["subject"], two["error"]) == (None, "cut off")


def test_show_has_chains() -> None:
    database = sample("order.kdb")
    (entry,) = loaded(render.show_json(database, database.entries[2:]))["entries"]
    assert entry["chain"] == {
        "subjects": [
            certificate.subject for e in (2, 0, 1) if (certificate := database.entries[e].certificate)
        ],
        "labels": ["TLSCERT1", "ISSUING", "ROOT"],
        "complete": True,
        "reason": "complete",
        "missing_issuer": None,
        "untrusted": ["ISSUING"],
    }


def test_check_has_findings() -> None:
    database = sample("expired.kdb")
    found = loaded(render.check_json(database, problems_as_gskit(database, NOW), NOW, 30))
    assert (found["judged_at"], found["days"]) == ("2026-11-22T12:00:00Z", 30)
    assert found["summary"] == {"error": 1, "warning": 0, "info": 0}
    (finding,) = found["findings"]
    assert (finding["word"], finding["severity"], finding["label"]) == ("expired", "error", "TLSCERT1")
    assert finding["gskit"] == [{"interface": "tls", "code": 401, "constant": "GSK_ERROR_BAD_DATE"}]


def test_strings_are_exact_in_json() -> None:
    label = "evil\x1b[2J\u202e\n\x7f\ud800 Größe"
    found = loaded(
        render.list_json(KeyDatabase("x", "pem", entries=(Entry(label, "signer", False, error=label),)))
    )
    assert found["entries"][0]["label"] == found["entries"][0]["error"] == label


def test_csv() -> None:
    rows = list(csv.DictReader(io.StringIO("".join(render.list_csv(sample("labels.kdb"))))))
    assert [row["label"] for row in rows][-1] == " lead "
    assert (rows[0]["trusted"], rows[0]["has_private_key"], rows[0]["error"]) == ("yes", "no", "")
    assert rows[2]["not_after"] == "2027-11-22T10:38:42Z"


def test_csv_is_harmless() -> None:
    entries = (Entry("=cmd|' /C calc'!A0", "signer", False, error="a\n\x1b[2J"),)
    text = "".join(render.list_csv(KeyDatabase("x", "pem", entries=entries)))
    head, row = text.splitlines()
    assert row.startswith("'=cmd")
    assert "a\\x0a\\x1b[2J" in row
    assert head.split(",")[0] == "label"
