"""``doctor --live`` against servers on loopback."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ssldiag.cli import app
from ssldiag.cli.doctor_live import LARGEST_LOG, kept, live_source
from ssldiag.model import Source
from tests.probe.rig import context, hosting, tls
from tests.probe.test_client import V12, V13
from tests.support import BASES
from tests.wire.peers import Pki


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    return Pki(tmp_path_factory.mktemp("pki"))


@pytest.fixture
def host(tmp_path: Path) -> Path:
    """The files of a pool whose only secure port is still to be written."""
    for path in (BASES / "pool").iterdir():
        if path.name not in ("SRVRFTP.CONFIG", "SMTP.CONFIG"):
            (tmp_path / path.name).write_bytes(path.read_bytes())
    profile = (tmp_path / "PROFILE.TCPIP").read_text("ascii")
    head, _, rest = profile.partition("INTERNALCLIENTPARMS")
    (tmp_path / "PROFILE.TCPIP").write_text(head + rest.partition("ENDINTERNALCLIENTPARMS")[2], "ascii")
    return tmp_path


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["doctor", *words])
    return done.exit_code, done.output


def secure(host: Path, port: int) -> None:
    path = host / "PROFILE.TCPIP"
    path.write_text(path.read_text("ascii").replace("992 TCP", f"{port} TCP"), "ascii")


def test_another_certificate_is_served(pki: Pki, host: Path) -> None:
    with hosting(tls(context(Path(pki.own), V12, V13))) as port:
        secure(host, port)
        words = (str(host), "--live-host", "127.0.0.1", "--select", "TLS2", "--format", "json")
        code, said = run(*words, "--now", "2026-11-22T12:00Z", "--fail-on", "never")
    assert code == 0, said
    report = json.loads(said)
    found = {one["code"]: one["message"] for one in report["findings"]}
    assert f"port {port} of INTCLIEN: the certificate is not for the address 127.0.0.1" in found["TLS208"]
    assert f"live/{port}.json" in {one["path"] for one in report["snapshot"]["sources"]}


def test_nobody_there_at_the_offset_of_a_pool(host: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    secure(host, port - 7)
    (host / "pool.toml").write_text("[pool]\nport_offset = 7\n", "ascii")
    code, said = run(str(host), "--live", "--live-depth", "default", "--select", "TLS203", "-q")
    assert f"port {port - 7} of INTCLIEN (here {port}) is configured for TLS, and 127.0.0.1 refused" in said
    assert code == 0


@pytest.mark.parametrize(
    ("words", "what"),
    [(("--live",), "add --live-host NAME"), (("more", "--live-host", "h"), "--live-host names one host")],
)
def test_wrong_usage(words: tuple[str, ...], what: str, host: Path) -> None:
    code, said = run(str(host), *words)
    assert (code, what in said) == (2, True), said


def test_logs_are_those_of_before(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"before")
    source = Source("log", "transcript", "", 6, lambda: log.open("rb"))
    held = kept(source)
    other = kept(Source("log", "dtcparms", "", 6, lambda: log.open("rb")))
    large = kept(Source("log", "transcript", "", LARGEST_LOG + 1, lambda: log.open("rb")))
    log.write_bytes(b"after")
    assert [one.read() for one in (held, other, large)] == [b"before", b"after", b"after"]
    log.unlink()
    assert kept(source) is source


def test_a_live_look_is_a_source() -> None:
    source = live_source(992, "{}")
    assert (source.path, source.kind, source.read()) == ("live/992.json", "probe", b"{}")
