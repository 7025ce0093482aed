"""The sample captures are what ``tests.sample_captures`` makes, and hold each family of failures once."""

from __future__ import annotations

from ssldiag.capture.decode import decode
from ssldiag.capture.judged import judged
from tests.sample_captures import FAMILIES, FOLDER, captures


def test_captures_are_fresh() -> None:
    found = {path.name: path.read_bytes() for path in FOLDER.glob("*.pcap")}
    assert found == captures(), "run python -m tests.sample_captures"


def test_each_family_is_there() -> None:
    found = {
        item.handshake.server.port: item.verdict for item in judged(decode([str(FOLDER / "families.pcap")]))
    }
    causes = {family: found[port].cause for family, (port, _) in FAMILIES.items() if family != "completed"}
    assert causes == {
        "certificate": "certificate_expired",
        "client certificate": "client_certificate_missing",
        "cipher": "no_common_cipher",
        "version": "no_common_version",
        "plain text": "http_on_tls_port",
        "starttls": "starttls_refused",
        "without a word": "peer_closed",
        "network": "reset",
        "tls13": "certificate_rejected",
        "cut": "capture_cut",
    }
