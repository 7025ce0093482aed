from __future__ import annotations

import asyncio
import json
from dataclasses import fields, replace
from pathlib import Path

import pytest

from ssldiag.probe.model import Features, Result, Target
from ssldiag.probe.scan import Wishes, probe
from ssldiag.render.probe_json import TOLD, document, line, text
from ssldiag.render.probe_text import text as as_text
from ssldiag.render.style import Style
from tests.keydb.makers import NOW
from tests.probe.rig import context, hosting, tls
from tests.probe.test_client import V12, V13
from tests.wire.peers import Pki

NAME = "server.example.test"


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """A server of which everything is known."""
    pki = Pki(tmp_path_factory.mktemp("pki"))
    server = context(Path(pki.own), V12, V13)
    server.set_ciphers("ECDHE:!aNULL:!eNULL:@SECLEVEL=0")
    server.set_alpn_protocols(["http/1.1"])
    with hosting(tls(server)) as port:
        return asyncio.run(probe(Target("127.0.0.1", port, sni=NAME), Wishes("full", now=NOW)))


def test_the_document(result: Result) -> None:
    found = document(result)
    assert found["schema"] == "ssldiag.probe/1"
    assert found["target"] == {
        "host": "127.0.0.1",
        "port": result.target.port,
        "starttls": None,
        "sni": NAME,
    }
    assert found["completed"] is True and found["trouble"] is None
    assert found["handshake"]["schema"] == "ssldiag.handshake/1"
    assert found["handshake"]["verdict"]["cause"] == "completed"
    by_name = {one["version"]: one for one in found["versions"]}
    assert [name for name, one in by_name.items() if one["supported"]] == ["TLSv1.3", "TLSv1.2"]
    assert {"code", "name", "openssl", "ibm_name", "strength", "ibm_confirmed"} == set(
        by_name["TLSv1.3"]["ciphers"][0]
    )
    assert found["features"]["alpn"] == ["http/1.1"]
    assert found["chains"][0]["certificates"][0]["subject"].startswith(f"CN={NAME}")
    assert len(found["attempts"]) == len(result.attempts)
    assert found["signature_algorithms"][0]["schemes"][0]["name"] == "ecdsa_secp256r1_sha256"


def test_every_answer_is_in_it() -> None:
    rest = {"alpn", "alpn_why", "dh_bits"}
    assert {field.name for field in fields(Features)} == set(TOLD) | rest


def test_it_is_ascii_and_reads_back(result: Result) -> None:
    hostile = replace(result, target=Target("h\x1b[31m\u202e", 1, sni="\x7f"))
    for said in (text(hostile), line(hostile)):
        assert said.isascii() and "\x1b" not in said and "\x7f" not in said
        assert json.loads(said)["target"]["host"] == "h\x1b[31m\u202e"
    assert line(result).count("\n") == 1


def test_the_text_says_what_is_there(result: Result) -> None:
    said = "".join(as_text(result, Style()))
    for words in (
        "why         TLSv1.3 with TLS_AES_256_GCM_SHA384 was agreed",
        "TLSv1.3     yes, 3 suites",
        "  TLS_AES_256_GCM_SHA384        AES_256_GCM_SHA384? High",
        "TLSv1.0     no: ",
        "groups: x25519, secp256r1",
        "signatures: ecdsa_secp256r1_sha256",
        f"with name   {NAME}, 2 certificates: nothing is wrong with it",
        "no name     the same",
        "asked for   none",
        "ticket      and by ticket: yes",
        "ALPN        http/1.1",
    ):
        assert words in said, said
    assert max(map(len, said.splitlines())) <= 80
    whole = "".join(as_text(result, Style(verbose=True)))
    assert len(whole) > len(said) and "more (-v shows all)" not in whole


def test_the_text_is_harmless(result: Result) -> None:
    chain = replace(result.chains[0], asked="\x1b[2J\u202e", why="\x07")
    hostile = replace(result, target=Target("h\x1b[31m"), chains=(chain,))
    for style in (Style(), Style(quiet=True), Style(verbose=True)):
        said = "".join(as_text(hostile, style))
        assert all(char.isprintable() or char == "\n" for char in said)


def test_quiet_is_a_line(result: Result) -> None:
    said = "".join(as_text(result, Style(quiet=True)))
    assert said == f"127.0.0.1:{result.target.port}: ok: {result.verdict_line[:-1]}\n"
