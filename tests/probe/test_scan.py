"""Whole probes against servers whose configuration is known."""

from __future__ import annotations

import asyncio
import ssl
from datetime import timedelta
from pathlib import Path

import pytest

from ssldiag.probe import asker
from ssldiag.probe.chains import authorities
from ssldiag.probe.model import Deadlines, Depth, Result, Target
from ssldiag.probe.scan import Wishes, name_to_ask, probe
from ssldiag.wire.suites import table
from tests.keydb.makers import END, NOW
from tests.probe.rig import NEEDS_OPENSSL, context, hosting, s_server, tls
from tests.probe.test_client import V10, V12, V13
from tests.wire.peers import Pki

NAME = "server.example.test"
DEADLINES = Deadlines(answer=3)


def probed(port: int, depth: Depth = "default", sni: str | None = NAME, ca: Path | None = None) -> Result:
    trust = authorities(ca) if ca else None
    wishes = Wishes(depth, DEADLINES, trust=trust, now=NOW)
    return asyncio.run(probe(Target("127.0.0.1", port, sni=sni), wishes))


def versions(result: Result) -> dict[int, bool | None]:
    return {one.version: one.supported for one in result.versions}


def ciphers(result: Result, version: int) -> set[str]:
    names = {one.code: one.openssl or one.name for one in table().values()}
    return {names[code] for one in result.versions if one.version == version for code in one.ciphers}


def test_quick_is_one_connection(pki: Pki) -> None:
    with hosting(tls(context(Path(pki.own), V12, V13))) as port:
        found = probed(port, "quick", ca=pki.ca)
    assert found.completed and len(found.attempts) == 1
    assert found.verdict_line == "TLSv1.3 with TLS_AES_256_GCM_SHA384 was agreed and both sides finished."
    assert (found.chains[0].ok, found.chains[0].problems) == (True, ())
    assert found.client_auth.wanted == "none"
    assert found.versions == ()


def test_what_python_serves(pki: Pki) -> None:
    server = context(Path(pki.own), V10, V13)
    server.set_ciphers("ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-SHA:@SECLEVEL=0")
    server.set_alpn_protocols(["http/1.1", "h2"])
    with hosting(tls(server)) as port:
        found = probed(port)
    assert versions(found) == {2: False, 0x300: False, 0x301: True, 0x302: True, 0x303: True, 0x304: True}
    assert ciphers(found, 0x0303) == {"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-SHA"}
    assert ciphers(found, 0x0301) == {"ECDHE-ECDSA-AES256-SHA"}
    assert ciphers(found, 0x0304) == {
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_AES_128_GCM_SHA256",
    }
    assert set(found.features.alpn) == {"http/1.1", "h2"}
    assert found.features.secure_renegotiation.answer == "yes"
    assert found.features.extended_master_secret.answer == "yes"
    assert found.features.encrypt_then_mac.answer == "yes"
    assert found.features.fallback_scsv.answer == "yes"
    assert found.features.compression.answer == "no"
    assert found.features.stapling.answer == "no"
    answers = found.resumption
    assert (answers.id.answer, answers.ticket.answer, answers.psk.answer) == ("yes", "yes", "yes")
    assert [chain.asked for chain in found.chains].count(None) == 1
    assert not found.cut


def test_the_order_of_the_server(rsa_own: Path) -> None:
    words = "AES128-SHA:AES256-SHA:AES128-GCM-SHA256"
    server = context(rsa_own, V12, V12)
    server.set_ciphers(f"{words}:@SECLEVEL=0")
    with hosting(tls(server)) as port:
        mine = probed(port)
    server.options |= ssl.OP_CIPHER_SERVER_PREFERENCE
    with hosting(tls(server)) as port:
        its = probed(port)
    names = {one.code: one.openssl for one in table().values()}
    (first,) = (one for one in mine.versions if one.supported)
    (second,) = (one for one in its.versions if one.supported)
    assert [names[code] for code in second.ciphers] == words.split(":")
    assert second.server_prefers is True
    assert first.server_prefers in (True, False)  # OpenSSL of some Pythons sets the option by itself
    assert set(first.ciphers) == set(second.ciphers)


def test_sessions_that_are_not_kept(pki: Pki) -> None:
    server = context(Path(pki.own), V12, V13)
    server.options |= ssl.OP_NO_TICKET
    server.num_tickets = 0
    with hosting(tls(server)) as port:
        found = probed(port).resumption
    assert (found.ticket.answer, found.ticket.why) == ("no", "the server gave no ticket")
    assert (found.psk.answer, found.psk.why) == ("no", "the server gave no ticket")


@pytest.mark.parametrize("version", [V12, V13])
@pytest.mark.parametrize("mode", [ssl.CERT_OPTIONAL, ssl.CERT_REQUIRED])
def test_certificates_of_clients(version: ssl.TLSVersion, mode: ssl.VerifyMode, pki: Pki) -> None:
    server = context(Path(pki.own), version, version)
    server.load_verify_locations(pki.ca)
    server.verify_mode = mode
    with hosting(tls(server)) as port:
        found = probed(port, "quick")
    assert found.client_auth.wanted == ("required" if mode is ssl.CERT_REQUIRED else "optional")
    assert found.completed == (mode is ssl.CERT_OPTIONAL)


def test_chains_and_names(pki: Pki) -> None:
    with hosting(tls(context(Path(pki.own), V13, V13))) as port:
        wrong = probed(port, "quick", "other.example.test", pki.ca).chains[0]
        address = probed(port, "quick", None).chains[0]
        late = asyncio.run(
            probe(Target("127.0.0.1", port, sni=NAME), Wishes("quick", now=END + timedelta(days=1)))
        ).chains[0]
    assert [one.cause for one in wrong.problems] == ["certificate_wrong_name"]
    assert [one.cause for one in address.problems] == ["certificate_wrong_name"]
    assert (address.asked, address.expected, address.ok) == (None, "127.0.0.1", False)
    assert "certificate_expired" in [one.cause for one in late.problems]


@pytest.mark.parametrize(
    ("host", "sni", "name"),
    [
        ("h.example.", None, "h.example"),
        ("192.0.2.1", None, None),
        ("::1", None, None),
        ("fe80::1%2", None, None),
        ("h", "", None),
        ("192.0.2.1", "n", "n"),
    ],
)
def test_the_name_in_the_hello(host: str, sni: str | None, name: str | None) -> None:
    assert name_to_ask(Target(host, 1, sni=sni)) == name


def test_nobody_there() -> None:
    found = probed(1)
    assert found.trouble is not None and found.trouble.step == "connect"
    assert found.verdict_line == "127.0.0.1 refused a connection to port 1."
    assert (found.completed, found.versions, len(found.attempts)) == (False, (), 1)


def test_a_name_that_is_none() -> None:
    found = asyncio.run(probe(Target("host.invalid"), Wishes("quick", DEADLINES)))
    assert found.trouble is not None and (found.trouble.step, found.address) == ("resolve", None)


def test_what_is_cut_short_says_so(pki: Pki, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asker, "MAX_ATTEMPTS", 4)
    with hosting(tls(context(Path(pki.own), V12, V13))) as port:
        found = probed(port)
    assert found.cut and found.completed
    unfinished = [one for one in found.versions if one.supported is None or not one.complete]
    assert unfinished and all(one.why for one in unfinished)


@NEEDS_OPENSSL
@pytest.mark.parametrize("version", ["-tls1_2", "-tls1_3"])
def test_whose_certificates_would_do(version: str, rsa_own: Path, pki: Pki) -> None:
    with s_server(rsa_own, version, "-Verify", "1", "-CAfile", str(pki.ca)) as port:
        found = probed(port, "quick").client_auth
    assert (found.wanted, found.authorities) == ("required", ("CN=Test Root,O=Example,C=DE",))
    assert 0x0403 in found.algorithms
    assert bool(found.types) == (version == "-tls1_2")


@NEEDS_OPENSSL
@pytest.mark.parametrize("depth", ["default", "full"])
def test_all_that_openssl_has(depth: Depth, rsa_own: Path, pki: Pki) -> None:
    both = ("-dcert", str(pki.own), "-dkey", str(pki.own), "-cipher", "ALL:COMPLEMENTOFALL:@SECLEVEL=0")
    with s_server(rsa_own, "-key", str(rsa_own), *both, "-dhparam", str(rsa_own.with_suffix(".dh"))) as port:
        found = probed(port, depth)
    accepted = ciphers(found, 0x0303)
    assert {"NULL-SHA", "AES256-SHA", "ECDHE-ECDSA-CAMELLIA256-SHA384", "ADH-AES128-SHA"} <= accepted
    assert not any("PSK" in name for name in accepted)
    assert versions(found)[0x0304] and versions(found)[0x0301]
    groups = {one.version: one for one in found.groups}
    assert set(groups[0x0304].groups) >= {0x1D, 0x17, 0x1E, 0x19, 0x18, 0x100, 0x101}
    assert groups[0x0304].complete and groups[0x0303].complete
    assert {0x1D, 0x17} <= set(groups[0x0303].groups)
    assert found.features.dh_bits == 2048
    named = {chain.certificates[0] for chain in found.chains if chain.asked}
    assert len(named) == 2 and pki.der in named, "one certificate for each kind of key"
    assert (len(found.signatures) == 2) == (depth == "full")
    if depth == "full":
        assert 0x0804 in found.signatures[0].schemes and {0x0401, 0x0403} <= set(found.signatures[1].schemes)
        assert all(one.complete for one in found.signatures)
        assert found.features.client_renegotiation.answer == "no"
