"""Captures made for one fault each: the share of causes that the verdict finds.

The manifest tells each capture's story; the causes here are what these stories are called in our vocabulary.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ssldiag.capture.decode import decode
from ssldiag.capture.judged import judged
from ssldiag.wire.model import Verdict

CAUSES: Mapping[str, str] = {
    "tls13_no_common_group": "no_common_group",
    "tls12_client_auth_missing": "client_certificate_missing",
    "tls13_client_auth_missing": "client_certificate_missing",
    "tls12_client_cert_expired": "certificate_expired",
    "tls12_client_cert_unknown_ca": "unknown_ca",
    "tls12_server_cert_expired": "certificate_expired",
    "tls12_server_cert_not_yet_valid": "certificate_not_yet_valid",
    "tls12_server_cert_self_signed": "self_signed_certificate",
    "tls12_missing_intermediate": "incomplete_chain",
    "tls12_server_cert_wrong_purpose": "certificate_wrong_usage",
    "tls12_server_cert_revoked": "certificate_revoked",
    "tls12_server_key_1024": "certificate_weak_key",
    "tls12_host_name_mismatch": "certificate_wrong_name",
    "tls12_unknown_ca": "unknown_ca",
    "tls13_unknown_ca": "unknown_ca",
    "tls12_no_shared_cipher": "no_common_cipher",
    "tls12_ecdsa_client_rsa_server": "no_common_cipher",
    "tls10_client_refused": "no_common_version",
    "tls12_client_tls13_only_server": "no_common_version",
    "tls11_only_server": "no_common_version",
    "tls11_server_hello_refused": "no_common_version",
    "tls12_inappropriate_fallback": "fallback_detected",
    "tls12_unrecognized_name": "unrecognized_name",
    "tls12_snaplen_120": "capture_cut",
    "ftp_auth_tls_expired": "certificate_expired",
    "ftp_auth_tls_refused": "starttls_refused",
    "smtp_starttls_unknown_ca": "self_signed_certificate",
    "smtp_starttls_454": "starttls_refused",
    "telnet_starttls_declined": "starttls_refused",
    "plain_telnet_to_992": "plaintext_on_tls_port",
    "tls_to_plain_telnet_23": "plaintext_answer",
    "reset_after_client_hello": "reset",
    "fin_after_client_hello": "peer_closed",
    "no_answer_to_client_hello": "timeout",
    "connection_refused_992": "connection_refused",
    "client_illegal_parameter": "protocol_violation",
    "ssl3_client_refused": "no_common_version",
    "sslv2_hello_to_tls12": "cancelled",
    "sslv2_only_refused": "no_common_version",
    "ends_early": "capture_cut",
    "client_side_only": "one_sided_capture",
    "server_side_only": "one_sided_capture",
}
"""Capture -> cause; every other connection of the manifest completed, two of them in spite of a gap."""


@dataclass(frozen=True)
class Row:
    """A connection: what is true, what was found."""

    name: str
    wanted: str
    found: str
    confidence: str
    why: str

    @property
    def right(self) -> bool:
        """Whether the cause is the one of the story."""
        return self.wanted == self.found

    def __str__(self) -> str:
        return f"{self.name}: {self.wanted}, found {self.found} ({self.confidence}): {self.why}"


@pytest.fixture(scope="module")
def rows(shared: Path) -> list[Row]:
    """A row for each connection with a cause of its own, and for each of the rest that completed."""
    folder = shared / "captures" / "synthetic"
    found: list[Row] = []
    for entry in json.loads((folder / "manifest.json").read_text("utf-8")):
        if "commtrace" not in entry["file"]:
            found += _rows(entry, [one.verdict for one in judged(decode([str(folder / entry["file"])]))])
    return found


def _rows(entry: dict[str, Any], verdicts: list[Verdict]) -> list[Row]:
    name = entry["file"].split(".")[0]
    cause = CAUSES.get(name)
    if cause is not None:
        first = verdicts[0] if verdicts else None
        return [_row(name, cause, first)]
    completed = sum(1 for one in entry["connections"] if one["outcome"].startswith("established"))
    padded = [*verdicts, *[None] * completed][: max(len(verdicts), completed)] if completed else []
    return [_row(name, "completed", verdict) for verdict in padded]


def _row(name: str, cause: str, verdict: Verdict | None) -> Row:
    if verdict is None:
        return Row(name, cause, "nothing", "", "")
    return Row(name, cause, verdict.cause, verdict.confidence, verdict.why)


def wrong(rows: list[Row]) -> str:
    """The rows that are not right, for the message of a failed test."""
    return "\n".join(map(str, rows))


def test_every_capture_of_the_table_exists(shared: Path) -> None:
    manifest = json.loads((shared / "captures" / "synthetic" / "manifest.json").read_text("utf-8"))
    assert set(CAUSES) <= {entry["file"].split(".")[0] for entry in manifest}


def test_causes(rows: list[Row]) -> None:
    failing = [row for row in rows if row.wanted != "completed"]
    missed = [row for row in failing if not row.right]
    assert len(failing) >= 40
    assert len(missed) <= 0.05 * len(failing), wrong(missed)


def test_completed_handshakes_are_known_as_such(rows: list[Row]) -> None:
    missed = [row for row in rows if row.wanted == "completed" and not row.right]
    assert missed == [], wrong(missed)


def test_hardly_a_certain_cause_is_wrong(rows: list[Row]) -> None:
    false = [row for row in rows if row.confidence == "certain" and not row.right]
    assert len(false) <= 0.01 * len(rows), wrong(false)
