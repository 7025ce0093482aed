from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ssldiag.cli import app
from tests.probe.rig import context, hosting, tls
from tests.probe.test_client import V12, V13
from tests.wire.peers import Pki

NOW = "2026-11-22T12:00Z"
NAME = "server.example.test"


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    return Pki(tmp_path_factory.mktemp("pki"))


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["probe", *words])
    return done.exit_code, done.output


def test_quick_and_its_exit_codes(pki: Pki) -> None:
    with hosting(tls(context(Path(pki.own), V12, V13))) as port:
        host = f"127.0.0.1:{port}"
        code, said = run(host, "--quick", "--sni", NAME, "--now", NOW, "--ca", str(pki.ca))
        assert code == 0, said
        assert "TLSv1.3 with TLS_AES_256_GCM_SHA384" in said and f"trusted, {pki.ca} has" in " ".join(
            said.split()
        )
        code, said = run(host, "--quick", "--sni", "other.test", "--now", NOW, "-q")
        assert (code, said) == (
            1,
            f"{host}: error: the client asked for other.test, and the certificate is for {NAME}\n",
        )
        code, _ = run(host, "--quick", "--sni", "other.test", "--now", NOW, "--fail-on", "never")
        assert code == 0


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_json_to_a_file(format: str, pki: Pki, tmp_path: Path) -> None:
    with hosting(tls(context(Path(pki.own), V12, V13))) as port:
        out = tmp_path / "probe.json"
        code, said = run(f"127.0.0.1:{port}", "--sni", NAME, "--now", NOW, "--format", format, "-o", str(out))
    assert (code, said) == (0, "")
    found = json.loads(out.read_text("ascii"))
    assert (found["schema"], found["depth"], found["completed"]) == ("ssldiag.probe/1", "default", True)


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    code, said = run(f"127.0.0.1:{port}")
    assert code == 3
    assert f"connect: 127.0.0.1 refused a connection to port {port}" in said
    assert "Sessions" not in said


def test_hosts_from_a_file(pki: Pki, tmp_path: Path) -> None:
    listed = tmp_path / "hosts"
    with hosting(tls(context(Path(pki.own), V12, V13))) as port:
        listed.write_text(f"127.0.0.1:{port} none {NAME}\n# nobody\n127.0.0.1:1\n", "ascii")
        words = ("--from", str(listed), "--quick", "--now", NOW)
        code, said = run(*words, "--format", "jsonl")
        found = [json.loads(line) for line in said.splitlines()]
        assert (code, [one["completed"] for one in found]) == (1, [True, False])
        code, said = run(*words, "--format", "json", "--fail-on", "never")
        assert (code, json.loads(said)["schema"]) == (0, "ssldiag.probes/1")
        assert [one["target"]["port"] for one in json.loads(said)["results"]] == [port, 1]
        code, said = run(*words, "-q")
        assert said.splitlines()[1] == "127.0.0.1:1: error: 127.0.0.1 refused a connection to port 1"
        code, said = run(f"127.0.0.1:{port}", "127.0.0.1:1", "--quick", "--sni", NAME, "--format", "csv")
        assert len(said.splitlines()) == 3
    for form, begins in (("sarif", "{"), ("html", "<!DOCTYPE html>")):
        code, said = run(*words, "--format", form)
        assert code == 3 and said.startswith(begins)  # by now nobody answers


def test_hosts_from_standard_input_and_lines_that_are_none() -> None:
    done = CliRunner().invoke(app, ["probe", "--from", "-", "--quick", "-q"], input="h:0\n127.0.0.1:1\n")
    assert done.exit_code == 3
    assert "standard input:1: h:0: has no port from 1 to 65535" in done.output
    assert "127.0.0.1 refused a connection" in done.output


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("h", "--from", "f"), "name a HOST, or a file of hosts"),
        (("--from", "/nowhere/hosts"), "/nowhere/hosts: No such file"),
        (("--from", "-", "--starttls", "gopher"), "gopher: is none of the protocols"),
        (("h:0",), "h:0: has no port from 1 to 65535"),
        (("h", "--quick", "--full"), "--quick and --full exclude each other"),
        (("h", "--starttls", "gopher"), "gopher: is none of the protocols"),
        (("h", "--parallel", "0"), "--parallel"),
        ((), "HOST"),
    ],
)
def test_wrong_usage(words: tuple[str, ...], what: str) -> None:
    code, said = run(*words)
    assert code == 2 and what in said


def test_authorities_that_are_none(tmp_path: Path) -> None:
    bad = tmp_path / "ca.pem"
    bad.write_bytes(b"nothing")
    code, said = run("127.0.0.1:1", "--ca", str(bad))
    assert code == 3 and f"{bad}: " in said
    code, said = run("127.0.0.1:1", "--ca", str(tmp_path / "none"))
    assert code == 3 and "No such file" in said


def test_against_serve() -> None:
    """Our own server, with a version and a suite that are out of use."""
    serve = [sys.executable, "-m", "ssldiag", "serve", "--port", "0", "--trace", "none"]
    old = [
        "--protocol",
        "TLSv1.0",
        "--protocol",
        "TLSv1.2",
        "--ciphers",
        "ECDHE-ECDSA-AES128-SHA,ECDHE-ECDSA-AES256-SHA",
    ]
    with subprocess.Popen([*serve, *old], stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            line = process.stderr.readline()
            port = line.split("listening on 127.0.0.1:")[1].split()[0]
            code, said = run(f"localhost:{port}", "--format", "json")
        finally:
            process.terminate()
    assert code == 0, said
    found = json.loads(said)
    accepted = {
        one["version"]: [cipher["ibm_name"] for cipher in one["ciphers"]]
        for one in found["versions"]
        if one["supported"]
    }
    assert set(accepted) == {"TLSv1.2", "TLSv1.0"}
    assert set(accepted["TLSv1.0"]) == {"ECDHE_ECDSA_AES_128", "ECDHE_ECDSA_AES_256"}
    assert found["handshake"]["version"] == "TLSv1.2"
    assert found["client_certificate"]["wanted"] == "none"
