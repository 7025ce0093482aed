"""Makes the live results in the cases of TLS checks: ``python -m tests.checks.make_probes`` writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ssldiag.keydb.model import KeyDatabase
from ssldiag.keydb.read import read

HERE = Path(__file__).parent
STARTED = "2026-11-20T09:30:00Z"


def shown(database: str, label: str) -> dict[str, Any]:
    """The certificate under a label of a key database, as a probe shows it."""
    path = HERE / database
    store = read(path.read_bytes(), path.name)
    assert isinstance(store, KeyDatabase)
    found = next(entry.certificate for entry in store.entries if entry.label == label)
    assert found is not None and found.not_before is not None and found.not_after is not None
    return {
        "subject": found.subject,
        "sha256": found.sha256,
        "not_before": found.not_before.isoformat(),
        "not_after": found.not_after.isoformat(),
    }


OWN = shown("_bases/pool/Database.kdb", "TLSCERT1")
IHS = shown("_bases/linux/opt/IBM/HTTPServer/conf/ihskey.kdb", "TLSCERT1")
SECOND = shown("CERT105/fires/Database.kdb", "TLSCERT2")
SELF = shown("CERT105/fires/Database.kdb", "SELFSIGN")
OLD = {
    "subject": "CN=zvm1.example.test,O=Example,C=DE",
    "sha256": "0d" * 32,
    "not_before": "2025-11-01T00:00:00Z",
    "not_after": "2026-12-31T00:00:00Z",
}
NEWER = {**OLD, "not_before": "2026-11-19T00:00:00Z"}

GOOD = {"outcome": "completed", "cause": "completed", "why": "TLSv1.2 was agreed and both sides finished."}
REFUSED_HELLO = {
    "outcome": "failed",
    "cause": "no_common_cipher",
    "why": "The server found no suite in common.",
}
WANTS_CLIENT = {"outcome": "failed", "cause": "client_certificate_missing", "why": "A certificate is wanted."}


def version(name: str, supported: bool | None, *codes: int) -> dict[str, Any]:
    """A version of a probe."""
    ciphers = [{"code": code} for code in codes]
    return {"version": name, "supported": supported, "ciphers": ciphers, "complete": True}


def probe(
    port: int,
    certificate: Mapping[str, Any] | None = None,
    starttls: str | None = None,
    verdict: Mapping[str, str] | None = GOOD,
    trouble: tuple[str, str] | None = None,
    **more: object,
) -> dict[str, Any]:
    """A result of ``ssldiag probe``, as far as checks look at it."""
    step = {"step": trouble[0], "message": trouble[1]} if trouble else None
    return {
        "schema": "ssldiag.probe/1",
        "target": {"host": "zvm1.example.test", "port": port, "starttls": starttls, "sni": None},
        "started": STARTED,
        "completed": verdict is GOOD and trouble is None,
        "trouble": step,
        "handshake": {"verdict": verdict} if verdict and not trouble else None,
        "chains": [{"certificates": [certificate]}] if certificate else [],
        "versions": [],
        "findings": [],
        **more,
    }


def worry(severity: str, word: str, message: str) -> dict[str, str]:
    """A finding of a probe."""
    return {"severity": severity, "word": word, "message": message}


SILENT = ("connect", "192.0.2.10 port 992 did not answer within 5 s")
BUSY = ("starttls", "TLS was refused: 421 Temporarily unable to process security")
UNREACHABLE = worry("error", "unreachable", SILENT[1])
EXPIRES = worry("warning", "certificate_expires_soon", "the certificate zvm1 expires on 2026-12-01")

CASES: Mapping[str, list[dict[str, Any]]] = {
    "TLS201/fires": [probe(992, OLD)],
    "TLS201/several_ports": [probe(992, OLD), probe(21, OLD, "ftp")],
    "TLS201/http_server": [probe(443, OLD)],
    "TLS201/pool_with_offset": [probe(10992, OLD)],
    "TLS201/served": [probe(992, OWN)],
    "TLS201/database_is_older": [probe(992, NEWER)],
    "TLS201/other_port": [probe(993, OLD)],
    "TLS202/fires": [probe(992, SELF)],
    "TLS202/quiet": [probe(992, SECOND)],
    "TLS203/fires": [probe(992, verdict=None, trouble=SILENT)],
    "TLS203/not_configured": [probe(993, verdict=None, trouble=SILENT)],
    "TLS203/mended_since": [
        probe(992, verdict=None, trouble=SILENT),
        probe(992, OWN, started="2026-11-21T09:30:00Z"),
    ],
    "TLS204/fires": [probe(21, verdict=None, trouble=BUSY, starttls="ftp")],
    "TLS204/quiet": [probe(21, OWN, "ftp")],
    "TLS205/fires": [probe(992, verdict=REFUSED_HELLO)],
    "TLS205/client_certificate": [probe(992, verdict=WANTS_CLIENT)],
    "TLS206/fires": [probe(992, OWN, versions=[version("TLSv1.1", True), version("TLSv1.2", False)])],
    "TLS206/quiet": [probe(992, OWN, versions=[version("TLSv1.1", False), version("TLSv1.2", True)])],
    "TLS206/not_known": [probe(992, OWN, versions=[version("TLSv1.1", None)])],
    "TLS207/fires": [probe(992, OWN, versions=[version("TLSv1.2", True, 0x0005, 0x002F)])],
    "TLS207/quiet": [probe(992, OWN, versions=[version("TLSv1.2", True, 0x002F)])],
    "TLS208/fires": [probe(992, OWN, findings=[EXPIRES, worry("info", "old_version", "TLSv1.0")])],
    "TLS208/several_ports": [
        probe(992, OWN, findings=[EXPIRES]),
        probe(21, OWN, "ftp", findings=[EXPIRES]),
    ],
    "TLS208/told_by_another": [probe(992, verdict=None, trouble=SILENT, findings=[UNREACHABLE])],
    "TLS208/not_configured": [probe(993, verdict=None, trouble=SILENT, findings=[UNREACHABLE])],
}
"""Case -> the services of its ``probe.jsonl``."""


def files() -> dict[str, bytes]:
    """Path below this folder -> content."""
    return {
        f"{case}/probe.jsonl": "".join(json.dumps(one) + "\n" for one in found).encode()
        for case, found in CASES.items()
    }


def write() -> None:
    """Write all of them."""
    for path, data in files().items():
        (HERE / path).parent.mkdir(parents=True, exist_ok=True)
        (HERE / path).write_bytes(data)


if __name__ == "__main__":
    write()
