"""Each difference between what we report and what sslyze reports of local servers, and why it is there."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.benchmarks.probe.servers import nginx
from tests.probe.rig import NEEDS_OPENSSL, dh_file, s_server
from tests.probe.scanned import by_sslyze, by_us, differences, program
from tests.wire.peers import Pki

NEEDS_SSLYZE = pytest.mark.skipif(program() is None, reason="sslyze is not installed (make test-all does it)")

OLD = ("-cipher", "ALL:COMPLEMENTOFALL:@SECLEVEL=0", "-legacy_renegotiation")
NARROW = (
    "-tls1_2",
    "-no_ticket",
    "-cipher",
    "ECDHE-RSA-AES128-GCM-SHA256:AES256-SHA",
    "-curves",
    "P-256:P-384",
)

SERVERS: Mapping[str, tuple[bool, tuple[str, ...]]] = {
    "EC certificate": (True, ()),
    "RSA certificate, order of the server": (False, ("-serverpref",)),
    "everything that OpenSSL has": (False, OLD),
    "TLS 1.2 with two suites": (False, NARROW),
    "TLS 1.3 alone": (True, ("-tls1_3",)),
}
"""What the server is -> whether its certificate is the one with an EC key, further words of ``s_server``."""

NEWER_ANON = {"TLS_DH_anon_WITH_CAMELLIA_128_CBC_SHA256", "TLS_DH_anon_WITH_CAMELLIA_256_CBC_SHA256"}

KNOWN: Mapping[tuple[str, str], str] = {
    **{
        (server, "sessions by id"): "sslyze finds none; OpenSSL's own client takes them up (below)"
        for server in SERVERS
        if server != "TLS 1.3 alone"
    },
    ("everything that OpenSSL has", "tls_1_2 suites"): "sslyze does not ask for two suites (RFC 6367 2.1)",
}
"""Server and fact -> why the two differ; nothing else does."""


@NEEDS_OPENSSL
@NEEDS_SSLYZE
@pytest.mark.parametrize("server", SERVERS)
def test_every_difference_is_known(server: str, rsa_own: Path, pki: Pki, tmp_path: Path) -> None:
    is_ec, words = SERVERS[server]
    own = Path(pki.own) if is_ec else rsa_own
    with s_server(own, *words, "-dhparam", str(dh_file(own))) as port:
        ours, theirs = by_us(port), by_sslyze(port, tmp_path)
    assert len(ours.keys() & theirs) >= 14, sorted(theirs)
    found = differences(theirs, ours)
    assert {(server, fact) for fact in found} <= set(KNOWN), found
    if "tls_1_2 suites" in found:
        sslyze, probe = found["tls_1_2 suites"]
        assert isinstance(sslyze, set) and isinstance(probe, set)
        assert (probe - sslyze, sslyze - probe) == (NEWER_ANON, set())


@NEEDS_SSLYZE
@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_nginx(tmp_path: Path) -> None:
    with nginx(tmp_path, 1) as (port,):
        assert differences(by_sslyze(port, tmp_path), by_us(port)) == {}


@NEEDS_OPENSSL
@pytest.mark.parametrize("more", [(), NARROW])
def test_sessions_by_id_are_taken_up(more: tuple[str, ...], rsa_own: Path) -> None:
    words = ["openssl", "s_client", "-tls1_2", "-no_ticket", "-reconnect", "-connect"]
    with s_server(rsa_own, *more) as port:
        done = subprocess.run([*words, f"127.0.0.1:{port}"], input=b"", capture_output=True, check=False)
        ours = by_us(port)
    assert done.stdout.count(b"\nReused, TLSv1.2") >= 4
    assert ours["sessions by id"] is True


def test_what_differs_is_what_both_report() -> None:
    assert differences({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 3, "d": 4}) == {"b": (2, 3)}
