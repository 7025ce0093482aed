"""What sslyze reports of a server, and what our probe reports of the same, as facts with equal names.

sslyze is a tool that a machine may have, and no dependency: ``SSLDIAG_SSLYZE`` names the program, else it is
looked for in ``.venv/tools`` and on the path.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from ssldiag.probe.model import Deadlines, Result, Target
from ssldiag.probe.scan import Wishes, probe
from ssldiag.wire.numbers import group_name
from ssldiag.wire.suites import table

ROOT = Path(__file__).resolve().parents[2]

ASKED = (
    *("--sslv2", "--sslv3", "--tlsv1", "--tlsv1_1", "--tlsv1_2", "--tlsv1_3", "--certinfo", "--resum"),
    *("--reneg", "--compression", "--elliptic_curves", "--fallback", "--ems"),
)
"""All that both report; holes that are tried by attacking are left out."""

VERSIONS = {
    0x0002: "ssl_2_0",
    0x0300: "ssl_3_0",
    0x0301: "tls_1_0",
    0x0302: "tls_1_1",
    0x0303: "tls_1_2",
    0x0304: "tls_1_3",
}

CURVES = {"prime256v1": "secp256r1", "X25519": "x25519", "X448": "x448"}
"""OpenSSL's name of a group -> the registered one."""

Facts = dict[str, object]


def program() -> str | None:
    """Where sslyze is."""
    places = (os.environ.get("SSLDIAG_SSLYZE"), str(ROOT / ".venv/tools/bin/sslyze"), "sslyze")
    return next((found for place in places if place and (found := shutil.which(place))), None)


def by_sslyze(port: int, folder: Path) -> Facts:
    """What sslyze reports. What it could not find out is left out."""
    tool, out = program(), folder / "sslyze.json"
    assert tool is not None
    words = [tool, "--mozilla_config", "disable", *ASKED, "--quiet", "--json_out", str(out)]
    subprocess.run([*words, f"localhost:{port}"], check=False, timeout=120, capture_output=True)
    (server,) = json.loads(out.read_text("utf-8"))["server_scan_results"]
    result = server["scan_result"]

    def of(name: str) -> Mapping[str, Any]:
        return (result[name] or {}).get("result") or {}

    facts: Facts = {}
    for name in VERSIONS.values():
        found = of(f"{name}_cipher_suites")
        if found:
            facts[f"{name} supported"] = found["is_tls_version_supported"]
            facts[f"{name} suites"] = {one["cipher_suite"]["name"] for one in found["accepted_cipher_suites"]}
    resumed = of("session_resumption")
    for key, name in (("session_id", "by id"), ("tls_ticket", "by ticket")):
        answer = resumed.get(f"{key}_resumption_result")
        if answer is not None:
            facts[f"sessions {name}"] = answer == "FULLY_SUPPORTED"
    facts |= {
        name: of(part)[field]
        for name, part, field in (
            ("secure renegotiation", "session_renegotiation", "supports_secure_renegotiation"),
            ("client renegotiation", "session_renegotiation", "is_vulnerable_to_client_renegotiation_dos"),
            ("compression", "tls_compression", "supports_compression"),
            ("fallback SCSV", "tls_fallback_scsv", "supports_fallback_scsv"),
            ("extended master secret", "tls_extended_master_secret", "supports_ems_extension"),
        )
        if of(part)
    }
    curves = of("elliptic_curves").get("supported_curves")
    if curves is not None:
        facts["curves"] = {CURVES.get(one["name"], one["name"]) for one in curves}
    chains = of("certificate_info").get("certificate_deployments")
    if chains:
        shown = chains[0]["received_certificate_chain"]
        facts["chain"] = [der_digest(one["as_pem"]) for one in shown]
    return facts


def der_digest(pem: str) -> str:
    """The SHA-256 of a certificate in PEM."""
    from ssl import PEM_cert_to_DER_cert

    return sha256(PEM_cert_to_DER_cert(pem)).hexdigest()


YES = {"yes": True, "no": False}


def by_us(port: int) -> Facts:
    """What our probe reports. What it could not find out is left out."""
    wishes = Wishes("full", Deadlines(answer=5))
    return facts_of(asyncio.run(probe(Target("localhost", port), wishes)))


def facts_of(result: Result) -> Facts:
    """A result under the same names."""
    names = {code: one.name for code, one in table().items()}
    facts: Facts = {}
    for one in result.versions:
        facts[f"{VERSIONS[one.version]} supported"] = one.supported
        facts[f"{VERSIONS[one.version]} suites"] = {names.get(code, hex(code)) for code in one.ciphers}
    known, sessions = result.features, result.resumption
    told = {
        "sessions by id": sessions.id,
        "sessions by ticket": sessions.ticket,
        "secure renegotiation": known.secure_renegotiation,
        "client renegotiation": known.client_renegotiation,
        "compression": known.compression,
        "fallback SCSV": known.fallback_scsv,
        "extended master secret": known.extended_master_secret,
    }
    facts |= {name: YES[one.answer] for name, one in told.items() if one.answer in YES}
    groups = {group_name(code) for one in result.groups for code in one.groups}
    facts["curves"] = {name for name in groups if not name.startswith("ffdhe")}
    if result.chains:
        facts["chain"] = [sha256(der).hexdigest() for der in result.chains[0].certificates]
    return facts


def differences(one: Facts, other: Facts) -> dict[str, tuple[object, object]]:
    """Where both report something, and not the same."""
    return {key: (one[key], other[key]) for key in sorted(one.keys() & other) if one[key] != other[key]}
